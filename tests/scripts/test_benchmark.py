"""The benchmark measures a genuine index, and tells and keeps what it measured."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from index.generation import current_generation
from index.readers import read_document
from index.token_codes import TokenCodes
from index.vectors import open_vectors
from scripts.benchmarks.__main__ import main
from scripts.benchmarks.build import STAGES, StageClock, build_figures
from scripts.benchmarks.collection import QUERIES, Recombiner, write_collection
from scripts.benchmarks.figures import Figure, alternate, load, percentile, save
from scripts.benchmarks.peer_programs import opened, prepare
from scripts.benchmarks.processes import ROOT, python, run
from scripts.benchmarks.report import tables
from scripts.benchmarks.vectors import LikelyVectors, recall
from scripts.benchmarks.warm import warm_figures
from tests.collection import built_collection
from tests.scripts.conftest import Checkout

SEEDS = ROOT / "seeds"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with real vectors."""
    return built_collection(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def invented(real: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Figure], int]:
    """An index of three recombined documents with invented vectors, and what its build took."""
    folder = tmp_path_factory.mktemp("mittaus")
    write_collection(SEEDS, folder / "documents", 3)
    figures, passages = build_figures("build", folder / "documents", folder / "index", real)
    return folder / "index", figures, passages


def test_a_recombined_document_has_the_form_of_a_real_one_and_words_of_its_own() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("S*.txt"))]
    one, other = Recombiner(texts).document(1), Recombiner(texts).document(2)
    assert one == Recombiner(texts).document(1)
    prose = [{line for line in text.splitlines() if len(line) > 200} for text in (one, other, *texts)]
    assert len(prose[0]) > 5
    assert prose[0].isdisjoint(set().union(*prose[1:]))


def test_recombined_documents_are_read_as_descriptions_of_projects(tmp_path: Path) -> None:
    write_collection(SEEDS, tmp_path / "hankkeet", 2)
    read = [read_document(path) for path in sorted((tmp_path / "hankkeet").iterdir())]
    assert [document.facts.code for document in read] == ["S1000000", "S1000001"]
    assert all(document.facts.regions and len(document.sections) > 5 for document in read)


def test_an_index_with_invented_vectors_is_one_that_the_product_searches(
    invented: tuple[Path, list[Figure], int],
) -> None:
    index, _, passages = invented
    generation = current_generation(index)
    assert generation.manifest.chunks == passages > 20
    assert open_vectors(generation.path).shape[0] == passages
    assert all(len(TokenCodes(generation.path).of(chunk)) for chunk in range(passages))
    assert {figure.name for figure in warm_figures("warm", index, 1)} == {
        f"{mode} {share}" for mode in ("keyword", "vector", "hybrid") for share in ("p50", "p95")
    }


def test_a_build_is_told_by_stage_without_the_embedding_that_was_not_done(
    invented: tuple[Path, list[Figure], int],
) -> None:
    _, figures, passages = invented
    told = {(figure.name, figure.unit) for figure in figures}
    assert {("read", "passages/s"), ("analyse", "passages/s"), ("store", "passages/s")} <= told
    assert ("embed", "passages/s") not in told
    assert {("whole build", "MB at peak"), ("all files", "MB on disk"), ("file keywords", "MB on disk")} <= told
    (seconds,) = (figure.median for figure in figures if figure.key == ("build", "whole build", "s"))
    assert passages / seconds > 1


def test_a_stage_takes_the_time_up_to_its_last_report(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0.0, 1.0, 3.0, 6.0])
    monkeypatch.setattr("time.perf_counter", lambda: next(times))
    clock = StageClock()
    for stage in ("read", "analyse", "analyse"):
        clock(stage, 1, 1)
    assert clock.seconds == dict(zip(STAGES, (1.0, 5.0, 0.0, 0.0), strict=True))


