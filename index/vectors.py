"""The vector index in FAISS, and the vectors themselves in a memory-mapped file.

Row i of both belongs to chunk i. The file holds half-precision unit vectors: what the FAISS index is made of, what
small sets of allowed passages and the proposals of a large index are compared with exactly, and what the next build
takes unchanged passages' vectors from.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from index.array_file import ArrayWriter, array_of
from index.damage import damaged_file
from index.vector_types import blocks, exact_nearest, new_index, only_proposes, open_index, proposals

if TYPE_CHECKING:
    import faiss
    import numpy as np
    from numpy.typing import NDArray

VECTORS_FILE = "vectors.npy"
MEAN_FILE = "mean.npy"
FAISS_FILE = "vectors.faiss"

# An allowed set up to this size is gathered and multiplied exactly, in 6 ms; beyond, FAISS is quicker with a selector.
_GATHER_UP_TO = 10_000
# Rows of so many vectors at most are taken from the map. One row of a larger file brings its neighbours into the memory
# of the process, and 2 000 rows of a million nearly all of 700 MB; to read them takes as long.
_MAPPED_UP_TO = 100_000


def write_vectors(folder: Path, dimension: int, vectors: Iterable[NDArray[np.floating]]) -> None:
    """Write unit vectors, given some rows (n, dimension) at a time, and the FAISS index over them into `folder`."""
    import faiss
    import numpy as np

    with ArrayWriter(folder / VECTORS_FILE, dimension, np.float16) as writer:
        for rows in vectors:
            writer.append(rows)
    half = open_vectors(folder)
    total = sum((block.sum(axis=0, dtype=np.float64) for block in blocks(half)), np.zeros(dimension))
    np.save(folder / MEAN_FILE, (total / max(1, len(half))).astype(np.float32))
    faiss.write_index(new_index(half), str(folder / FAISS_FILE))


def open_vectors(folder: Path) -> NDArray[np.float16]:
    """Return a generation's vectors (n, d), memory-mapped."""
    return array_of(folder / VECTORS_FILE, "float16", 2)


class VectorIndex:
    """Find the passages nearest to a query vector by cosine; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._vectors = open_vectors(folder)
        self._mean: NDArray[np.float32] = array_of(folder / MEAN_FILE, "float32", 1, finite=True)
        if self._mean.shape != self._vectors.shape[1:]:
            raise damaged_file(folder / MEAN_FILE, f"{self._mean.shape} doesn't fit {self._vectors.shape}")
        self._opening = Lock()
        self._faiss: faiss.Index | None = None

    @property
    def count(self) -> int:
        """Return the number of vectors in the FAISS index."""
        return int(self._index().ntotal)

    def search(
        self, query: NDArray[np.float32], limit: int, allowed: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `limit` pairs of chunk id and cosine, best first, among the `allowed` ids (None: all)."""
        if query.shape != self._mean.shape:
            raise damaged_file(self._folder / VECTORS_FILE, f"{self._vectors.shape} doesn't fit {query.shape}")
        if allowed is not None and len(allowed) <= _GATHER_UP_TO:
            return self._nearest_of(query, limit, allowed)
        if limit == 0 or not len(self._vectors):
            return []
        index = self._index()
        if only_proposes(index):
            return self._nearest_of(query, limit, proposals(index, query, limit, allowed))
        return exact_nearest(index, query, limit, allowed)

    def _nearest_of(self, query: NDArray[np.float32], limit: int, chunks: NDArray[np.int64]) -> list[tuple[int, float]]:
        import numpy as np

        scores = self.cosines(query, chunks)
        order = np.argsort(-scores, kind="stable")[:limit]
        return [(int(chunks[at]), float(scores[at])) for at in order]

    def cosines(self, query: NDArray[np.float32], chunks: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the query's cosine to each of `chunks`, exactly."""
        cosines: NDArray[np.float32] = self.of(chunks) @ query
        return cosines

    def of(self, chunks: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors (n, d) of `chunks`."""
        mapped = len(self._vectors) <= _MAPPED_UP_TO
        try:
            return _in_single_precision(self._vectors[chunks] if mapped else self._read(chunks))
        except IndexError as error:
            raise damaged_file(self._folder / VECTORS_FILE, error) from error

    def _read(self, chunks: NDArray[np.int64]) -> NDArray[np.float16]:
        import numpy as np

        path, row = self._folder / VECTORS_FILE, self._vectors.strides[0]
        try:
            with path.open("rb") as file:
                start = file.seek(0, os.SEEK_END) - self._vectors.nbytes
                rows = b"".join([os.pread(file.fileno(), row, start + row * chunk) for chunk in chunks.tolist()])
        except OSError as error:
            raise damaged_file(path, error) from error
        if len(rows) != row * len(chunks):
            raise damaged_file(path, f"it ends before {len(chunks)} of its vectors")
        return np.frombuffer(rows, np.float16).reshape(len(chunks), self._vectors.shape[1])

    def mean_cosine(self, query: NDArray[np.float32]) -> float:
        """Return the mean of the query's cosines to all passages: what an arbitrary passage would score."""
        return float(self._mean @ query)

    def _index(self) -> faiss.Index:
        import faiss

        faiss.omp_set_num_threads(1)  # more threads cost more than they save on one query; holds for this thread
        with self._opening:
            if self._faiss is None:
                self._faiss = self._opened()
            return self._faiss

    def _opened(self) -> faiss.Index:
        path = self._folder / FAISS_FILE
        try:
            index = open_index(path)
        except (RuntimeError, MemoryError) as error:  # FAISS tells of damage by either
            raise damaged_file(path, error) from error
        if (index.ntotal, index.d) != self._vectors.shape:
            raise damaged_file(path, f"{index.ntotal} x {index.d}, not {self._vectors.shape}")
        return index


def _in_single_precision(half: NDArray[np.float16]) -> NDArray[np.float32]:
    """Return finite numbers of half precision in single precision, the same to the bit as NumPy's conversion.

    That takes five times as long: the bits are put where single precision has them, and 2 ** (127 - 15) makes up for
    the exponents' other bias.
    """
    import numpy as np

    bits = half.view(np.int16).astype(np.int32)
    bits <<= 13
    bits &= np.int32(~0x7000_0000)  # of the sign's copies the first stays
    single = bits.view(np.float32)
    single *= np.float32(2**112)
    return single
