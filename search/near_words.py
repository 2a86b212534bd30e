"""How near the words of passages come to those of a query, word by word, by the vectors of words alone.

Late interaction compares words as a sentence model reads them in their sentences; this compares them out of context, by
vectors that were learnt from far more Finnish. The one knows what a phrase means, the other rare and colloquial words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.query import Query

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.word_index import WordIndex
    from index.word_table import WordTable


@dataclass(frozen=True, slots=True)
class NearWords:
    """What a query asks for, as vectors of words: `vectors` (n, d), of which each word has those from its start on.

    A word has several where it is translated: a passage is as near to it as to the nearest of them.
    """

    words: WordIndex
    vectors: NDArray[np.float32]
    starts: Sequence[int]

    @classmethod
    def of(cls, query: Query, words: WordIndex, table: WordTable) -> NearWords | None:
        """Return what an interpreted query asks for, None where no word of it is meant in other forms, too."""
        asked = list(_terms(query))
        if not asked:
            return None
        starts = [sum(map(len, asked[:at])) for at in range(len(asked))]
        terms = [term for terms in asked for term in terms]
        return cls(words, words.space.place(table.vectors(terms)), starts)

    def evidence(self, chunks: Sequence[int]) -> NDArray[np.float32]:
        """Return for each of `chunks` and each word of the query the best cosine in the passage, (chunks, words)."""
        import numpy as np

        found = self.words.interactions(self.vectors, chunks)
        best: NDArray[np.float32] = np.maximum.reduceat(found, self.starts, axis=1)
        return best


def _terms(query: Query) -> Iterator[list[str]]:
    """Yield for each word of a query, but exact ones, its base form and the words that translate it."""
    for at, word in enumerate(query.keywords.words):
        if not word.exact:
            translations = [
                other.token.lemmas[0]
                for translation in query.translations
                if at in translation.words
                for alternative in translation.alternatives
                for other in alternative.phrase
            ]
            yield [word.token.lemmas[0], *translations]
