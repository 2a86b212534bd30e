"""Rank passages by words and by meaning together.

Two stages. First the keyword and the vector ranking offer candidates, joined by BM25 and the cosine of the pooled
vectors. Then the best of them are ranked anew by BM25 and late interaction: for each token of the query the best
cosine among the passage's tokens, averaged (Khattab & Zaharia 2020, ColBERT). There a passage is heard together with
its project: what the other passages of the project among the best have for a word of the query counts, too, but less.
In both stages a part of what meaning counts is that of the words by themselves (`search.near_words`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.catalogue import Catalogue
from index.keyword_query import KeywordQuery, Scope
from index.keywords import KeywordIndex
from search.evidence import Candidates, spread_evenly
from search.fusion import (
    FIRST_NEAR_WORDS_WEIGHT,
    LATE_WEIGHT,
    NEAR_WORDS_WEIGHT,
    VARIANT_WEIGHT,
    VECTOR_WEIGHT,
    pooled_share,
    scaled,
    weighted,
)
from search.late_interaction import LateInteraction

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.query_encoder import QueryVectors
    from index.token_codes import TokenCodes
    from index.vectors import VectorIndex
    from search.fusion import Scores
    from search.near_words import NearWords

# How many of the first stage's best are ranked anew.
RESCORED = 100
# Passages, spread evenly over the collection, that tell what an arbitrary passage has. From 12 to 64 rank alike.
_SAMPLE = 24


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
    """A candidate's final score, its mean late interaction and the mean nearness of its words, where computed."""

    chunk: int
    score: float
    late: float | None = None
    near_words: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as the ranker takes it.

    `versions` are the query's vectors, and those of its variant where it has one: a passage is as near as the nearest
    of them. `coverage` is the share of its words that the collection has: what the evidence of words is worth.
    `near_words` is None where words aren't compared by themselves.
    """

    keywords: KeywordQuery
    versions: Sequence[QueryVectors]
    coverage: float = 1.0
    near_words: NearWords | None = None


@dataclass(frozen=True, slots=True)
class _NearWordsFound:
    """What each of some passages has for the words of the query, (passages, words), and an arbitrary one on average."""

    found: NDArray[np.float32]
    arbitrary: float

    @classmethod
    def of(cls, near_words: NearWords, chunks: Sequence[int], sample: Sequence[int]) -> _NearWordsFound:
        """Compare the words of `chunks`, and of passages spread evenly over the collection (`sample`)."""
        found = near_words.evidence([*chunks, *sample])
        return cls(found[: len(chunks)], float(found[len(chunks) :].mean()))

    @property
    def scaled(self) -> Scores:
        """Return how near each passage is, from 0 (an arbitrary one) to 1 (the nearest)."""
        means = self.found.mean(axis=1).astype(float)
        return scaled(means, self.arbitrary, float(means.max()))


@dataclass(frozen=True, slots=True)
class _FirstStage:
    """What the first stage makes of the candidates `chunks`, in order: their evidence by words and by pooled vectors.

    `spread` is how much greater the nearest passage's cosine to the query is than an arbitrary one's. `documents` holds
    the document that each candidate stands in.
    """

    chunks: Sequence[int]
    words: Scores
    pooled: Scores
    spread: float
    near_words: _NearWordsFound | None
    late: LateInteraction | None
    scores: Scores
    documents: Mapping[int, int]

    def places(self, chunks: Sequence[int]) -> NDArray[np.int64]:
        """Return where some of the candidates stand."""
        import numpy as np

        return np.searchsorted(self.chunks, chunks)


class HybridRanker:
    """Score candidates with the stores of one generation; `codes` is None where the model gives no token vectors.

    `measured` tells whether the model is the one whose cosines `search.fusion` has measures of.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        keywords: KeywordIndex,
        vectors: VectorIndex,
        codes: TokenCodes | None,
        *,
        measured: bool,
    ) -> None:
        self._catalogue, self._keywords, self._vectors, self._codes = catalogue, keywords, vectors, codes
        self._measured = measured

    def rank(self, asked: Asked, offers: Offers, everywhere: Offers) -> list[Scored]:
        """Return the candidates of `offers`, best first.

        `everywhere` is what the rankings offer without filters. It sets the scales, so that filters leave passages out
        and don't change how those compare that are ranked anew without them, too.
        """
        chunks = sorted(offers.chunks | everywhere.chunks)
        if not chunks:
            return []
        first = self._first_stage(asked, chunks, offers, everywhere)
        order, scale = _best(chunks, first.scores, offers, everywhere)
        scores = dict(zip(chunks, first.scores.tolist(), strict=True))
        if first.late is None:
            return [Scored(chunk, scores[chunk]) for chunk in order]
        best, rest = order[:RESCORED], order[RESCORED:]
        candidates = Candidates(best, scale, {chunk: first.documents[chunk] for chunk in {*best, *scale}})
        rescored = self._rescored(first.late, candidates, first)
        # What wasn't rescored stays behind: its score goes on from the last rescored one, in the first stage's ratios.
        lowest = min((scored.score for scored in rescored), default=0.0)
        highest = scores[rest[0]] if rest else 0.0
        return rescored + [Scored(chunk, lowest * scores[chunk] / highest if highest else 0.0) for chunk in rest]

    def _first_stage(self, asked: Asked, chunks: Sequence[int], offers: Offers, everywhere: Offers) -> _FirstStage:
        from concurrent.futures import ThreadPoolExecutor

        known = dict((*offers.keyword, *everywhere.keyword))
        others = [chunk for chunk in chunks if chunk not in known]
        # tantivy looks words up on another core while NumPy compares vectors on this one.
        with ThreadPoolExecutor(max_workers=1) as beside:
            looked_up = beside.submit(self._keywords.search, asked.keywords, len(others), Scope(), among=others)
            cosines = self._cosines(asked.versions, chunks)
            arbitrary = [self._vectors.mean_cosine(version.pooled) for version in asked.versions]
            pooled = _nearest([scaled(own, least, own.max()) for own, least in zip(cosines, arbitrary, strict=True)])
            near_words = _NearWordsFound.of(asked.near_words, chunks, self._sample()) if asked.near_words else None
            meaning = weighted(near_words.scaled, pooled, FIRST_NEAR_WORDS_WEIGHT) if near_words else pooled
            late = LateInteraction.of(self._codes, asked.versions)
            if late:
                # Nine in ten of the first stage's best are known before the words are looked up.
                likely = weighted(meaning, _by_words(asked, known, chunks), VECTOR_WEIGHT)
                order, scale = _best(chunks, likely, offers, everywhere)
                late = late.computed([*order[:RESCORED], *scale, *self._sample()])
            documents = self._catalogue.documents_of(chunks)
        words = _by_words(asked, known | dict(looked_up.result()), chunks)
        spread = float(cosines[0].max()) - arbitrary[0]
        scores = weighted(meaning, words, VECTOR_WEIGHT)
        return _FirstStage(chunks, words, pooled, spread, near_words, late, scores, documents)

    def _cosines(self, versions: Sequence[QueryVectors], chunks: Sequence[int]) -> list[Scores]:
        """Return each version's cosines to the passages, whose vectors are read once for all of them."""
        import numpy as np

        vectors = self._vectors.of(np.array(chunks, np.int64))
        return [(vectors @ version.pooled).astype(np.float64) for version in versions]

    def _rescored(self, late: LateInteraction, candidates: Candidates, first: _FirstStage) -> list[Scored]:
        """Rank the first stage's best by late interaction, near words, words and pooled vectors, best first."""
        import numpy as np

        late = late.computed(candidates.chunks)
        found, arbitrary = late.of_versions(candidates.chunks), late.of_versions(self._sample())
        places = first.places(candidates.chunks)
        near_words = [first.near_words.found[places]] if first.near_words else []
        words = first.words[places, None].astype(np.float32)
        by_words, *by_meaning = candidates.with_project(words, *found, *near_words)
        meaning = _nearest(
            [
                candidates.scaled(joined, float(sample.mean()))
                for joined, sample in zip(by_meaning, arbitrary, strict=False)  # near words come behind the versions
            ]
        )
        if first.near_words:
            nearness = candidates.scaled(by_meaning[-1], first.near_words.arbitrary)
            meaning = weighted(nearness, meaning, NEAR_WORDS_WEIGHT)
        scores = weighted(meaning, candidates.of_best(by_words), LATE_WEIGHT)
        if self._measured:
            scores = weighted(first.pooled[first.places(candidates.best)], scores, pooled_share(first.spread))
        lates = candidates.of_best(found[0].mean(axis=1)).tolist()
        nears = [candidates.of_best(one.mean(axis=1)).tolist() for one in near_words] or [[None] * len(lates)]
        rescored = map(Scored, candidates.best, scores.tolist(), lates, *nears)
        return sorted(rescored, key=lambda scored: (-scored.score, scored.chunk))

    def _sample(self) -> list[int]:
        """Return passages spread evenly over the collection."""
        return spread_evenly(_SAMPLE, self._keywords.count)


