"""Tell passages that say something from sentences that forms and habits repeat."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Container, Iterable, Iterator, Sequence

from index.chunking import count_words
from index.model import Chunk, Document, Section
from index.sentences import split_sentences

# A sentence is boilerplate when this many documents have it word for word, or half a per cent of a large collection.
# Fewer would take away what a project and its sequels really share.
COMMON_IN_DOCUMENTS = 5
COMMON_SHARE = 0.005
# In fewer documents than this, what many of them say may well be what they are about.
FEWEST_DOCUMENTS = 20
# A sentence of fewer words answers nothing when it has no letters or begins like "Ei vaikutusta." and "Ks. 3".
_FEW_WORDS = 3
_NO_ANSWER = re.compile(r"[\W\d]*(?:(?:ei|eivät|kyllä|ks|kts|katso|nej|no|se|see)\b|$)", re.IGNORECASE)

_WORD = re.compile(r"[^\W_]")
_NOT_WORD = re.compile(r"[\W_]+")

# A sentence's key with its number of words, 0 for one that answers nothing.
KeyedSentence = tuple[int, int]
# Of a sentence's SHA-256: among a million sentences two share so much with a probability of 3e-8.
_KEY_BYTES = 8


class SentenceCounts:
    """Count in how many documents each sentence of a collection stands, with eight bytes for each time it does."""

    def __init__(self) -> None:
        self._keys = array("Q")
        self._total = 0

    def add(self, sentences: Iterable[int]) -> None:
        """Count the sentences of one document, each given once."""
        self._total += 1
        self._keys.extend(sentences)

    def common(self) -> frozenset[int]:
        """Return the keys of the sentences that are boilerplate in this collection."""
        import numpy as np

        if self._total < FEWEST_DOCUMENTS:
            return frozenset()
        threshold = max(COMMON_IN_DOCUMENTS, int(self._total * COMMON_SHARE))
        keys = np.sort(np.array(self._keys, np.uint64))
        # In order, a key that stands so many places further on stands everywhere between, too.
        further = keys[threshold - 1 :]
        return frozenset(further[further == keys[: len(further)]].tolist())


def sentence_key(sentence: str) -> int:
    """Return the key of a sentence, whatever its punctuation and letter case."""
    letters = _NOT_WORD.sub(" ", sentence).strip().casefold()
    return int.from_bytes(hashlib.sha256(letters.encode(errors="surrogatepass")).digest()[:_KEY_BYTES])


def prose_sentences(document: Document) -> frozenset[int]:
    """Return the keys of the sentences of a document's prose."""
    return frozenset(
        key
        for section in document.sections
        for block in section.blocks
        for key, _ in keyed_sentences(document.text[block.start : block.end])
    )


def form_sentences(document: Document) -> frozenset[int]:
    """Return the keys of what stands around a document's prose: its sub-headings, labels and scores.

    A passage of several blocks holds them, but they alone answer nothing.
    """
    return frozenset(
        key
        for section in document.sections
        for start, end in _gaps(section)
        for key, _ in keyed_sentences(document.text[start:end])
    )


def without_boilerplate(chunks: Iterable[Chunk], common: Container[int]) -> list[Chunk]:
    """Return one document's `chunks` without those that only repeat boilerplate or its own earlier sentences."""
    chunks = list(chunks)
    telling = tells_something([keyed_sentences(chunk.text) for chunk in chunks], common)
    return [chunk for chunk, tells in zip(chunks, telling, strict=True) if tells]


def tells_something(passages: Iterable[Sequence[KeyedSentence]], common: Container[int]) -> list[bool]:
    """Tell of each of one document's passages whether it does more than repeat boilerplate or earlier sentences."""
    telling: list[bool] = []
    told: set[int] = set()
    for sentences in passages:
        own = 0
        for key, words in sentences:
            if key not in told and key not in common:
                own += words
            told.add(key)
        telling.append(own > 0)
    return telling


def _gaps(section: Section) -> Iterator[tuple[int, int]]:
    ends = (section.start, *(block.end for block in section.blocks))
    starts = (*(block.start for block in section.blocks), section.end)
    return zip(ends, starts, strict=True)


def keyed_sentences(text: str) -> list[KeyedSentence]:
    """Return the key of each sentence that has letters or digits, with its number of words."""
    sentences = (text[sentence.start : sentence.end] for sentence in split_sentences(text))
    return [(sentence_key(one), _telling_words(one)) for one in sentences if _WORD.search(one)]


def _telling_words(sentence: str) -> int:
    words = count_words(sentence)
    return 0 if words < _FEW_WORDS and _NO_ANSWER.match(sentence) else words
