from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.errors import QueryError
from search.evaluation.drafts import evaluate_drafts, holds_drafts, read_drafts
from search.main import main
from search.render.draft_evaluation import render_draft_evaluation
from search.render.formats import Format
from search.retrieve import Retriever
from tests.search.conftest import Hankehaku

CAFE = "Etsivä työpari vie kahvilavaunun satamaan, ja nuori saa jutella opinnoista ja veloista.\n"
SYSTEMS = ["similar", "mean-vector", "centred-mean-vector", "best-pair", "bm25", "bm25+centred"]


@pytest.fixture
def judgements(tmp_path: Path) -> Path:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "kahvila.txt").write_text(CAFE, encoding="utf-8")
    lines = [
        {"draft": "kahvila", "similar": [{"project": "S90001", "grade": 3}, {"project": "S90004", "grade": 1}]},
        {"draft": "S90002", "similar": [{"project": "S90003", "grade": 2}]},
    ]
    path = tmp_path / "drafts.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def test_a_draft_is_a_file_beside_the_judgements_or_a_project_of_the_index(judgements: Path) -> None:
    first, second = read_drafts(judgements)
    assert first.source == str(judgements.parent / "drafts" / "kahvila.txt")
    assert second.source == "S90002"
    assert first.grades == {"S90001": 3, "S90004": 1}


def test_judgements_of_drafts_are_told_from_those_of_queries(judgements: Path, tmp_path: Path) -> None:
    queries = tmp_path / "haut.tsv"
    queries.write_text("etsivä työ\tS90001\t3\t2\n", encoding="utf-8")
    assert holds_drafts(judgements)
    assert not holds_drafts(queries)


def test_a_line_that_judges_nothing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "drafts.jsonl"
    path.write_text('{"draft": "a", "similar": []}\n{"draft": "b"}\n', encoding="utf-8")
    with pytest.raises(QueryError, match="line 2"):
        read_drafts(path)


def test_the_best_graded_project_first_is_a_hit_and_baselines_are_measured_beside(
    retriever: Retriever, judgements: Path
) -> None:
    evaluation = evaluate_drafts(retriever, read_drafts(judgements))
    cafe, workshop = evaluation.drafts
    assert list(evaluation.means) == SYSTEMS
    assert cafe.first == "S90001"
    assert cafe.systems["similar"]["hit@1"] == 1
    assert 0.9 < cafe.systems["similar"]["nDCG@5"] <= 1
    assert workshop.first != "S90002"
    assert all(0 <= value <= 1 for scores in evaluation.means.values() for value in scores.values())
    table = render_draft_evaluation(evaluation, Format.TABLE)
    assert [line.split()[0] for line in table.splitlines()] == ["drafts", *SYSTEMS]
    assert len(render_draft_evaluation(evaluation, Format.CSV).splitlines()) == 1 + 3 * len(SYSTEMS)
    assert json.loads(render_draft_evaluation(evaluation, Format.JSON))["means"]["similar"]["hit@1"] <= 1
    assert "| bm25 |" in render_draft_evaluation(evaluation, Format.MARKDOWN)


def test_the_command_knows_judged_drafts_by_their_file(hankehaku: Hankehaku, judgements: Path) -> None:
    done = hankehaku("arvioi", str(judgements), LANG="fi_FI.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("luonnokset (2)")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--mode", "keyword"), "--mode"),
        (("--baseline", "rrf", "--save", "ajo.json"), "--baseline, --save"),
        (("--compare", "hybrid", "keyword"), "--compare"),
        (("--against", "drafts.jsonl"), "--against"),
    ],
)
def test_options_that_mean_nothing_for_drafts_are_refused(
    judgements: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: Sequence[str],
    told: str,
) -> None:
    monkeypatch.setenv("HANKEHAKU_LANG", "fi")
    monkeypatch.chdir(judgements.parent)
    monkeypatch.setattr(sys, "argv", ["hankehaku", "evaluate", str(judgements), *given])
    with pytest.raises(SystemExit) as ended:
        main()
    written = capsys.readouterr()
    assert (ended.value.code, written.out) == (2, "")
    assert f": {told} ei käy." in written.err
    assert f"Jätä se pois: hankehaku arvioi {judgements}" in written.err
