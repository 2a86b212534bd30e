"""Open one immutable generation of an index: whole by its manifest and sizes, and kept while it is read.

Each build is a folder of its own (see `index.publishing`). Readers open what the small file CURRENT names, with the
checksum of its manifest, and never see half a build.
"""

from __future__ import annotations

import os
import time
import weakref
from dataclasses import dataclass
from pathlib import Path

from index.damage import MISSING, NO_FILE, WRONG_CHECKSUM, changed_sizes, damaged_file, missing_index, rebuild_command
from index.errors import HankehakuError, IndexMismatchError, Text
from index.layout import CATALOGUE, CURRENT, KEYWORDS, POINTER, generation_folders, pointed_name
from index.lock import hold
from index.manifest import (
    MANIFEST,
    SCHEMA_VERSION,
    Manifest,
    ManifestError,
    OtherSchemaError,
    read_manifest,
    sha256_of,
)
from index.storage import reading_from
from index.unchanged import check_unchanged

__all__ = ["CATALOGUE", "CURRENT", "KEYWORDS", "MANIFEST", "Generation", "Manifest"]

_READ_ATTEMPTS = 5
_NOT_THERE = Text("it names a generation that is not there", "sen nimeämää sukupolvea ei ole")


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Generation:
    """A published generation: its folder and its manifest."""

    path: Path
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class KeptGeneration:
    """A generation in an index folder: what it holds, or what is wrong with it; `current` is the one in use."""

    path: Path
    manifest: Manifest | None
    problem: HankehakuError | None
    current: bool


def current_generation(index: Path) -> Generation:
    """Return the published generation of an index folder, with every file present, of its right size and unchanged.

    No build sweeps it as long as what is returned lives. Raises IndexMissingError, IndexMismatchError for another
    schema, DamagedIndexError, and StorageError where a file can't be read.
    """
    with reading_from(index):
        return _current(index)


def _current(index: Path) -> Generation:
    for _ in range(_READ_ATTEMPTS):
        folder, checksum = _pointer(index)
        try:
            descriptor = hold(folder)
        except (FileNotFoundError, NotADirectoryError):
            time.sleep(0.02)  # newer builds were published between the two reads
            continue
        try:
            generation = Generation(folder, _checked_manifest(folder))
            check_unchanged(folder, generation.manifest)
        except HankehakuError:
            os.close(descriptor)
            if pointed_name(index) == folder.name:
                raise
            continue  # it was being swept
        weakref.finalize(generation, os.close, descriptor)
        if generation.manifest.checksum != checksum:
            raise damaged_file(index / CURRENT, WRONG_CHECKSUM)
        return generation
    raise damaged_file(index / CURRENT, _NOT_THERE)


def kept_generations(index: Path) -> list[KeptGeneration]:
    """Return the generations in an index folder, the newest first, each checked as `current_generation` does."""
    current = pointed_name(index)
    kept = []
    for folder in generation_folders(index):
        try:
            with reading_from(index):
                manifest, problem = _checked_manifest(folder), None
        except HankehakuError as error:
            manifest, problem = None, error
        kept.append(KeptGeneration(folder, manifest, problem, folder.name == current))
    return kept


def has_index(index: Path) -> bool:
    """Tell whether anything was ever published in this folder."""
    return (index / CURRENT).is_file()


def is_intact(generation: Generation, name: str) -> bool:
    """Tell whether a file of the generation still has the SHA-256 of its manifest; reads the whole file."""
    return sha256_of(generation.path / name) == generation.manifest.files.get(name, (0, ""))[1]


def _pointer(index: Path) -> tuple[Path, str]:
    """Return the current generation's folder and its manifest's checksum, as CURRENT tells them."""
    try:
        content = (index / CURRENT).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        if generation_folders(index):
            raise damaged_file(index / CURRENT, MISSING) from error
        raise missing_index(index) from error
    except IsADirectoryError as error:
        raise damaged_file(index / CURRENT, NO_FILE) from error
    matched = POINTER.fullmatch(content)
    if not matched:
        raise damaged_file(index / CURRENT, Text("it names no generation", "se ei nimeä sukupolvea"))
    return index / matched[1].decode(), (matched[2] or b"").decode()


def _checked_manifest(folder: Path) -> Manifest:
    """Return a generation's manifest when all that it lists is there in its right size."""
    try:
        manifest = read_manifest(folder / MANIFEST)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise damaged_file(folder / MANIFEST, MISSING) from error
    except IsADirectoryError as error:
        raise damaged_file(folder / MANIFEST, NO_FILE) from error
    except ManifestError as error:
        raise damaged_file(folder / MANIFEST, WRONG_CHECKSUM) from error
    except OtherSchemaError as error:
        raise _other_schema(folder.parent, error) from error
    for damage in changed_sizes(folder, manifest):
        raise damaged_file(damage.file, damage.reason)
    return manifest


def _other_schema(index: Path, other: OtherSchemaError) -> IndexMismatchError:
    build, schema = rebuild_command(index, other.build_arguments), other.schema
    return IndexMismatchError(
        Text(
            en=f"Another version of Hankehaku made the index in {index} (schema {schema}, not {SCHEMA_VERSION}).",
            fi=f"Kansion {index} hakemiston teki Hankehaun toinen versio (rakenne {schema}, ei {SCHEMA_VERSION}).",
        ),
        Text(en=f"Build it again: {build.en}", fi=f"Rakenna uudelleen: {build.fi}"),
    )
