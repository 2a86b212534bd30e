"""Find out whether an index is what it was when it was published: by names and sizes, or down to the last byte."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from index.damage import MISSING, NO_FILE, WRONG_CHECKSUM, Damage, changed_sizes, cure_of
from index.errors import DamagedIndexError, ModelError, Text
from index.generation import Generation, current_generation
from index.layout import CURRENT, generation_folders, pointed_name, pointer_text
from index.lock import hold
from index.manifest import MANIFEST, Manifest, ManifestError, OtherSchemaError, read_manifest, sha256_of
from index.storage import reading_from
from index.store_checks import disagreements, wrong_vectors


@dataclass(frozen=True, slots=True)
class CheckedGeneration:
    """A generation with all that is wrong with it; without a manifest it can't tell what it holds."""

    path: Path
    current: bool
    manifest: Manifest | None
    damages: tuple[Damage, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of an index folder found: the pointer's damage, and the generations, the newest first.

    `notes` tell what couldn't be checked. `cure` is None for an index that is whole.
    """

    index: Path
    deep: bool
    pointer: tuple[Damage, ...]
    generations: tuple[CheckedGeneration, ...]
    notes: tuple[Text, ...]
    cure: Text | None

    @property
    def whole(self) -> bool:
        """Tell whether nothing is damaged."""
        return self.cure is None


def verify_index(index: Path, *, deep: bool) -> Verification:
    """Check the index in a folder, with the older generation that is kept.

    A quick check finds every file that is missing or has another size, and any change of a manifest or CURRENT. A deep
    one reads every file and finds any change at all; it also opens the stores, compares what they count, and computes
    some vectors anew. Raises IndexMissingError, IndexMismatchError for an index of another schema, and
    StorageError where a file can't be read.
    """
    notes: list[Text] = []
    with reading_from(index):
        with suppress(DamagedIndexError):
            current_generation(index)
        current = pointed_name(index)
        checked = [_checked(folder, folder.name == current, deep) for folder in generation_folders(index)]
        if deep:
            checked = [_with_vectors_compared(one, notes) for one in checked]
        pointer = tuple(_pointer_damages(index, checked))
    damages = [*pointer, *(damage for one in checked for damage in one.damages)]
    cure = cure_of(damages[0].file) if damages else None
    return Verification(index, deep, pointer, tuple(checked), tuple(notes), cure)


def _pointer_damages(index: Path, checked: Sequence[CheckedGeneration]) -> Iterator[Damage]:
    try:
        content = (index / CURRENT).read_bytes()
    except FileNotFoundError:
        yield Damage(index / CURRENT, MISSING)
        return
    except IsADirectoryError:
        yield Damage(index / CURRENT, NO_FILE)
        return
    for one in checked:
        # Of a generation whose own manifest is damaged the pointer's checksum tells nothing.
        if one.current and (one.manifest is None or content == pointer_text(one.path.name, one.manifest.checksum)):
            return
    yield Damage(index / CURRENT, Text("it names no whole generation", "se ei nimeä ehjää sukupolvea"))


def _checked(folder: Path, current: bool, deep: bool) -> CheckedGeneration:
    held = hold(folder)
    try:
        manifest = read_manifest(folder / MANIFEST)
        damages = list(changed_sizes(folder, manifest))
        if deep and not damages:
            damages = list(changed_contents(folder, manifest)) or list(disagreements(folder, manifest))
        return CheckedGeneration(folder, current, manifest, tuple(damages))
    except FileNotFoundError:
        reason = MISSING
    except IsADirectoryError:
        reason = NO_FILE
    except ManifestError:
        reason = WRONG_CHECKSUM
    except OtherSchemaError as error:
        reason = Text(f"it has schema {error.schema}", f"sen rakenne on {error.schema}")
    finally:
        os.close(held)
    return CheckedGeneration(folder, current, None, (Damage(folder / MANIFEST, reason),))


def changed_contents(folder: Path, manifest: Manifest) -> Iterator[Damage]:
    """Yield each file of a generation whose content is another than its manifest says, and why; reads all of them."""
    for name, (_, digest) in manifest.files.items():
        if sha256_of(folder / name) != digest:
            yield Damage(folder / name, Text("its SHA-256 is wrong", "sen SHA-256-tarkiste on väärä"))


def _with_vectors_compared(one: CheckedGeneration, notes: list[Text]) -> CheckedGeneration:
    """Return the current generation with its sample of vectors compared; a model that isn't there makes a note."""
    if not one.current or one.manifest is None or one.damages:
        return one
    try:
        damages = tuple(wrong_vectors(Generation(one.path, one.manifest)))
    except ModelError as error:
        notes.append(
            Text(
                f"The vectors weren't compared with the model's: {error.message.en} {error.hint.en}",
                f"Vektoreita ei verrattu kielimallin antamiin: {error.message.fi} {error.hint.fi}",
            )
        )
        return one
    return replace(one, damages=damages)
