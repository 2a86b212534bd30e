"""What a build worked out for single documents, kept for the next one: a pure function's results by their input.

Two places are asked: a checkpoint beside the generations, where what is new goes at once and a broken-off build leaves
it, and a file of the current generation. What a build used is written into its own generation at the end.
"""

from __future__ import annotations

from pathlib import Path

from index.records import Records, RecordWriter

_CHECKPOINT = "checkpoint-"


def checkpoint_path(index: Path, name: str) -> Path:
    """Return where a build keeps, beside the generations, what it will need of `name` if it is broken off."""
    return index / (_CHECKPOINT + name)


def sweep_checkpoints(index: Path) -> None:
    """Take the checkpoints away; call it when a build has published what they hold."""
    for path in index.glob(f"{_CHECKPOINT}*"):
        path.unlink()


class Memo:
    """Results by the SHA-256 of their input; use as a context manager.

    `published` is the file that the current generation may have, `maker` tells of what besides the input the results
    depend on: what was made by another is not used.
    """

    def __init__(self, checkpoint: Path, published: Path | None, maker: bytes) -> None:
        self._maker = maker
        self._new = RecordWriter(checkpoint, maker)
        self._old = Records(published or checkpoint, maker)
        self._used: dict[bytes, None] = {}

    def __enter__(self) -> Memo:
        return self

    def __exit__(self, *_: object) -> None:
        self._new.close()
        self._old.close()

    def get(self, key: bytes) -> bytes | None:
        """Return what was worked out for a key, or None."""
        content = self._new.get(key)
        if content is None:
            content = self._old.get(key)
        if content is not None:
            self._used[key] = None
        return content

    def put(self, key: bytes, content: bytes) -> None:
        """Keep what was worked out for a key, in the place of what was known of it."""
        self._new.append(key, content)
        self._used[key] = None

    def write(self, path: Path) -> None:
        """Write all that was asked for and known, or put, into a new file."""
        with RecordWriter(path, self._maker) as writer:
            for key in self._used:
                writer.append(key, self.get(key) or b"")
