"""Tell passages that say something from sentences that forms and habits repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator

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


class SentenceCounts:
    """Count in how many documents each sentence of a collection stands."""

    def __init__(self) -> None:
        self._documents: Counter[str] = Counter()
        self._total = 0

    def add(self, document: Document) -> None:
        """Count the sentences of one document, each once."""
        self._total += 1
        self._documents.update(
            {
                key
                for section in document.sections
                for block in section.blocks
                for key, _ in _keyed_sentences(document.text[block.start : block.end])
            }
        )

    def common(self) -> frozenset[str]:
        """Return the keys of the sentences that are boilerplate in this collection."""
        threshold = max(COMMON_IN_DOCUMENTS, int(self._total * COMMON_SHARE))
        return frozenset(key for key, count in self._documents.items() if count >= threshold)


def form_sentences(document: Document) -> frozenset[str]:
    """Return the keys of what stands around a document's prose: its sub-headings, labels and scores.

    A passage of several blocks holds them, but they alone answer nothing.
    """
    return frozenset(
        key
        for section in document.sections
        for start, end in _gaps(section)
        for key, _ in _keyed_sentences(document.text[start:end])
    )


def without_boilerplate(chunks: Iterable[Chunk], common: Container[str]) -> list[Chunk]:
    """Return one document's `chunks` without those that only repeat boilerplate or its own earlier sentences."""
    kept: list[Chunk] = []
    told: set[str] = set()
    for chunk in chunks:
        own = 0
        for key, words in _keyed_sentences(chunk.text):
            if key not in told and key not in common:
                own += words
            told.add(key)
        if own >= MIN_OWN_WORDS:
            kept.append(chunk)
    return kept


def _gaps(section: Section) -> Iterator[tuple[int, int]]:
    ends = (section.start, *(block.end for block in section.blocks))
    starts = (*(block.start for block in section.blocks), section.end)
    return zip(ends, starts, strict=True)


def _keyed_sentences(text: str) -> list[tuple[str, int]]:
    """Return each sentence's key (letters and digits, lower-case) with its number of words."""
    keyed = []
    for sentence in split_sentences(text):
        words = text[sentence.start : sentence.end]
        key = _NOT_WORD.sub(" ", words).strip().casefold()
        if key:
            keyed.append((key, count_words(words)))
    return keyed
