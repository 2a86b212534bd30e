"""Late interaction of a query's versions with passages: each passage's codes are compared once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from index.query_encoder import QueryVectors
from index.token_codes import TokenCodes
from search.late_interaction import LateInteraction


class Codes:
    """Codes of which passage i has i + j / 10 for the token j; it keeps what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def interactions(self, query: NDArray[np.float32], chunks: Sequence[int]) -> NDArray[np.float32]:
        self.asked += chunks
        found: NDArray[np.float32] = np.add.outer(np.array(chunks), np.arange(len(query)) / 10).astype(np.float32)
        return found


def version(*pieces: str) -> QueryVectors:
    return QueryVectors(np.ones(4, np.float32), np.ones((len(pieces), 4), np.float32), pieces)


def of(codes: Codes, *versions: QueryVectors) -> LateInteraction:
    late = LateInteraction.of(cast(TokenCodes, codes), versions)
    assert late is not None
    return late


@pytest.fixture
def codes() -> Codes:
    return Codes()


def test_a_passage_is_compared_once_however_often_it_is_asked_for(codes: Codes) -> None:
    late = of(codes, version("▁työ", "paja")).computed([7, 3, 7]).computed([3, 5]).computed([5, 7])
    assert codes.asked == [3, 7, 5]
    (found,) = late.of_versions([5, 3, 7])
    assert found.tolist() == pytest.approx(np.array([[5, 5.1], [3, 3.1], [7, 7.1]]))


def test_what_was_computed_before_stays_as_it_was(codes: Codes) -> None:
    first = of(codes, version("▁työ")).computed([1])
    first.computed([2])
    assert sorted(first.found) == [1]


def test_each_version_has_its_own_tokens_and_one_without_any_is_left_out(codes: Codes) -> None:
    late = of(codes, version("▁etsivä", "▁työ"), version(), version("▁jalka", "utuva", "▁työ")).computed([0])
    assert [found.tolist() for found in late.of_versions([0])] == [
        [pytest.approx([0, 0.1])],
        [pytest.approx([0.2, 0.3, 0.4])],
    ]


def test_there_is_none_without_codes_or_without_tokens_of_the_query_itself(codes: Codes) -> None:
    assert LateInteraction.of(None, [version("▁työ")]) is None
    assert LateInteraction.of(cast(TokenCodes, codes), [version(), version("▁työ")]) is None
