"""Rank passages by words and by meaning together.

Two stages. First the keyword and the vector ranking offer candidates, joined by BM25 and the cosine of the pooled
vectors. Then the best of them are ranked anew by BM25 and late interaction: for each token of the query the best
cosine among the passage's tokens, averaged (Khattab & Zaharia 2020, ColBERT). There a passage is heard together with
its project: what the other passages of the project among the best have for a word of the query counts, too, but less.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.catalogue import Catalogue
from index.keyword_query import KeywordQuery, Scope
from index.keywords import KeywordIndex
from search.fusion import LATE_WEIGHT, VARIANT_WEIGHT, VECTOR_WEIGHT, scaled, weighted, with_project

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


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The passages that are ranked anew (`best`), and those that are without filters, which set the `scale`.

    `documents` holds for each of `chunks`, which are both together, the document that it stands in.
    """

    best: Sequence[int]
    scale: Sequence[int]
    documents: dict[int, int]

    @property
    def chunks(self) -> list[int]:
        """Return all of them in order."""
        return sorted(self.documents)

    def with_project(self, evidence: NDArray[np.float32]) -> dict[int, float]:
        """Return each passage's mean evidence (`evidence` is (chunks, things asked)) together with its project's."""
        scale = set(self.scale)
        heard = [chunk in scale for chunk in self.chunks]
        joined = with_project(evidence, [self.documents[chunk] for chunk in self.chunks], heard)
        return dict(zip(self.chunks, joined.mean(axis=1).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class _Late:
    """The mean late interactions of one version of a query with the passages that are ranked anew.

    `scaled` are those in which the project is heard.
    """

    means: list[float]
    scaled: list[float]

    @classmethod
    def of(cls, codes: TokenCodes, query: NDArray[np.float32], candidates: _Candidates) -> _Late:
        """Scale from what an arbitrary passage has to the best that there is without filters."""
        interactions = codes.interactions(query, candidates.chunks)
        own = dict(zip(candidates.chunks, interactions.mean(axis=1).tolist(), strict=True))
        joined = candidates.with_project(interactions)
        arbitrary = float(codes.interactions(query, codes.sample(_SAMPLE)).mean())
        highest = max(joined[chunk] for chunk in candidates.scale or candidates.best)
        return cls(
            [own[chunk] for chunk in candidates.best],
            scaled([joined[chunk] for chunk in candidates.best], arbitrary, highest),
        )


class HybridRanker:
    """Score candidates with the stores of one generation; `codes` is None where the model gives no token vectors."""

    def __init__(
        self, catalogue: Catalogue, keywords: KeywordIndex, vectors: VectorIndex, codes: TokenCodes | None
    ) -> None:
        self._catalogue, self._keywords, self._vectors, self._codes = catalogue, keywords, vectors, codes

    def rank(
        self,
        query: KeywordQuery,
        versions: Sequence[QueryVectors],
        offers: Offers,
        everywhere: Offers,
        coverage: float = 1.0,
    ) -> list[Scored]:
        """Return the candidates of `offers`, best first.

        `coverage` is the share of the query's words that the collection has: what the evidence of words is worth.
        `versions` are the query's vectors, and those of its variant where it has one: a passage is as near as the
        nearest of them. `everywhere` is what the rankings offer without filters. It sets the scales, so that filters
        leave passages out and don't change how those compare that are ranked anew without them, too.
        """
        chunks = sorted(offers.chunks | everywhere.chunks)
        if not chunks:
            return []
        found = dict(self._keywords.search(query, len(chunks), Scope(), among=chunks))
        bm25 = [found.get(chunk, 0.0) for chunk in chunks]
        by_words = [coverage * score for score in scaled(bm25, 0.0, max(bm25))]
        words = dict(zip(chunks, by_words, strict=True))
        nearness = _nearest([self._nearness(version, chunks) for version in versions])
        first = dict(zip(chunks, weighted(nearness, by_words, VECTOR_WEIGHT), strict=True))
        if self._codes is None or not len(versions[0].tokens):
            return [Scored(chunk, first[chunk]) for chunk in _best(first, offers.chunks)]
        return self._rescore(self._codes, versions, first, words, offers, everywhere)

    def _nearness(self, version: QueryVectors, chunks: Sequence[int]) -> list[float]:
        """Return how near each passage is to a version of the query, from 0 (an arbitrary one) to 1 (the nearest)."""
        import numpy as np

        cosines = self._vectors.cosines(version.pooled, np.array(chunks, np.int64)).tolist()
        return scaled(cosines, self._vectors.mean_cosine(version.pooled), max(cosines))

    def _rescore(
        self,
        codes: TokenCodes,
        versions: Sequence[QueryVectors],
        first: dict[int, float],
        words: dict[int, float],
        offers: Offers,
        everywhere: Offers,
    ) -> list[Scored]:
        """Rank the first stage's best by late interaction and words; those behind them keep their order."""
        import numpy as np

        order = _best(first, offers.chunks)
        best, rest = order[:RESCORED], order[RESCORED:]
        scale = _best(first, everywhere.chunks)[:RESCORED]
        candidates = _Candidates(best, scale, self._catalogue.documents_of({*best, *scale}))
        late = [_Late.of(codes, _query_tokens(version), candidates) for version in versions if len(version.tokens)]
        by_meaning = _nearest([one.scaled for one in late])
        by_words = candidates.with_project(np.array([[words[chunk]] for chunk in candidates.chunks], np.float32))
        scores = weighted(by_meaning, [by_words[chunk] for chunk in best], LATE_WEIGHT)
        rescored = sorted(
            (Scored(chunk, score, mean) for chunk, score, mean in zip(best, scores, late[0].means, strict=True)),
            key=lambda scored: (-scored.score, scored.chunk),
        )
        # What wasn't rescored stays behind: its score goes on from the last rescored one, in the first stage's ratios.
        lowest = min((scored.score for scored in rescored), default=0.0)
        highest = first[rest[0]] if rest else 0.0
        return rescored + [Scored(chunk, lowest * first[chunk] / highest if highest else 0.0) for chunk in rest]


def _query_tokens(encoded: QueryVectors) -> NDArray[np.float32]:
    """Return the query's content tokens, or all of them where it has no others."""
    from index.content_tokens import query_tokens

    content = query_tokens(encoded)
    return content if len(content) else encoded.tokens


def _best(scores: dict[int, float], among: Iterable[int]) -> list[int]:
    return sorted(among, key=lambda chunk: (-scores[chunk], chunk))


def _nearest(versions: Sequence[Sequence[float]]) -> list[float]:
    """Return each passage's best score among the versions of the query; a variant counts VARIANT_WEIGHT of itself."""
    original, *variants = versions
    return [
        max([score, *(VARIANT_WEIGHT * other for other in others)])
        for score, *others in zip(original, *variants, strict=True)
    ]
