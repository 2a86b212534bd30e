"""Which words the passages have, as vectors: what a query's words come near to without being written alike.

A word's vector says what it means and how it is spelt. Beside the vectors of a sentence model, which knows a word by
its context, it knows words that are rare, colloquial or absent from the collection: `bändi` is near `yhtye`.

The collection's words are numbered; a file holds the numbers of each passage's distinct base forms and compound parts.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.array_file import ArrayWriter, array_of
from index.bert import unit
from index.damage import damaged_file
from index.keyword_query import EXACT
from index.stop_words import STOP_WORDS
from index.word_table import WordTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.keywords import PassageTerms

NUMBERS_FILE = "word_numbers.npy"
OFFSETS_FILE = "word_offsets.npy"
VECTORS_FILE = "word_vectors.npy"
SPACE_FILE = "word_space.npy"

# What all words share says nothing of any: a table's main directions are made weaker, their variance v to v ** .5
# (after Mu & Viswanath 2018, All-but-the-Top, who take some away). From 0 to 1 the judged queries gave .672 to .684.
_WHITENING = 0.5
# Rows of the table that its covariance is taken from, and words that a collection's average is taken from.
_SAMPLED = 10_000
# Of the largest variance; a direction with less is noise.
_LEAST_VARIANCE = 1e-4
_BLOCK = 4_096
_MOST = 127


@dataclass(frozen=True, slots=True)
class WordSpace:
    """Where words are compared: the table's mean (d,) and whitening (d, d), and the collection's average word (d,)."""

    mean: NDArray[np.float32]
    whitening: NDArray[np.float32]
    average: NDArray[np.float32]

    def place(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return vectors of the table (n, d) as unit vectors of the space."""
        return unit(_whitened(vectors, self.mean, self.whitening) - self.average)


class WordIndexWriter:
    """Write into a generation's folder which words its passages have; use as a context manager."""

    def __init__(self, folder: Path, table: WordTable) -> None:
        import numpy as np

        self._folder, self._table = folder, table
        self._known: dict[str, int] = {}
        self._numbers = ArrayWriter(folder / NUMBERS_FILE, 1, np.uint32)
        self._ends = array("q", [0])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, exception_type: type[BaseException] | None, *about: object) -> None:
        self._numbers.__exit__(exception_type, *about)
        if exception_type is None:
            self._write_vectors()

    def add(self, terms: PassageTerms) -> None:
        """Add the next passage by its terms."""
        import numpy as np

        numbers = sorted({self._known.setdefault(word, len(self._known)) for word in _content_words(terms)})
        self._numbers.append(np.array(numbers, np.uint32)[:, None])
        self._ends.append(self._ends[-1] + len(numbers))

    def _write_vectors(self) -> None:
        """Write the vectors of all words, a row of bytes each, and the space that they are in."""
        import numpy as np

        words = list(self._known)
        space = _space(self._table, words[:: 1 + len(words) // _SAMPLED])
        np.save(self._folder / OFFSETS_FILE, np.frombuffer(self._ends, np.int64))
        np.save(self._folder / SPACE_FILE, np.vstack([space.mean, space.average, space.whitening]))
        with ArrayWriter(self._folder / VECTORS_FILE, len(space.mean), np.int8) as rows:
            for start in range(0, len(words), _BLOCK):
                vectors = space.place(self._table.vectors(words[start : start + _BLOCK]))
                largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), np.float32(1e-9))
                rows.append(np.rint(vectors * (_MOST / largest)))


