from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index import program
from index.program import code_hash, modules_of

ROOT = Path(program.__file__).parents[1]


def test_the_same_modules_have_the_same_hash_and_others_another() -> None:
    one = code_hash(["index.durable", "index.readers.pdf"])
    assert one == code_hash(["index.durable", "index.readers.pdf"])
    assert len({one, code_hash(["index.durable"]), code_hash(["index.readers.pdf", "index.durable"])}) == 3


def test_a_changed_module_has_another_hash_wherever_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = code_hash(["index.durable"])
    copy = tmp_path / "index" / "durable.py"
    copy.parent.mkdir()
    shutil.copyfile(ROOT / "index" / "durable.py", copy)
    monkeypatch.setattr(program, "_ROOT", tmp_path)
    assert code_hash(["index.durable"]) == before
    copy.write_text(copy.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert code_hash(["index.durable"]) != before


def test_a_module_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError, match="puuttuu"):
        code_hash(["index.puuttuu"])


def test_the_modules_of_a_package_are_those_in_its_folders_too() -> None:
    found = modules_of("index")
    assert {"index.durable", "index.readers.pdf", "index.readers.tables.rows", "index.__init__"} <= set(found)
    assert found == sorted(set(found))
    assert set(modules_of("index", "search")) > set(found)
    assert code_hash(found)
