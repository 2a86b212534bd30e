"""Tell of a damaged file of an index, with the cure that fits what else there is."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import DamagedIndexError, Text
from index.layout import CURRENT, generation_folders, index_of, pointed_name
from index.manifest import MANIFEST, Manifest, ManifestError, OtherSchemaError, read_manifest

MISSING = Text("the file is missing", "tiedosto puuttuu")
WRONG_CHECKSUM = Text("its checksum is wrong", "sen tarkistussumma on väärä")


@dataclass(frozen=True, slots=True)
class Damage:
    """A file that isn't as it should be, and why."""

    file: Path
    reason: Text


def damaged_file(path: Path, reason: object) -> DamagedIndexError:
    """Return the error for a file of an index that can't be used, with the commands that cure it.

    `reason` is a Text, or what a library says. An older generation that is whole is offered, too.
    """
    why = reason if isinstance(reason, Text) else Text(str(reason), str(reason))
    return DamagedIndexError(
        Text(en=f"{path} is damaged: {why.en}", fi=f"{path} on vioittunut: {why.fi}"), cure_of(path)
    )


def cure_of(path: Path) -> Text:
    """Return what to do about a damaged file: go back to a generation without it, or build the index again."""
    index = index_of(path)
    if index is None:
        return Text(en="Build the index again: hankehaku build", fi="Rakenna hakemisto uudelleen: hankehaku rakenna")
    rebuild = rebuild_command(index, sources_of(index))
    again = Text(en=f"Build the index again: {rebuild.en}", fi=f"Rakenna hakemisto uudelleen: {rebuild.fi}")
    # Where the pointer is damaged, any generation will do; where the older generation is, no other is needed.
    unfit = {None if path.name == CURRENT else pointed_name(index), *(parent.name for parent in (path, *path.parents))}
    others = (one for one in generation_folders(index) if one.name not in unfit)
    other = next(filter(looks_whole, others), None)
    if other is None:
        return again
    place = shlex.quote(str(index))
    return Text(
        en=f"Go back to {other.name}, which is whole: hankehaku rollback --index {place} {again.en}",
        fi=f"Palaa ehjään sukupolveen {other.name}: hankehaku palauta --index {place} {again.fi}",
    )


def rebuild_command(index: Path, sources: Sequence[str]) -> Text:
    """Return the command that builds an index again from what it was built from."""
    paths, place = shlex.join(sources), shlex.quote(str(index))
    return Text(
        en=f"hankehaku build {paths or 'FOLDER'} --index {place}",
        fi=f"hankehaku rakenna {paths or 'KANSIO'} --index {place}",
    )


def changed_sizes(folder: Path, manifest: Manifest) -> Iterator[Damage]:
    """Yield each file of a generation that is missing or has another size than its manifest says, and why."""
    for name, (size, _) in manifest.files.items():
        try:
            actual = (folder / name).stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            yield Damage(folder / name, MISSING)
        else:
            if actual != size:
                reason = Text(f"{actual} bytes, not {size}", f"{actual} tavua, pitäisi olla {size}")
                yield Damage(folder / name, reason)


def looks_whole(folder: Path) -> bool:
    """Tell whether a generation has its manifest unchanged and all files in their right sizes."""
    try:
        return not any(changed_sizes(folder, read_manifest(folder / MANIFEST)))
    except (OSError, ManifestError, OtherSchemaError):
        return False


def sources_of(index: Path) -> tuple[str, ...]:
    """Return what the newest generation with a readable manifest was built from."""
    for folder in generation_folders(index):
        try:
            return read_manifest(folder / MANIFEST).sources
        except OtherSchemaError as error:
            return error.sources
        except (OSError, ManifestError):
            continue
    return ()
