"""Token vectors of passages -> 1-bit codes on disk, and their comparison with a query's token vectors.

A passage's content tokens are merged by likeness to half as many vectors; each becomes the signs of its coordinates
after a fixed mean is taken away and a fixed random rotation spreads what tells tokens apart over all coordinates
(random rotation before sign quantisation: Gong et al. 2013, ITQ; merging: Clavié et al. 2024, token pooling). That is
48 bytes a vector for 384 dimensions.

The fixed mean is the model's own, so that a passage has the same codes in every collection. What all tokens of one
collection share beyond it would blur every comparison: queries and codes are compared around the collection's average.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.array_file import ArrayWriter, array_of
from index.damage import damaged_file
from index.errors import DamagedIndexError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CODES_FILE = "token_codes.npy"
OFFSETS_FILE = "token_offsets.npy"
SPACE_FILE = "token_space.npy"

MERGE_FACTOR = 2
_ROTATION_SEED = 100
_TINY = 1e-9
# How far a token lies from the mean along its signs, about: .64 of unit length, of which signs keep sqrt(2 / pi).
_REACH = 0.5
# The average of a collection is that of so many of its codes, and of as many more that say nothing as these.
_AVERAGED = 100_000
_PRIOR = 1_000
# Codes that are unpacked at a time: so many stay in the processor's cache. All at once took four times as long.
_BLOCK = 512
# OpenBLAS's kernels take eight columns at a time: the product with 7 vectors takes longer than that with 8.
_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class TokenSpace:
    """What codes are relative to: the mean of a model's unit token vectors (d,), and a rotation (d, d)."""

    mean: NDArray[np.float32]
    rotation: NDArray[np.float32]

    @classmethod
    def around(cls, samples: Sequence[NDArray[np.float32]]) -> TokenSpace:
        """Return the space around the unit token vectors of sample texts, each (n, d), at least one vector in all."""
        import numpy as np

        mean = np.concatenate(list(samples)).mean(axis=0)
        random = np.random.default_rng(_ROTATION_SEED).standard_normal((len(mean), len(mean)))
        return cls(mean.astype(np.float32), np.linalg.qr(random)[0].astype(np.float32))

    def encode(self, tokens: NDArray[np.float32]) -> NDArray[np.uint8]:
        """Return the codes (about n / MERGE_FACTOR, d / 8) of unit token vectors (n, d)."""
        return self.rounded(_merged(tokens, self.mean))

    def rounded(self, tokens: NDArray[np.float32]) -> NDArray[np.uint8]:
        """Return the codes (n, d / 8) of unit token vectors (n, d), none of them merged."""
        import numpy as np

        return np.packbits((tokens - self.mean) @ self.rotation > 0, axis=1)

    def rotate(self, tokens: NDArray[np.float32], average: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return a query's unit token vectors (m, d) as unit vectors to compare with codes less an `average` (d,)."""
        return _unit((tokens - self.mean) @ self.rotation - average * (_REACH / len(average) ** 0.5))


class TokenCodes:
    """The codes of all passages, memory-mapped."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        space: NDArray[np.float32] = array_of(folder / SPACE_FILE, "float32", 2, finite=True)
        self._codes: NDArray[np.uint8] = array_of(folder / CODES_FILE, "uint8", 2)
        self._offsets: NDArray[np.int64] = array_of(folder / OFFSETS_FILE, "int64", 1)
        if space.shape[0] != space.shape[1] + 2:
            raise damaged_file(folder / SPACE_FILE, f"{space.shape} is no mean, average and rotation")
        if not len(self._offsets):
            raise damaged_file(folder / OFFSETS_FILE, f"{self._offsets.shape} is no row of offsets")
        if self._codes.shape != (self._offsets[-1], code_width(space.shape[1])):
            raise damaged_file(folder / CODES_FILE, f"{self._codes.shape} doesn't fit the other files")
        self.space, self._average = TokenSpace(space[0], space[2:]), space[1]

    @property
    def count(self) -> int:
        """Return the number of passages."""
        return len(self._offsets) - 1

    def of(self, chunk: int) -> NDArray[np.uint8]:
        """Return the codes (n, d / 8) of a passage. Raises DamagedIndexError."""
        try:
            first, last = int(self._offsets[chunk]), int(self._offsets[chunk + 1])
        except IndexError as error:
            raise damaged_file(self._folder / OFFSETS_FILE, error) from error
        if not 0 <= first <= last <= len(self._codes):
            raise self._out_of_order()
        return self._codes[first:last]

    def check_offsets(self, count: int) -> None:
        """Raise DamagedIndexError where these aren't the codes of `count` passages; `of` checks those that are read."""
        if self.count != count or self._offsets[0] < 0 or (self._offsets[1:] < self._offsets[:-1]).any():
            raise self._out_of_order()

    def _out_of_order(self) -> DamagedIndexError:
        return damaged_file(self._folder / OFFSETS_FILE, f"its offsets aren't those of {len(self._codes)} codes")

    def interactions(self, query: NDArray[np.float32], chunks: Sequence[int]) -> NDArray[np.float32]:
        """Return for each of `chunks` and each query token (m, d) its best cosine in the passage, (chunks, m).

        The cosine to a code is that to the vector of its signs, around the average of all codes; a passage without
        tokens has 0 throughout. Raises DamagedIndexError.
        """
        import numpy as np

        if query.shape[1:] != self._average.shape:
            raise damaged_file(self._folder / SPACE_FILE, f"{self._average.shape} doesn't fit {query.shape}")
        rotated = self.space.rotate(query, self._average)
        best = np.zeros((len(chunks), len(rotated)), np.float32)
        codes = [self.of(chunk) for chunk in chunks]
        filled = [at for at, one in enumerate(codes) if len(one)]
        if filled:
            starts = np.cumsum([0, *(len(codes[at]) for at in filled[:-1])])
            cosines = _cosines(np.concatenate([codes[at] for at in filled]), rotated, self._average)
            best[filled] = np.maximum.reduceat(cosines, starts, axis=0)
        return best


def write_token_codes(folder: Path, space: TokenSpace, codes: Iterable[NDArray[np.uint8]]) -> None:
    """Write the codes of all passages, in the order of their ids, into `folder`."""
    import numpy as np

    ends = array("q", [0])
    with ArrayWriter(folder / CODES_FILE, code_width(len(space.mean)), np.uint8) as writer:
        for one in codes:
            writer.append(one)
            ends.append(ends[-1] + len(one))
    offsets = np.frombuffer(ends, np.int64)
    np.save(folder / OFFSETS_FILE, offsets)
    stored = np.load(folder / CODES_FILE, mmap_mode="r", allow_pickle=False)
    np.save(folder / SPACE_FILE, np.vstack([space.mean, _average(stored, offsets, len(space.mean)), space.rotation]))


def _average(codes: NDArray[np.uint8], offsets: NDArray[np.int64], dimension: int) -> NDArray[np.float32]:
    """Return the average (d,) of the signs of a collection's codes, from passages spread evenly over it."""
    import numpy as np

    step = 1 + len(codes) // _AVERAGED
    total, count = np.zeros(dimension, np.float64), _PRIOR
    for start, end in zip(offsets[:-1:step], offsets[1::step], strict=True):
        total += (2.0 * np.unpackbits(codes[start:end], axis=1, count=dimension) - 1).sum(axis=0)
        count += int(end - start)
    average: NDArray[np.float32] = (total / count).astype(np.float32)
    return average


def _cosines(
    codes: NDArray[np.uint8], vectors: NDArray[np.float32], average: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the cosines (n, m) of codes (n, d / 8), as vectors of signs less `average` (d,), with `vectors` (m, d)."""
    import numpy as np

    count, dimension = vectors.shape
    # Signs are 2 bits - 1: their product with a vector is that of the bits with twice the vector, less its sum. The
    # last product, with the average, tells how long a code's vector is.
    doubled = np.zeros((dimension, -(-(count + 1) // _COLUMNS) * _COLUMNS), np.float32)
    doubled[:, :count], doubled[:, count] = 2 * vectors.T, 2 * average
    offsets = vectors.sum(axis=1) + vectors @ average
    square = np.float32(dimension) + average @ average + 2 * average.sum()
    cosines = np.empty((len(codes), count), np.float32)
    bits = np.empty((_BLOCK, dimension), np.float32)
    for start in range(0, len(codes), _BLOCK):
        packed, block = codes[start : start + _BLOCK], cosines[start : start + _BLOCK]
        bits[: len(packed)] = np.unpackbits(packed, axis=1, count=dimension)
        products = bits[: len(packed)] @ doubled
        np.subtract(products[:, :count], offsets, out=block)
        block /= np.sqrt(square - 2 * products[:, count, None])
    return cosines


def code_width(dimension: int) -> int:
    """Return the bytes of a code of a vector with `dimension` coordinates."""
    return (dimension + 7) // 8


def _merged(tokens: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return unit vectors of groups of like tokens (Ward's linkage), 1 / MERGE_FACTOR as many."""
    import numpy as np

    count = max(1, len(tokens) // MERGE_FACTOR)
    if count >= len(tokens):
        return tokens
    from scipy.cluster.hierarchy import fcluster, linkage

    labels = fcluster(linkage(_distances(tokens - mean), "ward"), count, "maxclust")
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order], prepend=0))
    return _unit(np.add.reduceat(tokens[order], starts, axis=0))


def _distances(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the distances between all vectors (n, d) in the order of SciPy's `pdist`, which takes longer."""
    import numpy as np
    from scipy.spatial.distance import squareform

    exact = vectors.astype(np.float64)
    squares = (exact * exact).sum(axis=1)
    squared = squares[:, None] + squares - 2 * (exact @ exact.T)
    distances: NDArray[np.float64] = np.sqrt(np.maximum(squareform(squared, checks=False), 0))
    return distances


def _unit(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    import numpy as np

    unit: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), _TINY)
    return unit
