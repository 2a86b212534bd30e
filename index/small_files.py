"""Read a small text file that a user writes or names, and never more of it than a limit."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def read_small_text(path: Path, largest: int) -> str:
    """Return the text of the UTF-8 file at `path`, with or without a byte order mark.

    Raises what `read_small` does, and ValueError where it is no such text.
    """
    return read_small(path, largest).decode("utf-8-sig")


def read_small(path: Path, largest: int) -> bytes:
    """Return the content of the file at `path`; a pipe will do.

    Raises OSError where it can't be read, as one with more than `largest` bytes, and ValueError where its path can be
    none.
    """
    with path.open("rb") as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise OSError(errno.EFBIG, f"{os.strerror(errno.EFBIG)} (> {largest} B)", str(path))
    return content
