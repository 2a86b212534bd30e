"""Late interaction told in words: which word of a passage each word of the query came nearest to.

The index keeps merged 1-bit codes and no longer knows which word a code came from, so that a passage that is explained
is embedded anew.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.bert import unit
from index.chunking import embedding_text
from index.content_tokens import WordVectors, word_vectors
from index.model import Chunk
from search.explain import Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.embedding import EncodesQueries

_MOST_PAIRS = 3


class WordPairs:
    """Find the nearest words of passages for one query; each passage is embedded, which takes some .1 s."""

    def __init__(self, query: str, encoder: EncodesQueries, mean: NDArray[np.float32]) -> None:
        """Take the query's text and the mean of token vectors (d,) that late interaction takes away."""
        self._encoder, self._mean = encoder, mean
        self._query = word_vectors(encoder.encode(query))

    def of(self, chunks: Sequence[Chunk]) -> list[tuple[Pair, ...]]:
        """Return the pairs that counted most for each of `chunks`, nearest first.

        Each word of the query stands in one pair at most. The words are those of the passage itself: its project's name
        and headings, which are embedded with it, answer the query, too, but stand elsewhere.
        """
        vectors = self._encoder.encode_documents([embedding_text(chunk) for chunk in chunks])
        return [
            self._pairs(_without_context(word_vectors(one), chunk.context))
            for chunk, one in zip(chunks, vectors, strict=True)
        ]

    def _pairs(self, words: Sequence[WordVectors]) -> tuple[Pair, ...]:
        best = [self._nearest(word, words) for word in self._query] if words else []
        unlike = {pair.query.lower(): pair for pair in sorted(best, key=lambda pair: pair.cosine)}
        return tuple(sorted(unlike.values(), key=lambda pair: -pair.cosine)[:_MOST_PAIRS])

    def _nearest(self, word: WordVectors, words: Sequence[WordVectors]) -> Pair:
        """Return the word that the pieces of `word` are nearest to on average."""
        asked = self._centred(word)
        cosines = [float((asked @ self._centred(other).T).max(axis=1).mean()) for other in words]
        at = max(range(len(words)), key=cosines.__getitem__)
        return Pair(_bare(word.text), _bare(words[at].text), cosines[at])

    def _centred(self, word: WordVectors) -> NDArray[np.float32]:
        return unit(word.tokens - self._mean)


def _without_context(words: Sequence[WordVectors], context: str) -> list[WordVectors]:
    """Return the words after those of the context, which is embedded first; the model writes in NFKC."""
    before = len("".join(unicodedata.normalize("NFKC", context).split()))
    return [word for word in words if word.start >= before]


def _bare(text: str) -> str:
    """Return a word without the punctuation around it."""
    kept = [at for at, character in enumerate(text) if character.isalnum()]
    return text[kept[0] : kept[-1] + 1]
