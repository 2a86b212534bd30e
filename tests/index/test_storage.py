"""What a build says of a disk that is full or a folder it can't write, and that it is true of the index there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

import index.publishing
from index import durable
from index.errors import StorageError
from index.generation import current_generation
from index.layout import CURRENT
from index.publishing import roll_back
from index.storage import writing_to
from tests.index.test_generation import build


@pytest.fixture
def full_after_the_pointer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index folder whose names the disk can't take any more once CURRENT names another generation."""
    build(tmp_path, "vanha")
    sync, before = durable.sync, (tmp_path / CURRENT).read_bytes()

    def full(path: Path) -> None:
        if path == tmp_path and (tmp_path / CURRENT).read_bytes() != before:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        sync(path)

    monkeypatch.setattr(durable, "sync", full)
    return tmp_path


def refused(index: Path) -> StorageError:
    with pytest.raises(StorageError) as caught, writing_to(index):
        build(index, "uusi")
    return caught.value


def test_a_disk_that_fills_up_when_the_new_index_is_in_use_is_told_so(full_after_the_pointer: Path) -> None:
    error = refused(full_after_the_pointer)
    assert current_generation(full_after_the_pointer).path.name == "gen-000002"
    assert "gen-000002 on ehjä ja käytössä" in error.message.fi
    assert "gen-000002 is whole and in use" in error.message.en
    assert "ennallaan" not in error.message.fi
    assert "as it was" not in error.message.en


def test_so_is_one_that_fills_up_in_the_sweeping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(current: Path, before: str | None) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(current))

    build(tmp_path, "vanha")
    monkeypatch.setattr(index.publishing, "_sweep", full)
    error = refused(tmp_path)
    assert current_generation(tmp_path).path.name == "gen-000002"
    assert "gen-000002 on ehjä ja käytössä" in error.message.fi
    monkeypatch.undo()
    assert build(tmp_path).path.name == "gen-000003"


def test_and_a_generation_gone_back_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, "vanha")
    build(tmp_path, "uusi")
    sync = durable.sync

    def full(path: Path) -> None:
        if path == tmp_path:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        sync(path)

    monkeypatch.setattr(durable, "sync", full)
    with pytest.raises(StorageError) as caught:
        roll_back(tmp_path)
    assert current_generation(tmp_path).path.name == "gen-000001"
    assert "gen-000001 on ehjä ja käytössä" in caught.value.message.fi


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_before_that_the_index_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def failing(path: Path) -> None:
        raise OSError(number, os.strerror(number), str(path))

    build(tmp_path, "vanha")
    monkeypatch.setattr(durable, "sync", failing)
    assert "Aiempi hakemisto on ennallaan." in refused(tmp_path).message.fi
    assert current_generation(tmp_path).path.name == "gen-000001"


@pytest.mark.parametrize("name", [CURRENT, "building"])
def test_a_folder_where_an_index_has_a_file_is_told_at_once_with_the_command_that_moves_it(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name / "omia tiedostoja").mkdir(parents=True)
    error = refused(tmp_path)
    assert str(tmp_path / name) in error.message.fi
    assert f"mv {tmp_path / name} {tmp_path / name}.old" in error.hint.en
    assert not list(tmp_path.glob("gen-*"))
    (tmp_path / name).rename(tmp_path / f"{name}.old")
    assert build(tmp_path).path.name == "gen-000001"


def test_a_path_with_a_zero_byte_is_no_folder_for_an_index(tmp_path: Path) -> None:
    assert "--index" in refused(tmp_path / "a\0b").hint.fi


@pytest.mark.parametrize("name", [CURRENT, "gen-000001/manifest.json"])
def test_a_file_that_cannot_be_read_is_told_with_the_command_that_lets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    read = Path.read_bytes

    def forbidden(path: Path) -> bytes:
        if path == tmp_path / name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return read(path)

    build(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", forbidden)
    with pytest.raises(StorageError) as caught:
        current_generation(tmp_path)
    assert f"Polkua {tmp_path / name} ei voi lukea" in caught.value.message.fi
    assert f"chmod -R u+rX '{tmp_path / name}'" in caught.value.hint.fi
