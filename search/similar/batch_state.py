"""What a batch has worked out so far, kept so that it goes on where it was broken off: lines of JSON in one file.

The lines are in the user's state folder, for nobody else to read, since applications aren't public. Each begins with
its checksum: a line that a crash cut short, or that was damaged since, is passed over, and writing goes on after the
last whole one.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Self

from index.errors import HankehakuError, Text

# What was broken off and never went on is forgotten.
_DAYS = 30
_CHECKSUM_SIZE = 8


def can_keep(folder: Path) -> bool:
    """Tell whether files can be kept in `folder`, which is made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


class BatchState:
    """Values by their keys in the file `name` of `folder`, or in one that is gone afterwards; use as a context manager.

    `earlier` are the keys that it had when it was opened. Raises HankehakuError when another run has the same file.
    """

    def __init__(self, folder: Path | None, name: str) -> None:
        self._descriptor = _passing() if folder is None else _locked(folder, name)
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0
        self._scan()
        os.ftruncate(self._descriptor, self._end)
        self.earlier = frozenset(self._places)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def get(self, key: str) -> Any:
        """Return the value of a key, read from the file, or None."""
        place = self._places.get(key)
        return None if place is None else _read(os.pread(self._descriptor, place[1], place[0]))["value"]

    def put(self, key: str, value: Any) -> None:
        """Write a value, which a process that is killed right after doesn't lose. Raises OSError."""
        line = _line(json.dumps({"key": key, "value": value}).encode())
        left = memoryview(line)
        while left:  # a file may take less than it is given
            left = left[os.pwrite(self._descriptor, left, self._end + len(line) - len(left)) :]
        self._places[key] = (self._end, len(line))
        self._end += len(line)

    def _scan(self) -> None:
        with os.fdopen(os.dup(self._descriptor), "rb") as file:
            start = 0
            for line in file:
                if line == _line(_content(line)):
                    self._places[_read(line)["key"]] = (start, len(line))
                    self._end = start + len(line)
                start += len(line)


def _locked(folder: Path, name: str) -> int:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _forget_old(folder)
    descriptor = os.open(folder / f"{name}.jsonl", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise _busy() from error
    return descriptor


def _passing() -> int:
    """Open a file without a name, which holds what a large batch needs again but memory shouldn't hold."""
    with TemporaryFile() as file:
        return os.dup(file.fileno())


def _line(content: bytes) -> bytes:
    checksum = blake2b(content, digest_size=_CHECKSUM_SIZE).hexdigest()
    return b"%s %s\n" % (checksum.encode(), content)


def _content(line: bytes) -> bytes:
    return line[2 * _CHECKSUM_SIZE + 1 : -1]


def _read(line: bytes) -> dict[str, Any]:
    """Return the key and the value in a whole line."""
    read: dict[str, Any] = json.loads(_content(line))
    return read


def _forget_old(folder: Path) -> None:
    for path in folder.glob("*.jsonl"):
        if path.stat().st_mtime < time.time() - _DAYS * 24 * 60 * 60:
            path.unlink(missing_ok=True)


def _busy() -> HankehakuError:
    return HankehakuError(
        Text("The same comparison is running already.", "Sama vertailu on jo käynnissä."),
        Text("Wait until it has ended, or break it off.", "Odota sen päättymistä tai keskeytä se."),
    )
