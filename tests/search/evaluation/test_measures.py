"""The measures: figures computed by hand, their properties, and agreement with ir-measures."""

from __future__ import annotations

import math

import ir_measures
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ir_measures import RR, R, Success, nDCG

from search.evaluation.judgements import JudgedQuery, Unit
from search.evaluation.measures import MEASURES, answered, measure, ndcg, recall, reciprocal_rank, success
from search.evaluation.passages import Passage, judged_units

A, B, C, X = [("S90001", number) for number in ("3", "4.1", "9", "8.1")]
UNITS = st.tuples(st.sampled_from(["S90001", "S90002"]), st.sampled_from(["3", "4.1", "4.2", "8.1", "8.2", "9"]))
RANKINGS = st.lists(UNITS, unique=True)
GRADES = st.dictionaries(UNITS, st.integers(0, 3), min_size=1)


def passage(unit: Unit, text: str = "") -> Passage:
    return Passage(*unit, text, text)


def judged(*answers: str, grades: dict[Unit, int] | None = None) -> JudgedQuery:
    return JudgedQuery("q", "etsivä työ", grades or {A: 2}, answers=answers)


def test_ndcg_is_the_discounted_gain_by_the_ideal_one() -> None:
    grades = {A: 3, B: 2, C: 1}
    gained = 3 / math.log2(2) + 7 / math.log2(3) + 0 / math.log2(4) + 1 / math.log2(5)
    ideal = 7 / math.log2(2) + 3 / math.log2(3) + 1 / math.log2(4)
    assert ndcg([B, A, X, C], grades, 10) == pytest.approx(gained / ideal)
    assert ndcg([B, A, X, C], grades, 10) == pytest.approx(0.8354, abs=1e-4)


def test_recall_is_the_share_of_the_relevant_among_the_first() -> None:
    assert recall([X, A, B, C], {A: 1, B: 2, C: 3, X: 0}, 3) == pytest.approx(2 / 3)


def test_reciprocal_rank_and_success_look_at_the_first_relevant_one_alone() -> None:
    assert reciprocal_rank([X, B, A], {A: 3, B: 1}, 10) == 0.5
    assert (success([X, A], {A: 1}, 1), success([A, X], {A: 1}, 1)) == (0, 1)


def test_what_stands_below_the_depth_does_not_count() -> None:
    assert [of([X, A], {A: 1}, 1) for of in (ndcg, recall, reciprocal_rank, success)] == [0, 0, 0, 0]
    assert ndcg([A, X], {A: 1, B: 1}, 1) == 1


def test_a_query_without_anything_relevant_scores_nothing() -> None:
    assert [of([A], {A: 0}, 10) for of in (ndcg, recall, reciprocal_rank, success)] == [0, 0, 0, 0]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the first call loads trec_eval
@given(RANKINGS, GRADES)
def test_all_agree_with_ir_measures(ranking: list[Unit], grades: dict[Unit, int]) -> None:
    names = {unit: "/".join(unit) for unit in (*ranking, *grades)}
    qrels = [ir_measures.Qrel("q", names[unit], grade) for unit, grade in grades.items()]
    run = [ir_measures.ScoredDoc("q", names[unit], -rank) for rank, unit in enumerate(ranking)]
    wanted = {
        "nDCG@10": nDCG(gains={0: 0, 1: 1, 2: 3, 3: 7}) @ 10,
        "recall@10": R @ 10,
        "recall@100": R @ 100,
        "MRR@10": RR @ 10,
        "success@1": Success @ 1,
    }
    theirs = ir_measures.calc_aggregate(wanted.values(), qrels, run)
    ours = measure(judged(grades=grades), [passage(unit) for unit in ranking])
    for name, their_measure in wanted.items():
        assert ours[name] == pytest.approx(theirs[their_measure], abs=1e-6), name


@given(st.lists(UNITS, unique=True, min_size=2), GRADES, st.data())
def test_lifting_a_better_section_never_lowers_ndcg(
    ranking: list[Unit], grades: dict[Unit, int], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(ranking) - 2))
    upper, lower = ranking[at], ranking[at + 1]
    if grades.get(lower, 0) > grades.get(upper, 0):
        lifted = [*ranking[:at], lower, upper, *ranking[at + 2 :]]
        assert ndcg(lifted, grades, 10) >= ndcg(ranking, grades, 10)


def test_an_answer_counts_in_any_letter_case_and_across_line_ends() -> None:
    top = [passage(A, "Työpari\njalkautuu   SATAMIIN.")]
    assert answered(top, judged("jalkautuu satamiin"), 1) == 1
    assert answered(top, judged("satamasta"), 1) == 0


def test_an_answer_counts_in_another_section_of_a_relevant_project_but_in_no_other_project() -> None:
    query = judged("kahvilavaunu", grades={A: 1, ("S90002", "3"): 0})
    assert answered([passage(X, "Kahvilavaunu kiersi.")], query, 1) == 1
    assert answered([passage(("S90002", "3"), "Kahvilavaunu kiersi.")], query, 1) == 0


def test_answer_at_3_looks_at_three_passages_even_of_one_section() -> None:
    ranking = [passage(A, "muuta"), passage(A, "muuta"), passage(A, "kahvilavaunu")]
    assert (answered(ranking, judged("kahvilavaunu"), 1), answered(ranking, judged("kahvilavaunu"), 3)) == (0, 1)


def test_a_query_without_answers_has_no_answer_measure() -> None:
    scores = measure(judged(), [passage(A)])
    assert tuple(scores) == MEASURES
    assert (scores["answer@1"], scores["answer@3"]) == (None, None)


def test_sections_rank_by_their_best_passages_each_once() -> None:
    assert judged_units([passage(B), passage(A), passage(B)], {A: 1}) == [B, A]


def test_a_query_judged_by_projects_ranks_projects() -> None:
    ranking = [passage(("S90002", "3")), passage(("S90002", "9")), passage(A)]
    assert judged_units(ranking, {("S90001", ""): 1}) == [("S90002", ""), ("S90001", "")]


def test_sections_and_whole_projects_may_be_judged_for_one_query() -> None:
    ranking = [passage(("S90002", "9")), passage(A), passage(X), passage(("S90002", "3"))]
    grades = {A: 2, ("S90002", ""): 1}
    assert judged_units(ranking, grades) == [("S90002", ""), A, X]