def test_invented_vectors_lie_about_real_ones_as_real_ones_lie_about_each_other(real: Path) -> None:
    folder = current_generation(real).path
    with sqlite3.connect(next(folder.glob("catalogue.sqlite"))) as db:
        documents = [row[0] for row in db.execute("SELECT document FROM chunks ORDER BY id")]
    vectors = np.asarray(open_vectors(folder), np.float32)
    pooled = np.concatenate(list(LikelyVectors(folder, documents).pooled(200)))
    assert np.allclose(np.linalg.norm(pooled, axis=1), 1, atol=1e-5)
    among_real = np.median((vectors @ vectors.T)[~np.eye(len(vectors), dtype=bool)])
    nearest = np.median((pooled @ vectors.T).max(axis=1))
    assert among_real < nearest < 0.999
    assert np.array_equal(pooled, np.concatenate(list(LikelyVectors(folder, documents).pooled(200))))


def test_the_recall_of_an_exact_index_is_whole(real: Path) -> None:
    folder = current_generation(real).path
    queries = list(np.asarray(open_vectors(folder), np.float32)[:5])
    assert recall(folder, queries) == 1


@pytest.mark.parametrize("name", ["bm25s", "SQLite FTS5"])
def test_a_peer_answers_from_the_same_passages(name: str, real: Path, tmp_path: Path) -> None:
    prepare(name, tmp_path, real)
    answer = opened(name, tmp_path)
    assert len(answer("nuorille ja työ")) > 0
    assert all(len(answer(query)) <= 10 for query in QUERIES)


def test_tasks_are_run_in_turn_and_the_first_round_is_lost() -> None:
    order: list[str] = []

    def task(name: str) -> int:
        order.append(name)
        return len(order)

    found = alternate({"a": lambda: task("a"), "b": lambda: task("b")}, 2)
    assert order == ["a", "b"] * 3
    assert found == {"a": [3, 5], "b": [4, 6]}


def test_figures_are_kept_and_compared_with_a_later_run(tmp_path: Path) -> None:
    before = [Figure("cold", "search", "s", (0.4, 0.6, 0.5))]
    save(before, tmp_path / "ennen.json")
    assert load(tmp_path / "ennen.json") == before
    assert "numpy" in json.loads((tmp_path / "ennen.json").read_text(encoding="utf-8"))["machine"]["libraries"]
    now = [Figure("cold", "search", "s", (0.25,)), Figure("cold", "--help", "s", (0.125,))]
    rows = [line.split() for line in tables(now, load(tmp_path / "ennen.json")).splitlines()]
    assert rows[1] == ["search", "0.25", "0.25", "0.25", "1", "s", "1.00", "0.5", "0.50"]
    assert rows[2] == ["--help", "0.125", "0.125", "0.125", "1", "s", "0.50"]


def test_another_file_is_no_run_to_compare_with(tmp_path: Path) -> None:
    (tmp_path / "muu.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"muu\.json"):
        load(tmp_path / "muu.json")


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([float(value) for value in range(100)], 0.95) == 95.0
    assert percentile([1.0], 0.95) == 1.0


def test_a_process_is_told_by_time_memory_and_output() -> None:
    finished = run(python("-c", "print('etsivä työ')"), PYTHONIOENCODING="utf-8")
    assert finished.output == "etsivä työ\n"
    assert finished.seconds > 0
    assert finished.peak > 1
    with pytest.raises(RuntimeError, match="rikki"):
        run(python("-c", "raise SystemExit('rikki')"))


def test_the_arguments_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "--passages" in capsys.readouterr().out


def test_the_script_starts_the_module_in_the_environment(checkout: Checkout) -> None:
    checkout.program(".venv/bin/python", f'#!{shutil.which("bash")}\necho "$PWD:$*"\n')
    shown = checkout.run("benchmark", "--passages", "500")
    assert shown.stdout.endswith(f"{checkout.root.name}:-m scripts.benchmarks --passages 500\n")
