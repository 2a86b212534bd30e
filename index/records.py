"""A file of keyed records that only grows, each with a checksum: what stands in it after a crash can be used.

Records are appended one by one. A crash may cut the last one short, which its checksum tells: reading ends before the
first record that isn't whole, and writing goes on there. A later record of a key takes an earlier one's place.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import IO, Self

from index.durable import sync

KEY_SIZE = 32
_MAGIC = b"hankehaku records 1\n"
_HEAD = struct.Struct(f"<{KEY_SIZE}sQ")  # key, size of the content
_CHECKSUM_SIZE = 8
# A power cut may take what was written since the file was last synced; a process that is killed loses nothing.
_SYNC_SECONDS = 10.0


class Records:
    """The whole records of a file, read where they stand; use as a context manager.

    `maker` (KEY_SIZE bytes) tells what the contents depend on besides the key: there are no records where the file's is
    another (None: any will do), nor where there is no file.
    """

    def __init__(self, path: Path, maker: bytes | None) -> None:
        # Where each key's record begins: a build has as many as passages.
        self._places: dict[bytes, int] = {}
        self._end = 0
        self._file: IO[bytes] | None = path.open("rb") if path.is_file() else None
        if self._file is not None:
            magic, found = self._file.read(len(_MAGIC)), self._file.read(KEY_SIZE)
            if magic == _MAGIC and len(found) == KEY_SIZE and maker in (found, None):
                self._scan(self._file, path.stat().st_size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._places)

    def get(self, key: bytes) -> bytes | None:
        """Return the content of a key's record, or None."""
        place = self._places.get(key)
        if place is None or self._file is None:
            return None
        _, length = _HEAD.unpack(os.pread(self._file.fileno(), _HEAD.size, place))
        return os.pread(self._file.fileno(), length, place + _HEAD.size)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    def _scan(self, file: IO[bytes], size: int) -> None:
        self._end = file.tell()
        while len(head := file.read(_HEAD.size)) == _HEAD.size:
            key, length = _HEAD.unpack(head)
            if file.tell() + length + _CHECKSUM_SIZE > size:
                return
            content = file.read(length)
            if file.read(_CHECKSUM_SIZE) != _checksum(head, content):
                return
            self._places[key] = self._end
            self._end = file.tell()


class RecordWriter(Records):
    """Append records to a file, whose earlier ones are kept where `maker` is its own."""

    def __init__(self, path: Path, maker: bytes) -> None:
        super().__init__(path, maker)
        self.close()
        self._file = self._writing = path.open("r+b" if self._end else "w+b", buffering=0)
        try:
            self._writing.truncate(self._end)
            if not self._end:
                self._write(_MAGIC + maker)
                sync(path.parent)
        except OSError:  # a full disk
            self.close()
            raise
        self._synced = time.monotonic()

    def append(self, key: bytes, content: bytes) -> None:
        """Write a record. Raises OSError (ENOSPC) when the disk is full."""
        head = _HEAD.pack(key, len(content))
        start = self._end
        self._write(head + content + _checksum(head, content))
        self._places[key] = start
        if time.monotonic() - self._synced > _SYNC_SECONDS:
            os.fsync(self._writing.fileno())
            self._synced = time.monotonic()

    def _write(self, record: bytes) -> None:
        left = memoryview(record)
        while left:  # a file may take less than it is given
            written = os.pwrite(self._writing.fileno(), left, self._end)
            self._end += written
            left = left[written:]


def _checksum(head: bytes, content: bytes) -> bytes:
    digest = blake2b(head, digest_size=_CHECKSUM_SIZE)
    digest.update(content)
    return digest.digest()
