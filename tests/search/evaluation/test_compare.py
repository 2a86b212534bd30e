"""Paired comparisons: reproducible, right about plain cases, and over the queries that both sides have."""

from __future__ import annotations

import math

import pytest

from index.errors import QueryError
from search.evaluation.compare import best_other, compare_runs, compare_systems, paired_test
from search.evaluation.measures import MEASURES, Scores
from search.evaluation.runs import QueryScores, Run

BETTER = [0.9, 0.8, 0.7, 1.0, 0.6, 0.95, 0.5, 0.85]
WORSE = [0.5, 0.6, 0.7, 0.4, 0.3, 0.55, 0.5, 0.25]


def scores(value: float, answer: float | None = None) -> Scores:
    return dict.fromkeys(MEASURES, value) | {"answer@1": answer, "answer@3": answer}


def run_of(**systems: list[float]) -> Run:
    queries = tuple(
        QueryScores(
            f"q{at}", f"haku {at}", "theme", "fi", {name: scores(values[at]) for name, values in systems.items()}
        )
        for at in range(len(next(iter(systems.values()))))
    )
    return Run(tuple(systems), queries)


def test_the_same_scores_give_the_same_figures_every_time() -> None:
    assert paired_test(BETTER, WORSE) == paired_test(BETTER, WORSE)


def test_a_clear_difference_has_an_interval_above_0_and_the_exact_probability() -> None:
    low, high, p = paired_test(BETTER, WORSE)
    mean = math.fsum(BETTER) / 8 - math.fsum(WORSE) / 8
    assert 0 < low < mean < high
    # Six of eight differ, all the same way: of the 2^8 ways to swap the pairs 2 * 2^2 are as extreme.
    assert p == pytest.approx(8 / 256)


def test_turning_the_two_around_turns_the_interval_around() -> None:
    low, high, p = paired_test(BETTER, WORSE)
    assert paired_test(WORSE, BETTER) == pytest.approx((-high, -low, p), abs=0.01)


def test_no_difference_is_no_evidence() -> None:
    assert paired_test(WORSE, WORSE) == (0, 0, 1)


def test_the_interval_is_that_of_the_normal_distribution_for_many_queries() -> None:
    differences = [math.sin(at) for at in range(2_000)]
    low, high, _ = paired_test(differences, [0.0] * 2_000)
    mean = math.fsum(differences) / 2_000
    error = 1.96 * math.sqrt(math.fsum((one - mean) ** 2 for one in differences)) / 2_000
    assert low == pytest.approx(mean - error, abs=0.002)
    assert high == pytest.approx(mean + error, abs=0.002)


def test_two_systems_are_compared_by_every_measure_that_the_judgements_allow() -> None:
    compared = compare_systems(run_of(hybrid=BETTER, rrf=WORSE), "hybrid", "rrf")
    assert [one.measure for one in compared] == [name for name in MEASURES if not name.startswith("answer")]
    assert (compared[0].a, compared[0].b, compared[0].queries) == ("hybrid", "rrf", 8)
    assert compared[0].difference == pytest.approx(compared[0].mean_a - compared[0].mean_b)


def test_one_query_alone_is_not_compared() -> None:
    assert compare_systems(run_of(hybrid=[0.5], rrf=[0.4]), "hybrid", "rrf") == ()


def test_the_best_other_system_is_the_rival() -> None:
    run = run_of(hybrid=[0.9, 0.9], keyword=[0.1, 0.2], vector=[0.3, 0.2])
    assert best_other(run, "hybrid") == "vector"
    assert best_other(run_of(hybrid=[0.9]), "hybrid") is None


def test_the_queries_that_moved_most_since_an_earlier_run_come_first() -> None:
    change = compare_runs(run_of(hybrid=[0.5, 0.2, 0.9]), run_of(hybrid=[0.4, 0.8, 0.9]), "hybrid")
    assert [(move.id, move.before, move.after) for move in change.moves] == [("q1", 0.8, 0.2), ("q0", 0.4, 0.5)]
    assert (change.comparisons[0].a, change.comparisons[0].b) == ("today", "earlier")
    assert change.comparisons[0].difference == pytest.approx(-0.5 / 3)


def test_only_queries_of_both_runs_are_compared() -> None:
    change = compare_runs(run_of(hybrid=[0.5, 0.2, 0.9]), run_of(hybrid=[0.4, 0.8]), "hybrid")
    assert change.comparisons[0].queries == 2


def test_an_earlier_run_of_other_systems_is_refused() -> None:
    with pytest.raises(QueryError, match="none of these queries for hybrid"):
        compare_runs(run_of(hybrid=[0.5]), run_of(keyword=[0.5]), "hybrid")
