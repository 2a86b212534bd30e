"""Publish a generation whole or not at all, keep the one before it, and go back to that.

A build fills `gen-000007.tmp`, syncs every file and folder, renames it to `gen-000007` and then replaces the small
file CURRENT. Rename without fsync is not crash safety.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from index import durable
from index.damage import build_arguments_of, looks_whole, rebuild_command
from index.errors import DamagedIndexError, IndexMismatchError, IndexMissingError, Text
from index.generation import Generation, current_generation, has_index, is_intact
from index.layout import (
    CURRENT,
    UNFINISHED,
    generation_folders,
    generation_name,
    generation_number,
    pointed_name,
    pointer_text,
    unfinished_folders,
)
from index.lock import free, locked
from index.manifest import MANIFEST, Manifest, read_manifest, sha256_of, write_manifest
from index.storage import writing_to


def new_generation(index: Path) -> Path:
    """Sweep what broken-off builds left and return a new, empty folder to fill; call with the lock held."""
    for leftover in unfinished_folders(index):
        shutil.rmtree(leftover)
    number = 1 + max((generation_number(path) or 0 for path in generation_folders(index)), default=0)
    folder = index / f"{generation_name(number)}{UNFINISHED}"
    folder.mkdir()
    return folder


def publish(folder: Path, manifest: Manifest) -> Generation:
    """Seal the filled `folder` with its manifest, make it current, and sweep all but it and the one before."""
    index, final = folder.parent, folder.with_suffix("")
    sealed = _seal(folder, replace(manifest, generation=generation_number(final) or 0))
    durable.step("sealed")
    for path in (*folder.rglob("*"), folder):
        durable.sync(path)
    durable.step("synced")
    before = pointed_name(index)
    folder.rename(final)
    durable.sync(index)
    durable.step("renamed")
    _point_to(final, sealed.checksum)
    durable.step("published")
    _sweep(final, before)
    return Generation(final, sealed)


def roll_back(index: Path) -> Generation:
    """Make the newest other generation that is whole the current one, and return it; the current one is kept.

    Every byte of it is compared with its manifest's SHA-256 before. Raises IndexMissingError, DamagedIndexError when
    there is no other whole generation, IndexLockedError and StorageError.
    """
    with writing_to(index), locked(index):
        current = _current_folder(index)
        for folder in generation_folders(index):
            if folder != current and looks_whole(folder):
                generation = Generation(folder, read_manifest(folder / MANIFEST))
                if all(is_intact(generation, name) for name in generation.manifest.files):
                    _point_to(folder, generation.manifest.checksum)
                    return generation
    raise _nothing_to_go_back_to(index)


def _current_folder(index: Path) -> Path | None:
    """Return the generation that searches use, None where they can't use any."""
    try:
        return current_generation(index).path
    except (DamagedIndexError, IndexMismatchError, IndexMissingError):
        return None


def _seal(folder: Path, manifest: Manifest) -> Manifest:
    """Write the manifest with sizes and checksums of all files in `folder`, and return it."""
    for lock in folder.rglob("*.lock"):
        lock.unlink()  # a library's own lock files are no part of the content
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        path.chmod(0o644)  # whoever may read the folder may read the index
    sums = {str(path.relative_to(folder)): (path.stat().st_size, sha256_of(path)) for path in files}
    created = datetime.now(UTC).isoformat(timespec="seconds")
    sealed = replace(manifest, created=created, sealed=time.time_ns(), files=sums)
    checksum = write_manifest(folder / MANIFEST, sealed)
    (folder / MANIFEST).chmod(0o644)
    return replace(sealed, checksum=checksum)


def _point_to(folder: Path, checksum: str) -> None:
    pointer = folder.parent / f"{CURRENT}{UNFINISHED}"
    pointer.write_bytes(pointer_text(folder.name, checksum))
    durable.sync(pointer)
    pointer.replace(folder.parent / CURRENT)
    durable.sync(folder.parent)


def _sweep(current: Path, before: str | None) -> None:
    """Take away all generations but the current one, the one before it if that is whole, and those being read."""
    others = [path for path in generation_folders(current.parent) if path != current]
    # What a build that broke off left unpublished is second choice to what was in use.
    others.sort(key=lambda path: path.name != before)
    kept = next(filter(looks_whole, others), None)
    for folder in others:
        if folder != kept:
            _remove_unless_held(folder)


def _remove_unless_held(folder: Path) -> None:
    with free(folder) as nobody_reads:
        if nobody_reads:
            # Under this name it is a leftover, should the removal break off.
            leftover = folder.rename(folder.with_name(folder.name + UNFINISHED))
            shutil.rmtree(leftover)


def _nothing_to_go_back_to(index: Path) -> IndexMissingError | DamagedIndexError:
    build = rebuild_command(index, build_arguments_of(index))
    cure = Text(en=f"Build the index: {build.en}", fi=f"Rakenna hakemisto: {build.fi}")
    if not has_index(index) and not generation_folders(index):
        return IndexMissingError(
            Text(en=f"There is no index in {index}.", fi=f"Kansiossa {index} ei ole hakemistoa."), cure
        )
    return DamagedIndexError(
        Text(
            en=f"{index} holds no other generation that is whole.",
            fi=f"Kansiossa {index} ei ole toista ehjää sukupolvea.",
        ),
        cure,
    )
