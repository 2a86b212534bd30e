"""One immutable folder per build: published whole or not at all, and checked when it is opened.

A build fills `gen-000007.tmp`, syncs every file and folder, renames it to `gen-000007` and then replaces the small
file CURRENT. Readers open what CURRENT names and never see half a build. Rename without fsync is not crash safety.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from index.durable import sync
from index.errors import IndexLockedError, IndexMismatchError, IndexMissingError, Text, damaged_file

SCHEMA_VERSION = 1
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
CATALOGUE = "catalogue.sqlite"
KEYWORDS = "keywords"
_LOCK = ".lock"
_KEPT_GENERATIONS = 2
_READ_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds. `model` is a ModelIdentity as JSON; `files` maps paths to size and SHA-256."""

    documents: int
    chunks: int
    analyser: str
    model: dict[str, Any]
    numpy_query_encoder: bool
    late_interaction: bool
    sources: tuple[str, ...]
    schema: int = SCHEMA_VERSION
    generation: int = 0
    created: str = ""
    files: dict[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Generation:
    """A published generation: its folder and its manifest."""

    path: Path
    manifest: Manifest


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Hold the index folder's writing lock; the kernel drops it when its holder dies.

    Raises IndexLockedError, naming the holder, when another build has it.
    """
    index.mkdir(parents=True, exist_ok=True)
    with (index / _LOCK).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _locked_by(lock, index) from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}@{socket.gethostname()}")
        lock.flush()
        yield


def new_generation(index: Path) -> Path:
    """Sweep what broken-off builds left and return a new, empty folder to fill; call with the lock held."""
    for leftover in index.glob("gen-*.tmp"):
        shutil.rmtree(leftover)
    number = 1 + max((_number(path) for path in _generations(index)), default=0)
    folder = index / f"gen-{number:06d}.tmp"
    folder.mkdir()
    return folder


def publish(folder: Path, manifest: Manifest) -> Generation:
    """Seal the filled `folder` with its manifest, make it current, and drop generations older than the last two."""
    index = folder.parent
    final = folder.with_suffix("")
    for lock in folder.rglob("*.lock"):
        lock.unlink()  # a library's own lock files are no part of the content
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    described = {str(path.relative_to(folder)): (path.stat().st_size, sha256_of(path)) for path in files}
    sealed = Manifest(
        **{
            **asdict(manifest),
            "generation": _number(final),
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": described,
        }
    )
    (folder / MANIFEST).write_text(json.dumps(asdict(sealed), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for path in (*files, folder / MANIFEST):
        path.chmod(0o644)  # whoever may read the folder may read the index
        sync(path)
    for directory in sorted({path.parent for path in files} | {folder}):
        sync(directory)
    folder.rename(final)
    sync(index)
    _point_to(index, final.name)
    for old in sorted(_generations(index), key=_number)[:-_KEPT_GENERATIONS]:
        shutil.rmtree(old)
    return Generation(final, sealed)


def current_generation(index: Path) -> Generation:
    """Return the published generation of an index folder, with every file present in its right size.

    Raises IndexMissingError, IndexMismatchError for another schema, and DamagedIndexError.
    """
    for _ in range(_READ_ATTEMPTS):
        try:
            folder = index / (index / CURRENT).read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise _missing(index) from error
        except UnicodeDecodeError as error:
            raise damaged_file(index / CURRENT, error) from error
        try:
            manifest = _read_manifest(folder / MANIFEST)
        except (FileNotFoundError, NotADirectoryError):
            time.sleep(0.02)  # two newer builds were published between the two reads
            continue
        _check_sizes(folder, manifest)
        return Generation(folder, manifest)
    raise damaged_file(index / CURRENT, "it names a generation that is not there")


def has_index(index: Path) -> bool:
    """Tell whether anything was ever published in this folder."""
    return (index / CURRENT).exists()


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's content as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_intact(generation: Generation, name: str) -> bool:
    """Tell whether a file of the generation still has the SHA-256 of its manifest; reads the whole file."""
    return sha256_of(generation.path / name) == generation.manifest.files.get(name, (0, ""))[1]


def _read_manifest(path: Path) -> Manifest:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["schema"] != SCHEMA_VERSION:
            raise _other_schema(path.parent.parent, values["schema"])
        files = {name: (int(size), str(digest)) for name, (size, digest) in values["files"].items()}
        return Manifest(**{**values, "sources": tuple(values["sources"]), "files": files})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise damaged_file(path, error) from error


def _check_sizes(folder: Path, manifest: Manifest) -> None:
    for name, (size, _) in manifest.files.items():
        try:
            actual = (folder / name).stat().st_size
        except FileNotFoundError as error:
            raise damaged_file(folder / name, "the file is missing") from error
        if actual != size:
            raise damaged_file(folder / name, f"{actual} bytes, not {size}")


def _point_to(index: Path, name: str) -> None:
    pointer = index / f"{CURRENT}.tmp"
    pointer.write_text(name + "\n", encoding="utf-8")
    sync(pointer)
    pointer.replace(index / CURRENT)
    sync(index)


def _generations(index: Path) -> list[Path]:
    return [path for path in index.glob("gen-*") if path.name[4:].isdigit()]


def _number(path: Path) -> int:
    return int(path.name[4:10])


def _locked_by(lock: IO[str], index: Path) -> IndexLockedError:
    lock.seek(0)
    holder = lock.read().strip() or "?"
    return IndexLockedError(
        Text(
            en=f"Another build ({holder}) is writing to {index}.",
            fi=f"Toinen rakennus ({holder}) kirjoittaa kansioon {index}.",
        ),
        Text(
            en="Wait until it has ended, or choose another folder with --index.",
            fi="Odota sen päättymistä tai valitse toinen kansio valinnalla --index.",
        ),
    )


def _missing(index: Path) -> IndexMissingError:
    return IndexMissingError(
        Text(en=f"There is no index in {index}.", fi=f"Kansiossa {index} ei ole hakemistoa."),
        Text(
            en=f"Build one: hankehaku build FOLDER --index {index}",
            fi=f"Rakenna: hankehaku rakenna KANSIO --index {index}",
        ),
    )


def _other_schema(index: Path, schema: object) -> IndexMismatchError:
    return IndexMismatchError(
        Text(
            en=f"Another version of Hankehaku made the index in {index} (schema {schema}, not {SCHEMA_VERSION}).",
            fi=f"Kansion {index} hakemiston teki Hankehaun toinen versio (rakenne {schema}, ei {SCHEMA_VERSION}).",
        ),
        Text(
            en=f"Build it again: hankehaku build FOLDER --index {index}",
            fi=f"Rakenna uudelleen: hankehaku rakenna KANSIO --index {index}",
        ),
    )