def _by_words(asked: Asked, bm25: Mapping[int, float], chunks: Sequence[int]) -> Scores:
    """Return each passage's BM25 from 0 to the best there is, of which the query's coverage counts."""
    import numpy as np

    scores = np.array([bm25.get(chunk, 0.0) for chunk in chunks])
    return asked.coverage * scaled(scores, 0.0, float(scores.max()))


def _best(chunks: Sequence[int], scores: Scores, offers: Offers, everywhere: Offers) -> tuple[list[int], list[int]]:
    """Return the offered passages, best first, and those that are ranked anew of what there is without filters.

    `chunks` are all of them in order, and `scores` are theirs. Of equal ones the first comes first.
    """
    import numpy as np

    ranked = [chunks[place] for place in np.argsort(-scores, kind="stable").tolist()]
    offered, all_offered = offers.chunks, everywhere.chunks
    return (
        [chunk for chunk in ranked if chunk in offered],
        [chunk for chunk in ranked if chunk in all_offered][:RESCORED],
    )


def _nearest(versions: Sequence[Scores]) -> Scores:
    """Return each passage's best score among the versions of the query; a variant counts VARIANT_WEIGHT of itself."""
    import numpy as np

    original, *variants = versions
    nearest: Scores = np.max([original, *(VARIANT_WEIGHT * other for other in variants)], axis=0)
    return nearest
