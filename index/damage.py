"""Tell of a damaged file of an index, with the cure that fits what else there is."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR

from index.errors import DamagedIndexError, IndexMissingError, Text
from index.layout import CURRENT, generation_folders, index_of, pointed_name
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
    rebuild, out_of_the_way = rebuild_command(index, build_arguments_of(index)), Text("", "")
    again = Text(en=f"Build the index again: {rebuild.en}", fi=f"Rakenna hakemisto uudelleen: {rebuild.fi}")
    if path.name == CURRENT and path.is_dir():
        move = move_command(path)
        out_of_the_way = Text(en=f"Move the folder away: {move} ", fi=f"Siirrä kansio pois: {move} ")
    # Where the pointer is damaged, any generation will do; where the older generation is, no other is needed.
    unfit = {None if path.name == CURRENT else pointed_name(index), *(parent.name for parent in (path, *path.parents))}
    others = (one for one in generation_folders(index) if one.name not in unfit)
    other = next(filter(looks_whole, others), None)
    place = shlex.quote(str(index))
    back = Text("", "")
    if other is not None:
        back = Text(
            en=f"Go back to {other.name}, which is whole: hankehaku rollback --index {place} ",
            fi=f"Palaa ehjään sukupolveen {other.name}: hankehaku palauta --index {place} ",
        )
    return Text(en=out_of_the_way.en + back.en + again.en, fi=out_of_the_way.fi + back.fi + again.fi)


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
    """Return what `hankehaku build` was given for the newest generation with a readable manifest."""
    for folder in generation_folders(index):
        try:
            return read_manifest(folder / MANIFEST).build_arguments
        except OtherSchemaError as error:
            return error.build_arguments
        except (OSError, ManifestError):
            continue
    return ()
