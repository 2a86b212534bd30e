"""Vectors and token codes for collections that are too large to embed, like those of real passages.

A passage's vector is a real one's with noise that has the covariance of real vectors about their documents' means, so
that the vectors lie in clusters as real ones do. Its token codes are a real passage's, from some token on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.generation import Generation
    from index.token_codes import TokenCodes, TokenSpace

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

    @property
    def dimension(self) -> int:
        """Return the number of a vector's coordinates."""
        return int(self._real.shape[1])

    @property
    def space(self) -> TokenSpace:
        """Return what the token codes are relative to."""
        return self._codes.space

    def pooled(self, count: int) -> Iterator[NDArray[np.float32]]:
        """Yield the vectors of `count` passages, some at a time, the same each time."""
        import numpy as np

        base, chance = self._base(count), np.random.default_rng(count + 1)
        for at in range(0, count, _BLOCK):
            yield self._around(base[at : at + _BLOCK], chance)

    def codes(self, count: int) -> Iterator[NDArray[np.uint8]]:
        """Yield the token codes of each of `count` passages, the same each time."""
        import numpy as np

        whole = [self._codes.of(chunk) for chunk in range(len(self._real))]
        cut = np.random.default_rng(count + 2).random(count) * 0.2
        for chunk, share in zip(self._base(count), cut, strict=True):
            yield whole[chunk][int(share * len(whole[chunk])) :]

    def _base(self, count: int) -> NDArray[np.int64]:
        """Return which real passage each invented one is like."""
        import numpy as np

        return np.random.default_rng(count).integers(len(self._real), size=count)

    def _around(self, base: NDArray[np.int64], chance: np.random.Generator) -> NDArray[np.float32]:
        import numpy as np

        # A random sum of the residuals has just their covariance, without that ever being computed.
        weights = chance.standard_normal((len(base), len(self._residuals)), np.float32)
        noise = weights @ self._residuals / np.float32(len(self._residuals) ** 0.5)
        vectors = self._real[base] + np.float32(_NOISE) * noise
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


class InventedVectors:
    """Stands in for a build's PassageVectors."""

    def __init__(self, likely: LikelyVectors, count: int) -> None:
        self._likely, self._count = likely, count
        self.space = likely.space

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def compute(self, progress: Callable[[int, int], None]) -> int:
        """Compute nothing; return the number of passages."""
        progress(self._count, self._count)
        return self._count

    def write(self, folder: Path) -> None:
        """Write the invented vectors and codes into `folder`."""
        from index.token_codes import write_token_codes
        from index.vectors import write_vectors

        write_vectors(folder, self._likely.dimension, self._likely.pooled(self._count))
        write_token_codes(folder, self.space, self._likely.codes(self._count))


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
