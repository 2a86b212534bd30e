"""Tell of a damaged file of an index, with the cure that fits what else there is."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR

from index.errors import DamagedIndexError, IndexMissingError, Text
from index.layout import CURRENT, generation_folders, generation_number, index_of, pointed_name
from index.manifest import MANIFEST, Manifest, ManifestError, OtherSchemaError, read_manifest

MISSING = Text("the file is missing", "tiedosto puuttuu")
WRONG_CHECKSUM = Text("its checksum is wrong", "sen tarkistussumma on väärä")
NO_FILE = Text("it is a folder", "se on kansio")


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
    rebuild = rebuild_command(index, build_arguments_of(index))
    steps = Text(en=f"build the index again: {rebuild.en}", fi=f"rakenna hakemisto uudelleen: {rebuild.fi}")
    other = _generation_to_go_back_to(index, path)
    if other is not None:
        place = shlex.quote(str(index))
        steps = Text(
            en=f"go back to {other.name}, which is whole (hankehaku rollback --index {place}), or {steps.en}",
            fi=f"palaa ehjään sukupolveen {other.name} (hankehaku palauta --index {place}) tai {steps.fi}",
        )
    if path.name == CURRENT and path.is_dir():
        move = move_command(path)
        steps = Text(
            en=f"move the folder away ({move}) and {steps.en}", fi=f"siirrä kansio pois ({move}) ja {steps.fi}"
        )
    return Text(en=steps.en[0].upper() + steps.en[1:], fi=steps.fi[0].upper() + steps.fi[1:])


def _generation_to_go_back_to(index: Path, damaged: Path) -> Path | None:
    """Return the generation that `rollback` takes where `damaged` can't be used, None for none that will do."""
    # Where the pointer is damaged, any generation will do; where the older generation is, no other is needed.
    in_use = None if damaged.name == CURRENT else pointed_name(index)
    unfit = {in_use, *(parent.name for parent in (damaged, *damaged.parents))}
    others = (one for one in generation_folders(index) if one.name not in unfit)
    other = next(filter(looks_whole, others), None)
    # A generation that is newer than the one in use is what was gone back from.
    rejected = in_use and other and (generation_number(other) or 0) > (generation_number(index / in_use) or 0)
    return None if rejected else other


def rebuild_command(index: Path, build_arguments: Sequence[str]) -> Text:
    """Return the command that builds an index again, from what its manifest tells that it was built from."""
    arguments, place = shlex.join(build_arguments), shlex.quote(str(index))
    return Text(
        en=f"hankehaku build {arguments or 'FOLDER'} --index {place}",
        fi=f"hankehaku rakenna {arguments or 'KANSIO'} --index {place}",
    )


def missing_index(index: Path) -> IndexMissingError:
    """Return the error for a folder without an index."""
    build = rebuild_command(index, build_arguments_of(index))
    return IndexMissingError(
        Text(en=f"There is no index in {index}.", fi=f"Kansiossa {index} ei ole hakemistoa."),
        Text(en=f"Build one: {build.en}", fi=f"Rakenna: {build.fi}"),
    )


def move_command(path: Path) -> str:
    """Return the command that moves what stands in a file's place out of the way."""
    return shlex.join(("mv", str(path), f"{path}.old"))


def changed_sizes(folder: Path, manifest: Manifest) -> Iterator[Damage]:
    """Yield each file of a generation that is missing or has another size than its manifest says, and why."""
    for name, (size, _) in manifest.files.items():
        try:
            status = (folder / name).stat()
        except (FileNotFoundError, NotADirectoryError):
            yield Damage(folder / name, MISSING)
            continue
        if S_ISDIR(status.st_mode):
            yield Damage(folder / name, NO_FILE)
        elif status.st_size != size:
            reason = Text(f"{status.st_size} bytes, not {size}", f"{status.st_size} tavua, pitäisi olla {size}")
            yield Damage(folder / name, reason)


def looks_whole(folder: Path) -> bool:
    """Tell whether a generation has its manifest unchanged and all files in their right sizes."""
    try:
        return not any(changed_sizes(folder, read_manifest(folder / MANIFEST)))
    except (OSError, ManifestError, OtherSchemaError):
        return False


def build_arguments_of(index: Path) -> tuple[str, ...]:
    """Return what `hankehaku build` was given for the generation in use, else for the newest with a manifest."""
    in_use = pointed_name(index)
    for folder in sorted(generation_folders(index), key=lambda folder: folder.name != in_use):
        try:
            return read_manifest(folder / MANIFEST).build_arguments
        except OtherSchemaError as error:
            return error.build_arguments
        except (OSError, ManifestError):
            continue
    return ()
