"""A file that was written to after it was sealed is noticed before a search, though its size is the same."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from index import unchanged
from index.errors import DamagedIndexError
from index.generation import CATALOGUE, Generation, current_generation
from index.layout import CURRENT
from index.manifest import sha256_of
from tests.index.bench import Bench


@pytest.fixture
def generation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generation:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "välimuisti"))
    return Bench.set_up(tmp_path, monkeypatch).build().generation


def flip(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1]))


def count_readings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    read: list[Path] = []

    def counted(path: Path) -> str:
        read.append(path)
        return sha256_of(path)

    monkeypatch.setattr(unchanged, "sha256_of", counted)
    return read


def test_files_that_no_one_touched_are_not_read(generation: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    read = count_readings(monkeypatch)
    assert current_generation(generation.path.parent).path == generation.path
    assert read == []


def test_any_changed_byte_of_any_file_is_told_with_the_cure(generation: Generation) -> None:
    index = generation.path.parent
    for name, (size, _) in generation.manifest.files.items():
        for at in {0, size // 2, size - 1} if size else ():
            flip(generation.path / name, at)
            with pytest.raises(DamagedIndexError) as told:
                current_generation(index)
            assert str(generation.path / name) in told.value.message.fi
            assert "hankehaku rakenna" in told.value.hint.fi
            flip(generation.path / name, at)
    assert current_generation(index).path == generation.path


def test_a_copied_index_is_compared_once(
    generation: Generation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "kopio"
    shutil.copytree(generation.path.parent, copy)
    read = count_readings(monkeypatch)
    for _ in range(3):
        assert (current_generation(copy).path / CATALOGUE).exists()
    assert sorted(read) == sorted(copy / generation.path.name / name for name in generation.manifest.files)


def test_a_copy_that_is_changed_later_is_noticed_too(generation: Generation, tmp_path: Path) -> None:
    copy = tmp_path / "kopio"
    shutil.copytree(generation.path.parent, copy)
    current_generation(copy)
    flip(copy / generation.path.name / CATALOGUE, 5_000)
    with pytest.raises(DamagedIndexError):
        current_generation(copy)


def test_where_nothing_can_be_remembered_a_copy_is_compared_each_time(
    generation: Generation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tiedosto").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "tiedosto"))
    copy = tmp_path / "kopio"
    shutil.copytree(generation.path.parent, copy)
    read = count_readings(monkeypatch)
    current_generation(copy)
    current_generation(copy)
    assert len(read) == 2 * len(generation.manifest.files)
    assert (copy / CURRENT).exists()


def test_notes_of_long_ago_are_removed(generation: Generation, tmp_path: Path) -> None:
    def notes() -> list[Path]:
        return list((tmp_path / "välimuisti" / "hankehaku" / "unchanged").iterdir())

    for name in ("ensin", "sitten"):
        shutil.copytree(generation.path.parent, tmp_path / name)
        current_generation(tmp_path / name)
    assert len(notes()) == 2
    for note in notes():
        os.utime(note, (0, note.stat().st_mtime - 100 * 24 * 60 * 60))
    shutil.copytree(generation.path.parent, tmp_path / "nyt")
    current_generation(tmp_path / "nyt")
    assert len(notes()) == 1
