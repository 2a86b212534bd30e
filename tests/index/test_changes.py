"""A dry run lists what a build would change, and writes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.changes import Changes, find_changes
from index.errors import UnreadableDocumentError
from tests.collection import COAST, WORKSHOP, write_collection
from tests.index.bench import Bench


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench.set_up(tmp_path, monkeypatch)


def changes(bench: Bench) -> Changes:
    return find_changes([bench.collection], bench.index)


def names(paths: tuple[str, ...]) -> list[str]:
    return [Path(path).name for path in paths]


def test_without_an_index_everything_is_new_and_no_folder_is_made(bench: Bench) -> None:
    found = changes(bench)
    assert names(found.new) == ["S90001.txt", "S90002.txt", "S90003.txt", "S90004.txt"]
    assert found == Changes(found.new, (), (), (), (), ())
    assert not bench.index.exists()


def test_each_file_is_listed_by_what_has_become_of_it_and_nothing_is_written(bench: Bench) -> None:
    bench.build()
    before = {path: path.stat().st_mtime_ns for path in (bench.index, *bench.index.rglob("*"))}
    write_collection(bench.collection, (replace(COAST, final="Vaunu jatkaa."), replace(WORKSHOP, code="S90007")))
    (bench.collection / "S90003.txt").unlink()
    (bench.collection / "rikki.txt").write_bytes(b"Hanke\0")
    found = changes(bench)
    assert names(found.new) == ["S90007.txt"]
    assert names(found.changed) == ["S90001.txt"]
    assert names(found.removed) == ["S90003.txt"]
    assert names(found.unchanged) == ["S90002.txt", "S90004.txt"]
    ((path, error),) = found.unreadable
    assert Path(path).name == "rikki.txt"
    assert "nollatavu" in error.message.fi
    assert {path: path.stat().st_mtime_ns for path in (bench.index, *bench.index.rglob("*"))} == before


def test_after_the_build_nothing_has_changed(bench: Bench) -> None:
    bench.build()
    found = changes(bench)
    assert (found.new, found.changed, found.removed, found.unreadable) == ((), (), (), ())


def test_a_damaged_index_has_everything_new(bench: Bench) -> None:
    (bench.build().generation.path / "mean.npy").unlink()
    assert len(changes(bench).new) == 4


def test_a_path_that_does_not_exist_is_an_error(bench: Bench) -> None:
    with pytest.raises(UnreadableDocumentError):
        find_changes([bench.collection / "ei ole"], bench.index)
