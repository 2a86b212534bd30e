"""What was synced is on disk."""

from __future__ import annotations

import fcntl
import os
import stat
from pathlib import Path

import pytest

from index.durable import locked, sync


def test_files_and_folders_are_synced_and_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: list[str] = []

    def fsync(descriptor: int) -> None:
        kinds.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")

    monkeypatch.setattr(os, "fsync", fsync)
    file = tmp_path / "hakemisto"
    file.write_text("ä", encoding="utf-8")
    before = len(list(Path("/dev/fd").iterdir()))
    sync(file)
    sync(tmp_path)
    assert kinds == ["file", "folder"]
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_what_is_not_there_can_not_be_synced(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        sync(tmp_path / "puuttuu")


def test_a_lock_keeps_others_out_until_it_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    with locked(path), path.open("w") as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with path.open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
