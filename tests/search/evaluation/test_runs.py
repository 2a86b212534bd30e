"""A run over the invented collection: measured by the real pipeline, averaged by group, kept in a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import QueryError
from search.evaluation.baselines import product
from search.evaluation.judgements import JudgedQuery
from search.evaluation.passages import read_passages
from search.evaluation.report import evaluate_queries
from search.evaluation.runs import GroupMeans, Run, group_means, load_run, run_queries, save_run
from search.retrieve import Retriever

COAST = ("S90001", "3")
EASY = JudgedQuery("q1", "etsivä nuorisotyö satamissa", {COAST: 2}, "theme", "fi", ("nuorisotyön satamiin",))
ENGLISH = JudgedQuery("q2", "young people in harbour towns", {COAST: 1}, "crosslingual", "en")
HOPELESS = JudgedQuery("q3", "etsivä nuorisotyö", {("S00000", "3"): 1}, "theme", "fi", ("avaruusasema",))


@pytest.fixture(scope="module")
def run(retriever: Retriever) -> Run:
    rankers = {"keyword": product(retriever, "keyword"), "hybrid": product(retriever, "hybrid")}
    return run_queries(rankers, [EASY, ENGLISH, HOPELESS], read_passages(retriever.catalogue))


def group(run: Run, value: str) -> GroupMeans:
    (found,) = [means for means in group_means(run) if means.value == value]
    return found


def test_the_real_pipeline_finds_what_is_there_and_nothing_of_what_is_not(run: Run) -> None:
    easy, english, hopeless = run.queries
    assert easy.systems["hybrid"] == dict.fromkeys(easy.systems["hybrid"], 1)
    assert (english.systems["keyword"]["recall@100"], english.systems["hybrid"]["recall@100"]) == (0, 1)
    assert hopeless.systems["hybrid"]["nDCG@10"] == 0


def test_means_are_told_by_kind_by_language_and_over_all(run: Run) -> None:
    groups = [(means.by, means.value, means.queries) for means in group_means(run)]
    assert groups == [
        ("kind", "crosslingual", 1),
        ("kind", "theme", 2),
        ("language", "en", 1),
        ("language", "fi", 2),
        ("all", "", 3),
    ]
    assert group(run, "theme").systems["hybrid"]["nDCG@10"] == pytest.approx(0.5)


def test_queries_without_answers_are_left_out_of_the_mean_of_answers(run: Run) -> None:
    assert group(run, "").systems["hybrid"]["answer@3"] == pytest.approx(0.5)
    assert group(run, "en").systems["hybrid"]["answer@3"] is None


def test_a_saved_run_is_loaded_as_it_was(run: Run, tmp_path: Path) -> None:
    save_run(run, tmp_path / "ajo.json")
    assert load_run(tmp_path / "ajo.json") == run


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"version": 0}', '{"version": 1, "systems": ["x"], "queries": [{}]}']
)
def test_a_file_that_holds_no_run_is_refused_with_the_cure(tmp_path: Path, content: str) -> None:
    (tmp_path / "ajo.json").write_text(content, encoding="utf-8")
    with pytest.raises(QueryError) as refused:
        load_run(tmp_path / "ajo.json")
    assert "--save" in refused.value.hint.en


def test_a_run_of_other_measures_is_refused(run: Run, tmp_path: Path) -> None:
    save_run(run, tmp_path / "ajo.json")
    stored = json.loads((tmp_path / "ajo.json").read_text(encoding="utf-8"))
    del stored["queries"][0]["systems"]["hybrid"]["nDCG@10"]
    (tmp_path / "ajo.json").write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(QueryError):
        load_run(tmp_path / "ajo.json")


def test_an_evaluation_compares_the_first_system_with_the_best_other_and_names_unknown_projects(
    retriever: Retriever, run: Run
) -> None:
    evaluation = evaluate_queries(retriever, [EASY, ENGLISH, HOPELESS], ["hybrid", "keyword", "vector"], earlier=run)
    assert {(one.a, one.b) for one in evaluation.comparisons} == {("hybrid", "vector")}
    assert evaluation.change is not None
    assert (evaluation.change.system, evaluation.change.moves) == ("hybrid", ())
    assert evaluation.unknown == ("S00000",)


def test_a_query_for_which_nothing_is_relevant_is_told_and_lowers_no_mean(retriever: Retriever) -> None:
    irrelevant = JudgedQuery("q4", "vertaisryhmät", {COAST: 0})
    evaluation = evaluate_queries(retriever, [EASY, irrelevant], ["keyword"])
    assert evaluation.without_relevant == ("vertaisryhmät",)
    (everything,) = [means for means in evaluation.means if means.by == "all"]
    assert (everything.queries, everything.systems["keyword"]["nDCG@10"]) == (1, 1)
    with pytest.raises(QueryError, match="Nothing is judged relevant"):
        evaluate_queries(retriever, [irrelevant], ["keyword"])


def test_a_relevant_section_that_its_project_lacks_is_told(retriever: Retriever) -> None:
    mistaken = JudgedQuery("q4", "etsivä nuorisotyö", {COAST: 2, ("S90001", "99"): 1, ("S90001", "98"): 0})
    evaluation = evaluate_queries(retriever, [EASY, mistaken, HOPELESS], ["keyword"])
    assert (evaluation.unknown, evaluation.unknown_sections) == (("S00000",), (("S90001", "99"),))


def test_systems_to_compare_are_run_even_if_not_asked_for(retriever: Retriever) -> None:
    evaluation = evaluate_queries(retriever, [EASY, ENGLISH], ["keyword"], compared=("rrf", "keyword"))
    assert evaluation.run.systems == ("keyword", "rrf")
    assert (evaluation.comparisons[0].a, evaluation.comparisons[0].b) == ("rrf", "keyword")


def test_a_name_that_is_no_systems_is_refused_with_those_there_are(retriever: Retriever) -> None:
    with pytest.raises(QueryError, match="hybird") as refused:
        evaluate_queries(retriever, [EASY], ["hybrid"], compared=("hybird", "rrf"))
    assert "bm25-voikko" in refused.value.hint.en
