"""Rank passages by words and by meaning together.

Two stages. First the keyword and the vector ranking offer candidates, joined by BM25 and the cosine of the pooled
vectors. Then the best of them are ranked anew by BM25 and late interaction: for each token of the query the best
cosine among the passage's tokens, averaged (Khattab & Zaharia 2020, ColBERT).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.keywords import KeywordIndex, KeywordQuery, Scope
from search.fusion import LATE_WEIGHT, VECTOR_WEIGHT, scaled, weighted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.query_encoder import QueryVectors
    from index.token_codes import TokenCodes
    from index.vectors import VectorIndex

# How many of the first stage's best are ranked anew.
RESCORED = 100
# Passages, spread evenly over the collection, that tell what late interaction gives an arbitrary passage.
_SAMPLE = 64


@dataclass(frozen=True, slots=True)
class Offers:
    """What the two rankings offer for a query: chunk ids with BM25 scores or cosines, best first."""

    keyword: Sequence[tuple[int, float]]
    vector: Sequence[tuple[int, float]]

    @property
    def chunks(self) -> set[int]:
        """Return the ids that either ranking offers."""
        return {chunk for chunk, _ in (*self.keyword, *self.vector)}


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate's final score, and its mean late interaction where it was computed."""

    chunk: int
    score: float
    late: float | None = None


class HybridRanker:
    """Score candidates with the stores of one generation; `codes` is None where the model gives no token vectors."""

    def __init__(self, keywords: KeywordIndex, vectors: VectorIndex, codes: TokenCodes | None) -> None:
        self._keywords, self._vectors, self._codes = keywords, vectors, codes

    def rank(self, query: KeywordQuery, encoded: QueryVectors, offers: Offers, everywhere: Offers) -> list[Scored]:
        """Return the candidates of `offers`, best first.

        `everywhere` is what the rankings offer without filters. It sets the scales, so that filters leave passages
        out and never change how the others compare.
        """
        import numpy as np

        chunks = sorted(offers.chunks | everywhere.chunks)
        if not chunks:
            return []
        cosines = self._vectors.cosines(encoded.pooled, np.array(chunks, np.int64)).tolist()
        found = dict(self._keywords.search(query, len(chunks), Scope(), among=chunks))
        bm25 = [found.get(chunk, 0.0) for chunk in chunks]
        by_meaning = scaled(cosines, self._vectors.mean_cosine(encoded.pooled), max(cosines))
        by_words = scaled(bm25, 0.0, max(bm25))
        first = dict(zip(chunks, weighted(by_meaning, by_words, VECTOR_WEIGHT), strict=True))
        if self._codes is None or not len(encoded.tokens):
            return [Scored(chunk, first[chunk]) for chunk in _best(first, offers.chunks)]
        words = dict(zip(chunks, by_words, strict=True))
        return self._rescore(self._codes, _query_tokens(encoded), first, words, offers, everywhere)

    def _rescore(
        self,
        codes: TokenCodes,
        query: NDArray[np.float32],
        first: dict[int, float],
        words: dict[int, float],
        offers: Offers,
        everywhere: Offers,
    ) -> list[Scored]:
        """Rank the first stage's best by late interaction and words; those behind them keep their order."""
        order = _best(first, offers.chunks)
        best, rest = order[:RESCORED], order[RESCORED:]
        scale = _best(first, everywhere.chunks)[:RESCORED]
        late = codes.mean_interactions(query, sorted({*best, *scale}))
        floor = _mean(codes.mean_interactions(query, codes.sample(_SAMPLE)).values())
        top = max(late[chunk] for chunk in scale or best)
        by_meaning = scaled([late[chunk] for chunk in best], floor, top)
        scores = weighted(by_meaning, [words[chunk] for chunk in best], LATE_WEIGHT)
        rescored = sorted(
            (Scored(chunk, score, late[chunk]) for chunk, score in zip(best, scores, strict=True)),
            key=lambda scored: (-scored.score, scored.chunk),
        )
        # What wasn't rescored stays behind: its score goes on from the last rescored one, in the first stage's ratios.
        lowest = min((scored.score for scored in rescored), default=0.0)
        highest = first[rest[0]] if rest else 0.0
        return rescored + [Scored(chunk, lowest * first[chunk] / highest if highest else 0.0) for chunk in rest]


def _query_tokens(encoded: QueryVectors) -> NDArray[np.float32]:
    """Return the query's content tokens, or all of them where it has no others."""
    from index.token_codes import content_tokens

    content = content_tokens(encoded)
    return content if len(content) else encoded.tokens


def _best(scores: dict[int, float], among: Iterable[int]) -> list[int]:
    return sorted(among, key=lambda chunk: (-scores[chunk], chunk))


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
