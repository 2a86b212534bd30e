"""How near the words of passages come to those of a query, word by word, by the vectors of words alone.

Late interaction compares words as a sentence model reads them in their sentences; this compares them out of context, by
vectors that were learnt from far more Finnish. The one knows what a phrase means, the other rare and colloquial words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Sized
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from index.model import Token
from search.query import Query

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.word_index import WordIndex
    from index.word_table import WordTable


@dataclass(frozen=True, slots=True)
class NearWords:
    """What a query asks for, as vectors of words: `vectors` (n, d), grouped into terms and these by the query's words.

    A term has the vectors from its start in `terms` on, and a word the terms from its start in `starts` on. A passage
    is as near to a term as to its words on average, and as near to a word as to the nearest of its terms.
    """

    words: WordIndex
    vectors: NDArray[np.float32]
    terms: Sequence[int]
    starts: Sequence[int]

    @classmethod
    def of(cls, query: Query, words: WordIndex, table: WordTable) -> NearWords | None:
        """Return what an interpreted query asks for, None where no word of it is meant in other forms, too."""
        asked = list(_asked(query))
        if not asked:
            return None
        terms = [term for terms in asked for term in terms]
        vectors = words.place(table.vectors([word for term in terms for word in term]))
        return cls(words, vectors, _starts(terms), _starts(asked))

    def evidence(self, chunks: Sequence[int]) -> NDArray[np.float32]:
        """Return for each of `chunks` and each word of the query the nearness of its best term, (chunks, words)."""
        import numpy as np

        found = self.words.interactions(self.vectors, chunks)
        sizes = np.diff([*self.terms, len(self.vectors)]).astype(np.float32)
        best: NDArray[np.float32] = np.maximum.reduceat(
            np.add.reduceat(found, self.terms, axis=1) / sizes, self.starts, axis=1
        )
        return best


def _asked(query: Query) -> Iterator[list[tuple[str, ...]]]:
    """Yield the terms for each word of a query, but exact ones: its own and those of the words that translate it."""
    for at, word in enumerate(query.keywords.words):
        if not word.exact:
            translations = [
                other.token
                for translation in query.translations
                if at in translation.words
                for alternative in translation.alternatives
                for other in alternative.phrase
            ]
            yield [term for token in (word.token, *translations) for term in _terms(token)]


def _terms(token: Token) -> Iterator[tuple[str, ...]]:
    """Yield a word's base form and, for a compound, its parts."""
    base, *_ = token.lemmas
    yield (base,)
    parts = tuple(part for part in token.parts if part != base)
    if len(parts) > 1:
        yield parts


def _starts(groups: Sequence[Sized]) -> list[int]:
    """Return where each of some groups begins that stand one behind the other."""
    return [0, *accumulate(map(len, groups[:-1]))]
