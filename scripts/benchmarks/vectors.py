"""Vectors and token codes for collections that are too large to embed, like those of real passages.

A passage's vector is a real one's with noise that has the covariance of real vectors about their documents' means, so
that the vectors lie in clusters as real ones do. Its token codes are a real passage's, from some token on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.generation import Generation
    from index.passage_vectors import PassageVectors
    from index.token_codes import TokenCodes

# As far from the real vector as a document's other passages are on average would be 1.
_NOISE = 0.7
_BLOCK = 50_000
_NEAREST = 10


class LikelyVectors:
    """Invents vectors from those of a real index."""

    def __init__(self, folder: Path, documents: Sequence[int]) -> None:
        """Take the vectors of a generation; `documents` holds each passage's document."""
        import numpy as np

        from index.token_codes import TokenCodes
        from index.vectors import open_vectors

        self._real = np.asarray(open_vectors(folder), np.float32)
        self._codes: TokenCodes = TokenCodes(folder)
        of = np.asarray(documents)
        means = {document: self._real[of == document].mean(axis=0) for document in set(documents)}
        self._residuals = self._real - np.array([means[document] for document in documents])

    def invent(self, count: int) -> PassageVectors:
        """Return the vectors and token codes of `count` passages, the same each time."""
        import numpy as np

        from index.passage_vectors import PassageVectors

        chance = np.random.default_rng(count)
        base, pooled = self._pooled(count, chance)
        whole = [self._codes.of(chunk) for chunk in range(len(self._real))]
        cut = chance.random(count) * 0.2
        codes = [whole[chunk][int(share * len(whole[chunk])) :] for chunk, share in zip(base, cut, strict=True)]
        return PassageVectors(pooled, self._codes.space, codes, count)

    def pooled(self, count: int) -> NDArray[np.float32]:
        """Return the vectors (count, d) of as many passages alone, the same each time."""
        import numpy as np

        return self._pooled(count, np.random.default_rng(count))[1]

    def _pooled(self, count: int, chance: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return which real passage each invented one is like, and its vector."""
        import numpy as np

        base = chance.integers(len(self._real), size=count)
        vectors = np.empty((count, self._real.shape[1]), np.float32)
        for at in range(0, count, _BLOCK):
            vectors[at : at + _BLOCK] = self._around(base[at : at + _BLOCK], chance)
        return base, vectors

    def _around(self, base: NDArray[np.int64], chance: np.random.Generator) -> NDArray[np.float32]:
        import numpy as np

        # A random sum of the residuals has just their covariance, without that ever being computed.
        weights = chance.standard_normal((len(base), len(self._residuals)), np.float32)
        noise = weights @ self._residuals / np.float32(len(self._residuals) ** 0.5)
        vectors = self._real[base] + np.float32(_NOISE) * noise
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def likely_vectors(generation: Generation) -> LikelyVectors:
    """Return what invents vectors from those of a generation."""
    from index.catalogue import Catalogue
    from index.generation import CATALOGUE

    catalogue = Catalogue(generation.path / CATALOGUE)
    documents = catalogue.documents_of(range(generation.manifest.chunks))
    catalogue.close()
    return LikelyVectors(generation.path, [documents[chunk] for chunk in sorted(documents)])


def recall(folder: Path, queries: Sequence[NDArray[np.float32]], allowed: NDArray[np.int64] | None = None) -> float:
    """Return the share of each query's 10 exactly nearest `allowed` vectors of a generation that its index finds."""
    import numpy as np

    from index.vectors import VectorIndex, open_vectors

    vectors = open_vectors(folder)
    cosines = np.empty((len(queries), len(vectors)), np.float32)
    for at in range(0, len(vectors), _BLOCK):
        cosines[:, at : at + _BLOCK] = np.stack(queries) @ vectors[at : at + _BLOCK].astype(np.float32).T
    among = np.arange(len(vectors), dtype=np.int64) if allowed is None else allowed
    index = VectorIndex(folder)
    shares = []
    for query, row in zip(queries, cosines, strict=True):
        exact = set(among[np.argsort(-row[among], kind="stable")[:_NEAREST]].tolist())
        found = {chunk for chunk, _ in index.search(query, _NEAREST, allowed)}
        shares.append(len(exact & found) / len(exact))
    return sum(shares) / len(shares)


def main(arguments: Sequence[str], write: Callable[[str], object]) -> None:
    """Write the recall of the index folder that is named, for the benchmark's queries."""
    from index.generation import current_generation
    from scripts.benchmarks.collection import QUERIES
    from search.retrieve import Retriever

    retriever = Retriever(Path(arguments[0]))
    queries = [one.pooled for one in retriever.encoder.encode_all(QUERIES)]
    write(json.dumps(recall(current_generation(Path(arguments[0])).path, queries)))


if __name__ == "__main__":
    import sys

    main(sys.argv[1:], sys.stdout.write)
