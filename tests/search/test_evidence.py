"""The evidence of the passages that are ranked anew: heard with their projects, and scaled by all that there is."""

from __future__ import annotations

import numpy as np
import pytest

from search.evidence import Candidates, Nearness, spread_evenly
from search.fusion import PROJECT_WEIGHT

# Passages 3 and 7 are of one project, 5 of another; a filter leaves 7 out of those that are ranked anew.
FILTERED = Candidates(best=[5, 3], scale=[7, 3, 5], documents={7: 1, 3: 1, 5: 2})
FOUND = np.array([[0.2, 0.6], [0.5, 0.5], [0.8, 0.4]], np.float32)  # of 3, 5 and 7


def test_all_passages_come_once_and_in_order() -> None:
    assert FILTERED.chunks == [3, 5, 7]


def test_a_passages_evidence_is_its_own_and_a_part_of_what_its_project_has_besides() -> None:
    joined = FILTERED.with_project(FOUND)
    assert joined[5] == pytest.approx(0.5)
    assert joined[3] == pytest.approx((0.2 + PROJECT_WEIGHT * 0.6 + 0.6) / 2)
    assert joined[7] == pytest.approx((0.8 + 0.4 + PROJECT_WEIGHT * 0.2) / 2)


def test_a_project_is_heard_by_what_is_found_without_filters_alone() -> None:
    unheard = Candidates(best=[3, 5], scale=[5], documents={3: 1, 5: 1})
    joined = unheard.with_project(FOUND[:2])
    assert joined[5] == pytest.approx(0.5)
    assert joined[3] == pytest.approx((0.2 + PROJECT_WEIGHT * 0.3 + 0.6) / 2)


def test_means_are_the_passages_own_and_in_the_order_of_those_ranked_anew() -> None:
    assert Nearness.of(FOUND, 0.0, FILTERED).means == pytest.approx([0.5, 0.4])


def test_the_scale_goes_from_an_arbitrary_passage_to_the_best_that_filters_leave_out_too() -> None:
    joined = FILTERED.with_project(FOUND)
    scaled = Nearness.of(FOUND, 0.3, FILTERED).scaled
    assert scaled == pytest.approx([(joined[chunk] - 0.3) / (joined[7] - 0.3) for chunk in (5, 3)])
    alone = Candidates(best=[7], scale=[7, 3, 5], documents=FILTERED.documents)
    assert Nearness.of(FOUND, 0.3, alone).scaled == pytest.approx([1.0])


def test_without_a_scale_the_best_of_those_ranked_anew_sets_it() -> None:
    assert max(Nearness.of(FOUND, 0.1, Candidates([3, 5, 7], [], FILTERED.documents)).scaled) == pytest.approx(1.0)


def test_what_is_no_nearer_than_an_arbitrary_passage_has_0() -> None:
    assert Nearness.of(FOUND, 0.9, FILTERED).scaled == [0.0, 0.0]


@pytest.mark.parametrize(
    ("size", "count", "expected"), [(4, 0, []), (4, 3, [0, 1, 2]), (4, 4, [0, 1, 2, 3]), (4, 10, [0, 2, 5, 7])]
)
def test_a_sample_is_spread_evenly_over_all_passages(size: int, count: int, expected: list[int]) -> None:
    assert spread_evenly(size, count) == expected
