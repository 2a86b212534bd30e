"""Paths as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.paths import exists, expand_home, is_file, is_folder


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert expand_home("~") == tmp_path
    assert expand_home(Path("~/hankkeet")) == tmp_path / "hankkeet"


@pytest.mark.parametrize("path", ["~eiole", "~eiole/luonnos.docx", "~\0/x", "~" + "ä" * 10_000, "a/~/b", "", "/a"])
def test_any_other_path_stays_as_it_is(path: str) -> None:
    assert expand_home(path) == Path(path)


def test_what_is_there_is_told_and_a_path_that_can_be_none_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "luonnos.docx").write_bytes(b"")
    assert exists(tmp_path / "luonnos.docx")
    assert is_file(tmp_path / "luonnos.docx")
    assert exists(tmp_path)
    assert is_folder(tmp_path)
    assert not is_file(tmp_path)
    assert not is_folder(tmp_path / "luonnos.docx")
    for nowhere in (tmp_path / "puuttuu", tmp_path / ("ä" * 5_000), Path("\0")):
        assert not exists(nowhere)
        assert not is_file(nowhere)
        assert not is_folder(nowhere)
