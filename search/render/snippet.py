"""The part of a passage that a list of hits shows: where most of the query's words stand."""

from __future__ import annotations

from dataclasses import dataclass

from index.sentences import split_sentences
from search.explain import MatchedWord

_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A cut of a passage with the spans (in `text`) of the words that matched."""

    text: str
    spans: tuple[tuple[int, int], ...]


def snippet(passage: str, words: tuple[MatchedWord, ...], length: int) -> Snippet:
    """Return at most about `length` characters of `passage`, from the start of the sentence that shows most words."""
    starts = [sentence.start for sentence in split_sentences(passage)] or [0]
    start = max(starts, key=lambda at: (_shown(words, at, at + length), -at))
    end = _cut(passage, start, start + length)
    before = _ELLIPSIS + " " if start > starts[0] else ""
    after = " " + _ELLIPSIS if end < len(passage.rstrip()) else ""
    spans = sorted({(f.start, f.end) for word in words for f in word.found if f.start >= start and f.end <= end})
    shift = len(before) - start
    return Snippet(before + passage[start:end] + after, tuple((first + shift, last + shift) for first, last in spans))


def _shown(words: tuple[MatchedWord, ...], start: int, end: int) -> tuple[int, int]:
    """Return how many different query words a cut would show, and how many words of the text."""
    counts = [sum(start <= found.start and found.end <= end for found in word.found) for word in words]
    return sum(count > 0 for count in counts), sum(counts)


def _cut(passage: str, start: int, end: int) -> int:
    if end >= len(passage):
        return len(passage)
    space = passage.rfind(" ", start, end)
    return space if space > start else end
