"""The evidence of the passages that are ranked anew: heard with their projects, and scaled by all that there is."""

from __future__ import annotations

import numpy as np
import pytest

from search.evidence import Candidates, spread_evenly
from search.fusion import PROJECT_WEIGHT

# Passages 3 and 7 are of one project, 5 of another; a filter leaves 7 out of those that are ranked anew.
FILTERED = Candidates(best=[5, 3], scale=[7, 3, 5], documents={7: 1, 3: 1, 5: 2})
FOUND = np.array([[0.2, 0.6], [0.5, 0.5], [0.8, 0.4]], np.float32)  # of 3, 5 and 7


def test_all_passages_come_once_and_in_order() -> None:
    assert FILTERED.chunks == [3, 5, 7]


def test_values_are_picked_in_the_order_of_those_ranked_anew() -> None:
    assert FILTERED.of_best(FOUND).tolist() == FOUND[[1, 0]].tolist()


def test_a_passages_evidence_is_its_own_and_a_part_of_what_its_project_has_besides() -> None:
    (joined,) = FILTERED.with_project(FOUND)
    first, second, third = joined.tolist()
    assert first == pytest.approx((0.2 + PROJECT_WEIGHT * 0.6 + 0.6) / 2)
    assert second == pytest.approx(0.5)
    assert third == pytest.approx((0.8 + 0.4 + PROJECT_WEIGHT * 0.2) / 2)


def test_kinds_of_evidence_do_not_mix() -> None:
    together = FILTERED.with_project(FOUND, FOUND[:, :1], 1 - FOUND)
    for joined, alone in zip(together, (FOUND, FOUND[:, :1], 1 - FOUND), strict=True):
        assert joined.tolist() == FILTERED.with_project(alone)[0].tolist()


def test_a_project_is_heard_by_what_is_found_without_filters_alone() -> None:
    unheard = Candidates(best=[3, 5], scale=[5], documents={3: 1, 5: 1})
    (joined,) = unheard.with_project(FOUND[:2])
    assert joined.tolist() == pytest.approx([(0.2 + PROJECT_WEIGHT * 0.3 + 0.6) / 2, 0.5])


JOINED = np.array([0.4, 0.5, 0.7])  # of 3, 5 and 7


def test_the_scale_goes_from_an_arbitrary_passage_to_the_best_that_filters_leave_out_too() -> None:
    assert FILTERED.scaled(JOINED, 0.3).tolist() == pytest.approx([0.5, 0.25])
    alone = Candidates(best=[7], scale=[7, 3, 5], documents=FILTERED.documents)
    assert alone.scaled(JOINED, 0.3).tolist() == pytest.approx([1.0])


def test_without_a_scale_the_best_of_those_ranked_anew_sets_it() -> None:
    unscaled = Candidates([5, 3], [], {3: 1, 5: 2})
    assert unscaled.scaled(JOINED[:2], 0.3).tolist() == pytest.approx([1.0, 0.5])


def test_what_is_no_nearer_than_an_arbitrary_passage_has_0() -> None:
    assert FILTERED.scaled(JOINED, 0.9).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("size", "count", "expected"), [(4, 0, []), (4, 3, [0, 1, 2]), (4, 4, [0, 1, 2, 3]), (4, 10, [0, 2, 5, 7])]
)
def test_a_sample_is_spread_evenly_over_all_passages(size: int, count: int, expected: list[int]) -> None:
    assert spread_evenly(size, count) == expected
