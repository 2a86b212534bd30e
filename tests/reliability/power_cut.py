"""What a power cut leaves of a folder: only what was synced is sure to be there.

The model is that of SQLite's and LevelDB's tests: a file has the content of its last fsync, or garbage where there was
none; a folder has the names of its last fsync. A disk may have written more than it was asked to, in any order, so
there is more than one image of a cut.
"""

from __future__ import annotations

import os
import random
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

Kind = Literal["late", "early", "mixed"]


@dataclass(frozen=True)
class Image:
    """What could be on the disk: contents by path, and the folders."""

    folders: tuple[Path, ...]
    files: dict[Path, bytes]

    def write(self, target: Path) -> Path:
        """Write it into a new folder."""
        target.mkdir(parents=True)
        for folder in self.folders:
            (target / folder).mkdir(parents=True, exist_ok=True)
        for path, content in self.files.items():
            (target / path).write_bytes(content)
        return target


class Disk:
    """Follow what is synced under a folder, whose content at the start is on the disk."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._names: dict[int, dict[str, int]] = {}
        self._contents: dict[int, bytes] = {}
        self._kept_open: list[int] = []
        for path in (root, *root.rglob("*")):
            self._keep(os.open(path, os.O_RDONLY))

    def close(self) -> None:
        """Let go of all files."""
        for descriptor in self._kept_open:
            os.close(descriptor)

    @contextmanager
    def followed(self, at_sync: Callable[[], None]) -> Iterator[None]:
        """Follow every fsync during the block; `at_sync` is called just before each, the worst moment of a cut."""
        fsync = os.fsync

        def follow(descriptor: int) -> None:
            at_sync()
            fsync(descriptor)
            # Through its number: the one that is given may be open for writing alone.
            self._keep(os.open(f"/proc/self/fd/{descriptor}", os.O_RDONLY))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "fsync", follow)
            yield

    def image(self, kind: Kind, chance: random.Random) -> Image:
        """Return what a cut leaves now.

        "late": nothing but what was synced. "early": all names are there already, and files that weren't synced have
        their sizes with other bytes. "mixed": by chance, for each name.
        """
        folders: list[Path] = []
        files: dict[Path, bytes] = {}
        now = _Now(self._root)
        waiting = [(Path(), self._root.stat().st_ino)]
        while waiting:
            place, folder = waiting.pop()
            for name, inode in self._entries(folder, now, kind, chance).items():
                if inode in now.names or inode in self._names:
                    folders.append(place / name)
                    waiting.append((place / name, inode))
                else:
                    files[place / name] = self._content(inode, now, kind, chance)
        return Image(tuple(folders), files)

    def _keep(self, descriptor: int) -> None:
        """Take a file or folder as it is for what is on the disk; its number is used for no other while it's open."""
        self._kept_open.append(descriptor)
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            with os.scandir(descriptor) as entries:
                self._names[status.st_ino] = {entry.name: entry.inode() for entry in entries}
        else:
            self._contents[status.st_ino] = os.pread(descriptor, status.st_size, 0)

    def _entries(self, folder: int, now: _Now, kind: Kind, chance: random.Random) -> dict[str, int]:
        synced = self._names.get(folder, {})
        current = now.names.get(folder, synced)
        if kind == "late":
            return synced
        if kind == "early":
            return current
        chosen = {name: chance.choice((synced, current)).get(name) for name in {**synced, **current}}
        return {name: inode for name, inode in chosen.items() if inode is not None}

    def _content(self, inode: int, now: _Now, kind: Kind, chance: random.Random) -> bytes:
        synced, current = self._contents.get(inode, b""), now.contents.get(inode, b"")
        if kind == "late" or len(current) <= len(synced) or (kind == "mixed" and chance.random() < 0.3):
            return synced
        return synced + chance.randbytes(len(current) - len(synced))


class _Now:
    """What programs see of a folder."""

    def __init__(self, root: Path) -> None:
        self.names: dict[int, dict[str, int]] = {}
        self.contents: dict[int, bytes] = {}
        for path in (root, *root.rglob("*")):
            if path.is_dir():
                self.names[path.stat().st_ino] = {one.name: one.stat().st_ino for one in path.iterdir()}
            else:
                self.contents[path.stat().st_ino] = path.read_bytes()
