"""Vectors of Finnish words, however they are written: the floret table that the package spacy-fi ships.

floret (Boyd & Warmerdam 2022; the subwords are those of Bojanowski et al. 2017, fastText) keeps words and their
character n-grams in one table with few rows: each is hashed to some of them, and a word's vector is the mean of its own
rows and of its n-grams'. This table was learnt from Finnish on the web, where people write otherwise than in
applications. None of the package's code is run.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Installed without what it depends on: pip install --no-deps PACKAGE
PACKAGE = "spacy-fi-experimental-web-md==0.15.0"
_MODULE = "spacy_fi_experimental_web_md"
_TABLE, _SETTINGS = "vectors", "vectors.cfg"
# Words whose rows are gathered at a time: some 40 rows each.
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class _Floret:
    """How words become rows: sizes of their n-grams, hashes of each, and what marks a word's beginning and end."""

    shortest: int
    longest: int
    hashes: int
    seed: int
    beginning: str
    end: str

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> _Floret:
        """Take what spaCy writes beside a table; raises KeyError, TypeError or ValueError for anything else."""
        if values["mode"] != "floret":
            raise ValueError(f"{values['mode']} is another kind of table")
        shortest, longest, hashes, seed = (int(values[name]) for name in ("minn", "maxn", "hash_count", "hash_seed"))
        return cls(shortest, longest, hashes, seed, str(values["bow"]), str(values["eow"]))

    def pieces(self, word: str) -> Iterator[str]:
        """Yield what a word is made of: itself between the marks, then all its n-grams."""
        marked = f"{self.beginning}{word}{self.end}"
        yield marked
        for size in range(self.shortest, self.longest + 1):
            for start in range(len(marked) - size + 1):
                yield marked[start : start + size]


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """The rows (n, d) of a table, memory-mapped; `name` tells it from others, its version included."""

    name: str
    rows: NDArray[np.float32]
    floret: _Floret

    @classmethod
    def find(cls) -> WordTable | None:
        """Return the table of the installed package, None where there is none or it isn't whole."""
        spec = importlib.util.find_spec(_MODULE)
        for folder in (spec and spec.submodule_search_locations) or ():
            for path in sorted(Path(folder).glob(f"*/vocab/{_TABLE}")):
                return _open(path)
        return None

    def vectors(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (n, d) of lower-case words, of any length."""
        import numpy as np

        found = np.empty((len(words), self.rows.shape[1]), np.float32)
        for start in range(0, len(words), _BLOCK):
            rows = [self._rows_of(word) for word in words[start : start + _BLOCK]]
            counts = np.array([len(one) for one in rows])
            sums = np.add.reduceat(self.rows[list(chain.from_iterable(rows))], np.cumsum(counts) - counts, axis=0)
            found[start : start + _BLOCK] = sums / counts[:, None]
        return found

    def _rows_of(self, word: str) -> list[int]:
        from mmh3 import hash64

        rows = []
        for piece in self.floret.pieces(word):
            # Of the 128 bits of MurmurHash3 each hash is 32.
            low, high = hash64(piece.encode(errors="replace"), self.floret.seed, True, False)
            bits = low | high << 64
            rows += [(bits >> 32 * at & 0xFFFF_FFFF) % len(self.rows) for at in range(self.floret.hashes)]
        return rows


@lru_cache
def _open(path: Path) -> WordTable | None:
    import numpy as np

    try:
        floret = _Floret.from_json(json.loads(path.with_name(_SETTINGS).read_text(encoding="utf-8")))
        rows = np.lib.format.open_memmap(path, mode="r")  # unlike np.load, it opens nothing else
    except (OSError, ValueError, KeyError, TypeError, EOFError):
        return None
    if rows.ndim != 2 or rows.dtype != np.float32 or not len(rows):
        return None
    return WordTable(path.parents[1].name, rows.view(np.ndarray), floret)