class WordIndex:
    """The words of all passages, memory-mapped."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers: NDArray[np.uint32] = array_of(folder / NUMBERS_FILE, "uint32", 2)
        self._offsets: NDArray[np.int64] = array_of(folder / OFFSETS_FILE, "int64", 1)
        self._vectors: NDArray[np.int8] = array_of(folder / VECTORS_FILE, "int8", 2)
        space: NDArray[np.float32] = array_of(folder / SPACE_FILE, "float32", 2, finite=True)
        if space.shape[0] != space.shape[1] + 2:
            raise damaged_file(folder / SPACE_FILE, f"{space.shape} is no mean, average and whitening")
        if self._vectors.shape[1] != space.shape[1]:
            raise damaged_file(folder / VECTORS_FILE, f"{self._vectors.shape} doesn't fit the space")
        if not len(self._offsets) or self._numbers.shape != (self._offsets[-1], 1):
            raise damaged_file(folder / NUMBERS_FILE, f"{self._numbers.shape} doesn't fit the offsets")
        self.space = WordSpace(space[0], space[2:], space[1])

    @property
    def count(self) -> int:
        """Return the number of passages."""
        return len(self._offsets) - 1

    def place(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return vectors of the table (n, d) as unit vectors of the space. Raises DamagedIndexError."""
        if vectors.shape[1:] != self.space.mean.shape:
            raise damaged_file(self._folder / SPACE_FILE, f"{self.space.mean.shape} doesn't fit {vectors.shape}")
        return self.space.place(vectors)

    def interactions(self, words: NDArray[np.float32], chunks: Sequence[int]) -> NDArray[np.float32]:
        """Return for each of `chunks` and each unit vector of `words` (m, d) its best cosine there, (chunks, m).

        A passage without words has 0 throughout. Raises DamagedIndexError.
        """
        import numpy as np

        best = np.zeros((len(chunks), len(words)), np.float32)
        numbers, starts = self._numbers_of(chunks)
        filled = np.flatnonzero(np.diff(starts))
        if len(filled):
            distinct, places = self._distinct(numbers)
            # `take` copies whole rows, many times faster than an index in brackets.
            cosines = self._cosines(distinct, words).take(places, axis=0)
            best[filled] = np.maximum.reduceat(cosines, starts[filled], axis=0)
        return best

    def _numbers_of(self, chunks: Sequence[int]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """Return the words' numbers of `chunks`, one behind the other, and where each begins and the last ends."""
        import numpy as np

        wanted = np.array(chunks, np.int64)
        try:
            first, last = self._offsets[wanted], self._offsets[wanted + 1]
        except IndexError as error:
            raise damaged_file(self._folder / OFFSETS_FILE, error) from error
        if (first < 0).any() or (first > last).any() or (last > len(self._numbers)).any():
            raise damaged_file(self._folder / OFFSETS_FILE, f"an offset is beyond {len(self._numbers)}")
        starts = np.concatenate([[0], np.cumsum(last - first)])
        places = np.arange(starts[-1]) + np.repeat(first - starts[:-1], last - first)
        return self._numbers[places, 0], starts

    def _distinct(self, numbers: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the distinct ones of `numbers` in order, and the place of each number among them."""
        import numpy as np

        # A bit for each word of the collection is many times quicker than to sort the numbers.
        stands = np.zeros(len(self._vectors), np.bool_)
        try:
            stands[numbers] = True
        except IndexError as error:
            raise damaged_file(self._folder / NUMBERS_FILE, error) from error
        distinct = np.flatnonzero(stands)
        places = np.empty(len(stands), np.int64)
        places[distinct] = np.arange(len(distinct))
        return distinct, places[numbers]

    def _cosines(self, numbers: NDArray[np.int64], words: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the cosines (n, m) of the collection's words with `words`."""
        import numpy as np

        vectors = self._vectors[numbers].astype(np.float32)
        # Many times faster than making all rows unit vectors; any row but that of no word at all is longer than 1.
        lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
        cosines: NDArray[np.float32] = (vectors @ words.T) / np.maximum(lengths, 1)[:, None]
        return cosines


def _content_words(terms: PassageTerms) -> Iterator[str]:
    """Yield the first base form of each word that has content, and the parts of compounds."""
    for entry in terms.words:
        lemma, *_, form = entry.split("\t")
        if not STOP_WORDS & {lemma, form.removeprefix(EXACT)} and any(map(str.isalpha, lemma)):
            yield lemma
    yield from terms.parts.split()


def _space(table: WordTable, words: Sequence[str]) -> WordSpace:
    import numpy as np

    mean, whitening = _whitening(table)
    total = _whitened(table.vectors(words), mean, whitening).sum(axis=0)
    return WordSpace(mean, whitening, total / np.float32(max(1, len(words))))


def _whitened(
    vectors: NDArray[np.float32], mean: NDArray[np.float32], whitening: NDArray[np.float32]
) -> NDArray[np.float32]:
    centred: NDArray[np.float32] = vectors - mean
    return unit(centred @ whitening)


@lru_cache(maxsize=1)
def _whitening(table: WordTable) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the mean (d,) of a table's rows and what makes their main directions weaker (d, d)."""
    import numpy as np

    rows = table.rows[:: 1 + len(table.rows) // _SAMPLED].astype(np.float64)
    variances, directions = np.linalg.eigh(np.cov(rows.T))
    variances = np.maximum(variances, variances.max() * _LEAST_VARIANCE)
    whitening = (directions * variances ** (-_WHITENING / 2)) @ directions.T
    return rows.mean(axis=0).astype(np.float32), whitening.astype(np.float32)
