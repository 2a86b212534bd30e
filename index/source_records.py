"""What an earlier build read of a file, and whether the file is still the same."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import zlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from index.document_json import document_from_json, document_to_json
from index.errors import Text, UnreadableDocumentError
from index.manifest import sha256_of
from index.model import Document
from index.readers.tables import SUFFIXES as TABLES
from index.readers.tables.columns import FILE_NAME as COLUMNS_FILE

# A file may be changed twice within one tick of its file system's clock, the coarsest of which has two seconds: what
# was read so soon after its last change is compared by content the next time.
_COARSEST_CLOCK_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells whether a file has changed: its size and times, or where those differ the SHA-256 of its content.

    A time of -1 is no file's: such a fingerprint goes by content alone. `columns` is the SHA-256 of the file that
    tells a table's columns, "" where there is none.
    """

    size: int
    mtime_ns: int
    ctime_ns: int
    sha256: str
    columns: str

    def fits(self, path: Path, columns: Path | None) -> bool:
        """Tell whether the file at `path` is what it was. Raises OSError when it can't be read."""
        now = path.stat()
        if now.st_size != self.size or _columns_digest(path, columns) != self.columns:
            return False
        return self.has_times_of(now) or sha256_of(path) == self.sha256

    def has_times_of(self, now: os.stat_result) -> bool:
        """Tell whether these are the times that the file had."""
        return (now.st_mtime_ns, now.st_ctime_ns) == (self.mtime_ns, self.ctime_ns)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file's documents, the problems of those that couldn't be read, and when the file was last changed.

    `is_kept` tells that this build has a record of it.
    """

    path: Path
    documents: tuple[Document, ...]
    problems: tuple[UnreadableDocumentError, ...]
    mtime_ns: int
    is_kept: bool


def record_key(path: Path) -> bytes:
    """Return the key of a file's record."""
    return hashlib.sha256(os.fsencode(path.absolute())).digest()


def recorded(content: bytes) -> Fingerprint:
    """Return the fingerprint in a file's record."""
    return Fingerprint(*_values(content)["fingerprint"])


def recorded_path(content: bytes) -> str:
    """Return the path in a file's record, as it was given."""
    return str(_values(content)["path"])


def fingerprint_of(path: Path, before: os.stat_result | None, began: int, columns: Path | None) -> Fingerprint | None:
    """Return the fingerprint of a file that was read since `began`, None when it changed meanwhile."""
    try:
        if before is None or not stat.S_ISREG(before.st_mode):
            return None
        digest, told = sha256_of(path), _columns_digest(path, columns)
        after = path.stat()
    except OSError:
        return None
    times = (before.st_mtime_ns, before.st_ctime_ns)
    if (after.st_size, after.st_mtime_ns, after.st_ctime_ns) != (before.st_size, *times):
        return None
    settled = max(times) < began - _COARSEST_CLOCK_NS
    return Fingerprint(before.st_size, *(times if settled else (-1, -1)), digest, told)


def _columns_digest(path: Path, columns: Path | None) -> str:
    told = columns or path.with_name(COLUMNS_FILE)
    return sha256_of(told) if path.suffix.casefold() in TABLES and told.is_file() else ""


def record_of(file: SourceFile, fingerprint: Fingerprint) -> bytes:
    """Return a file's record."""
    values = {
        "path": str(file.path),
        "fingerprint": astuple(fingerprint),
        "documents": [[one.source, document_to_json(one)] for one in file.documents],
        "problems": [[one.message.en, one.message.fi, one.hint.en, one.hint.fi] for one in file.problems],
    }
    return zlib.compress(json.dumps(values).encode(), 1)


def _values(content: bytes) -> Mapping[str, Any]:
    values: Mapping[str, Any] = json.loads(zlib.decompress(content))
    return values


def source_file(content: bytes, path: Path, mtime_ns: int) -> SourceFile:
    """Return the file of a record, which was last changed at `mtime_ns`."""
    values = _values(content)
    return SourceFile(
        path,
        tuple(document_from_json(document, source) for source, document in values["documents"]),
        tuple(UnreadableDocumentError(Text(*one[:2]), Text(*one[2:])) for one in values["problems"]),
        mtime_ns,
        is_kept=True,
    )
