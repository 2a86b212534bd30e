"""Joining rankings: scaled from their theoretical minima, weighted, added."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.fusion import PROJECT_WEIGHT, pooled_share, scaled, weighted, with_project

SCORES = st.lists(st.floats(-1, 50), min_size=1, max_size=20)


def from_0_to_1(scores: list[float], minimum: float, maximum: float) -> list[float]:
    found: list[float] = scaled(np.array(scores), minimum, maximum).tolist()
    return found


def test_scores_are_scaled_from_the_minimum_to_the_best() -> None:
    assert from_0_to_1([10.0, 5.0, 0.0], 0.0, 10.0) == [1.0, 0.5, 0.0]
    assert from_0_to_1([0.9, 0.8, 0.7], 0.8, 0.9) == [pytest.approx(1.0), 0.0, 0.0]


def test_the_best_may_be_a_passage_that_the_filters_leave_out() -> None:
    assert from_0_to_1([4.0, 2.0], 0.0, 8.0) == [0.5, 0.25]


def test_nothing_above_the_minimum_is_nothing() -> None:
    assert from_0_to_1([0.0, 0.0], 0.0, 0.0) == [0.0, 0.0]
    assert from_0_to_1([0.5], 0.8, 0.5) == [0.0]
    assert from_0_to_1([], 0.0, 1.0) == []


def test_both_sides_are_weighted_and_added() -> None:
    joined = weighted(np.array([1.0, 0.0, 0.5]), np.array([0.0, 1.0, 0.5]), 0.7)
    assert joined.tolist() == pytest.approx([0.7, 0.3, 0.5])


def test_pooled_vectors_count_as_far_as_they_tell_passages_apart() -> None:
    assert pooled_share(0.0) == pooled_share(0.04) == 0.0
    shares = [pooled_share(spread) for spread in (0.06, 0.08, 0.1, 0.12)]
    assert shares == sorted(set(shares))
    assert 0 < shares[0] < shares[-1] < pooled_share(0.14) == pooled_share(0.5) < 1


@given(SCORES, st.floats(-1, 1))
def test_scaled_scores_stay_between_0_and_1_and_in_order(scores: list[float], minimum: float) -> None:
    result = from_0_to_1(scores, minimum, max(scores))
    assert all(0 <= score <= 1 for score in result)
    assert max(result) in (0, 1)
    by_score = sorted(zip(scores, result, strict=True))
    assert [score for _, score in by_score] == sorted(result)


@given(st.lists(st.floats(0.01, 50), min_size=1, max_size=20), st.floats(0.1, 10))
def test_the_scale_of_bm25_does_not_matter(scores: list[float], factor: float) -> None:
    multiplied = [factor * score for score in scores]
    assert from_0_to_1(multiplied, 0.0, max(multiplied)) == pytest.approx(from_0_to_1(scores, 0.0, max(scores)))


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=20), st.floats(0, 1))
def test_a_passage_that_is_better_on_both_sides_is_never_below(
    evidence: list[tuple[float, float]], weight: float
) -> None:
    first_side, second_side = np.array(evidence).T
    joined = weighted(first_side, second_side, weight).tolist()
    for first, first_score in zip(evidence, joined, strict=True):
        for second, second_score in zip(evidence, joined, strict=True):
            if first[0] >= second[0] and first[1] >= second[1]:
                assert first_score >= second_score


EVIDENCE = np.array([[0.8, 0.1], [0.2, 0.9], [0.5, 0.5]], np.float32)


def test_a_passage_is_heard_together_with_the_best_that_its_project_has_for_each_thing_asked() -> None:
    joined = with_project(EVIDENCE, [7, 7, 3], [True, True, True])
    share = PROJECT_WEIGHT
    assert joined[0].tolist() == pytest.approx([0.8, (1 - share) * 0.1 + share * 0.9])
    assert joined[1].tolist() == pytest.approx([(1 - share) * 0.2 + share * 0.8, 0.9])


def test_a_passage_that_is_alone_in_its_project_keeps_its_evidence() -> None:
    assert with_project(EVIDENCE, [1, 2, 3], [True] * 3) == pytest.approx(EVIDENCE)
    assert with_project(EVIDENCE[:0], [], []).shape == (0, 2)


def test_those_that_are_not_heard_say_nothing_of_their_project_and_hear_the_others() -> None:
    joined = with_project(EVIDENCE, [7, 7, 7], [True, False, True])
    alone = with_project(EVIDENCE[[0, 2]], [7, 7], [True, True])
    assert joined[[0, 2]] == pytest.approx(alone)
    assert joined[1].tolist() == pytest.approx([0.2 + PROJECT_WEIGHT * 0.6, 0.9])
