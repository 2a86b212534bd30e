"""Tell passages that say something from sentences that forms and habits repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Hashable, Iterable, Iterator, Sequence

from index.chunking import count_words
from index.model import Chunk, Document, Section
from index.sentences import split_sentences

# A sentence is boilerplate when this many documents have it word for word, or half a per cent of a large collection.
# Fewer would take away what a project and its sequels really share.
COMMON_IN_DOCUMENTS = 5
COMMON_SHARE = 0.005
# A passage with fewer words of its own than this ("Ei vaikutusta.") answers nothing.
MIN_OWN_WORDS = 3

_NOT_WORD = re.compile(r"[\W_]+")

# A sentence's key with its number of words.
KeyedSentence = tuple[Hashable, int]


class SentenceCounts:
    """Count in how many documents each sentence of a collection stands."""

    def __init__(self) -> None:
        self._documents: Counter[Hashable] = Counter()
        self._total = 0

    def add(self, sentences: Iterable[Hashable]) -> None:
        """Count the sentences of one document, each given once."""
        self._total += 1
        self._documents.update(sentences)

    def common(self) -> frozenset[Hashable]:
        """Return the keys of the sentences that are boilerplate in this collection."""
        threshold = max(COMMON_IN_DOCUMENTS, int(self._total * COMMON_SHARE))
        return frozenset(key for key, count in self._documents.items() if count >= threshold)


def prose_sentences(document: Document) -> frozenset[str]:
    """Return the keys of the sentences of a document's prose."""
    return frozenset(
        key
        for section in document.sections
        for block in section.blocks
        for key, _ in keyed_sentences(document.text[block.start : block.end])
    )


def form_sentences(document: Document) -> frozenset[str]:
    """Return the keys of what stands around a document's prose: its sub-headings, labels and scores.

    A passage of several blocks holds them, but they alone answer nothing.
    """
    return frozenset(
        key
        for section in document.sections
        for start, end in _gaps(section)
        for key, _ in keyed_sentences(document.text[start:end])
    )


def without_boilerplate(chunks: Iterable[Chunk], common: Container[Hashable]) -> list[Chunk]:
    """Return one document's `chunks` without those that only repeat boilerplate or its own earlier sentences."""
    chunks = list(chunks)
    telling = tells_something([keyed_sentences(chunk.text) for chunk in chunks], common)
    return [chunk for chunk, tells in zip(chunks, telling, strict=True) if tells]


def tells_something(passages: Iterable[Sequence[KeyedSentence]], common: Container[Hashable]) -> list[bool]:
    """Tell of each of one document's passages whether it does more than repeat boilerplate or earlier sentences."""
    telling: list[bool] = []
    told: set[Hashable] = set()
    for sentences in passages:
        own = 0
        for key, words in sentences:
            if key not in told and key not in common:
                own += words
            told.add(key)
        telling.append(own >= MIN_OWN_WORDS)
    return telling


def _gaps(section: Section) -> Iterator[tuple[int, int]]:
    ends = (section.start, *(block.end for block in section.blocks))
    starts = (*(block.start for block in section.blocks), section.end)
    return zip(ends, starts, strict=True)


def keyed_sentences(text: str) -> list[tuple[str, int]]:
    """Return each sentence's key (letters and digits, lower-case) with its number of words."""
    keyed = []
    for sentence in split_sentences(text):
        words = text[sentence.start : sentence.end]
        key = _NOT_WORD.sub(" ", words).strip().casefold()
        if key:
            keyed.append((key, count_words(words)))
    return keyed
