"""A build that is broken off, or finds no room, costs little and leaves the index as it was."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import durable
from index.errors import StorageError
from index.generation import current_generation
from index.query_encoder import QueryVectors
from tests.collection import PROJECTS
from tests.index.bench import CALIBRATION, Bench
from tests.index.test_incremental import answers, from_nothing

ROOT = Path(__file__).parents[2]
STEPS = ("begun", "read", "prepared", "analysed", "embedded", "stored", "sealed", "synced", "renamed", "published")


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench.set_up(tmp_path, monkeypatch)


def names(index: Path) -> list[str]:
    return sorted(path.name for path in index.iterdir())


# Builds with the stand-in model and dies by SIGKILL: behind a number of embedded passages, or at a step.
KILLED = """
import os, signal, sys
from pathlib import Path
import pytest
from index import durable
from tests.index.bench import Bench, CALIBRATION
folder, where = Path(sys.argv[1]), sys.argv[2]
patch = pytest.MonkeyPatch()
bench = Bench.set_up(folder, patch)
def die():
    os.kill(os.getpid(), signal.SIGKILL)
if where.isdigit():
    give = bench.model.document_vectors
    def some(texts):
        for done, found in enumerate(give(texts)):
            if done == int(where) and texts[0] not in CALIBRATION:
                die()
            yield found
    bench.model.document_vectors = some
else:
    durable.step = lambda name: die() if name == where else None
bench.build()
"""


def killed(folder: Path, where: str, program: Path = ROOT) -> None:
    """Build in a process that is killed, with the program in another folder if that is given."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(program), str(ROOT)])}
    command = [sys.executable, "-c", KILLED, str(folder), where]
    done = subprocess.run(command, env=environment, cwd=program, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_a_killed_build_goes_on_where_it_was(bench: Bench, tmp_path: Path) -> None:
    killed(tmp_path, "7")
    assert any(name.startswith("checkpoint-vectors") for name in names(bench.index))
    report = bench.build()
    assert report.embedded == report.generation.manifest.chunks - 7
    assert names(bench.index) == ["CURRENT", "gen-000001"]
    assert answers(report.generation) == answers(from_nothing(bench))


def test_a_build_that_is_killed_again_and_again_loses_nothing(bench: Bench, tmp_path: Path) -> None:
    for _ in range(3):
        killed(tmp_path, "4")
    assert bench.build().embedded == len(bench.model.embedded) == from_nothing(bench).manifest.chunks - 12


@pytest.mark.parametrize("step", STEPS)
def test_a_build_killed_at_any_step_leaves_a_whole_index_and_the_next_one_works(
    bench: Bench, tmp_path: Path, step: str
) -> None:
    first = bench.build()
    (bench.collection / "muistio.txt").write_text("Muistio\n\nSeuraava kokous on torikahvilassa.\n", encoding="utf-8")
    killed(tmp_path, step)
    found = current_generation(bench.index).manifest
    assert found.documents == len(PROJECTS) + (step == "published")
    assert (found == first.generation.manifest) == (step != "published")
    report = bench.build()
    assert answers(report.generation) == answers(from_nothing(bench))
    assert not [name for name in names(bench.index) if not name.startswith(("gen-", "CURRENT"))]


def test_another_models_checkpoint_is_not_used(bench: Bench, tmp_path: Path) -> None:
    killed(tmp_path, "7")
    report = bench.build(model="toinen")
    assert report.embedded == report.generation.manifest.chunks


def test_another_programs_checkpoint_is_not_used(bench: Bench, tmp_path: Path) -> None:
    program = tmp_path / "muutettu"
    shutil.copytree(ROOT / "index", program / "index", ignore=shutil.ignore_patterns("__pycache__"))
    codes = program / "index" / "token_codes.py"
    codes.write_text(
        codes.read_text(encoding="utf-8").replace("MERGE_FACTOR = 2", "MERGE_FACTOR = 4"), encoding="utf-8"
    )
    killed(tmp_path, "embedded", program)
    report = bench.build()
    assert report.embedded == report.generation.manifest.chunks
    assert answers(report.generation) == answers(from_nothing(bench))


def test_an_interrupted_build_takes_its_half_index_away(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(name: str) -> None:
        if name == "embedded":
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(durable, "step", interrupt)
        with pytest.raises(KeyboardInterrupt):
            bench.build()
    assert not [name for name in names(bench.index) if name.startswith("gen-")]
    assert bench.build().embedded == 0


ERRORS: dict[str, Callable[[], Exception]] = {
    "system": lambda: OSError(errno.ENOSPC, "No space left on device"),
    "quota": lambda: OSError(errno.EDQUOT, "Disk quota exceeded"),
    "sqlite": lambda: sqlite3.OperationalError("database or disk is full"),
    "tantivy": lambda: ValueError("An IO error occurred: 'No space left on device (os error 28)'"),
    "faiss": lambda: RuntimeError("write error: No space left on device"),
}


@pytest.mark.parametrize("error", ERRORS)
def test_a_full_disk_is_told_with_the_cure_and_the_index_stays_as_it_was(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
    before = bench.build().generation
    (bench.collection / "S90003.txt").unlink()

    def fill(name: str) -> None:
        if name == "stored":
            raise ERRORS[error]()

    with monkeypatch.context() as patch:
        patch.setattr(durable, "step", fill)
        with pytest.raises(StorageError) as caught:
            bench.build()
    assert str(bench.index) in caught.value.message.fi
    assert "Vapauta tilaa" in caught.value.hint.fi
    assert current_generation(bench.index) == before
    assert [name for name in names(bench.index) if name.startswith("gen-")] == ["gen-000001"]
    assert bench.build().generation.manifest.documents == len(PROJECTS) - 1


def test_a_folder_that_cannot_be_written_is_told_with_the_cure(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    before = bench.build().generation

    def forbid(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", forbid)
        with pytest.raises(StorageError) as caught:
            bench.build()
    assert f"chmod u+w '{bench.index}'" in caught.value.hint.fi
    assert current_generation(bench.index) == before


def test_an_error_that_tells_of_no_full_disk_is_not_hidden(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise ValueError(name)

    monkeypatch.setattr(durable, "step", fail)
    with pytest.raises(ValueError, match="read"):
        bench.build()


def test_vectors_are_computed_no_second_time_after_a_failure(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    give = bench.model.document_vectors

    def half(texts: list[str]) -> Iterator[tuple[int, QueryVectors]]:
        for done, one in enumerate(give(texts)):
            if done == len(texts) // 2 and texts[0] not in CALIBRATION:
                raise MemoryError
            yield one

    with monkeypatch.context() as patch:
        patch.setattr(bench.model, "document_vectors", half)
        with pytest.raises(MemoryError):
            bench.build()
    report = bench.build()
    assert report.embedded == report.generation.manifest.chunks - report.generation.manifest.chunks // 2
