"""One build at a time in an index folder, and readers that no sweeping takes files from."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.durable import sync
from index.errors import IndexLockedError, Text
from index.layout import HOLDER

# Locks are held on folders, not on files in them: that takes no permission to write and leaves nothing behind, and
# the kernel drops them when their holder dies. The file HOLDER only says who the holder is.


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Hold the index folder's writing lock, after making the folder where it is missing.

    Raises IndexLockedError, naming the holder, when another build has it.
    """
    import socket

    _make(index)
    descriptor = os.open(index, os.O_RDONLY)
    holder = index / HOLDER
    try:
        if not _taken(descriptor):
            raise _locked_by(holder, index)
        holder.write_text(f"{os.getpid()}@{socket.gethostname()}", encoding="utf-8")
        try:
            yield
        finally:
            holder.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def hold(folder: Path) -> int:
    """Return a descriptor that keeps `free` from telling that nobody reads the folder; closing it lets go."""
    descriptor = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # a file system without locks
        fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


@contextmanager
def free(folder: Path) -> Iterator[bool]:
    """Tell whether nobody holds the folder, and let nobody begin to during the block."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield _taken(descriptor)
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _make(folder: Path) -> None:
    """Make a folder and those above it, so that a power cut takes none of them away again."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        sync(folder.parent)


def _locked_by(holder: Path, index: Path) -> IndexLockedError:
    try:
        name = holder.read_text(encoding="utf-8").strip() or "?"
    except OSError:
        name = "?"  # it has the lock, but hasn't said yet who it is
    return IndexLockedError(
        Text(
            en=f"Another build ({name}) is writing to {index}.",
            fi=f"Toinen rakennus ({name}) kirjoittaa kansioon {index}.",
        ),
        Text(
            en="Wait until it has ended, or choose another folder with --index.",
            fi="Odota sen päättymistä tai valitse toinen kansio valinnalla --index.",
        ),
    )
