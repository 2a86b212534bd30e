"""Bring text from any source into one form, and remember where each of its characters came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Shed the invisible (control characters, soft hyphens, zero-width and direction marks, lone surrogates) and
# level spaces, line ends, hyphens and apostrophes that look alike: Voikko then sees one spelling of a word.
_INVISIBLE = [
    *range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD, 0x61C, 0x180E,
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x2070), 0xFEFF,
    *range(0xD800, 0xE000),
]  # fmt: skip
_SPACES = [*range(0x1C, 0x20), 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]
_LINE_ENDS = [0x0B, 0x0C, 0x85, 0x2028, 0x2029]
_LEVELLED: dict[int, str] = {
    **dict.fromkeys(_INVISIBLE, ""),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_LINE_ENDS, "\n"),
    **dict.fromkeys((0x2010, 0x2011), "-"),
    **dict.fromkeys((0xB4, 0x2019), "'"),
}
# Characters that normalisation never changes and that join none before them: nearly all of Finnish prose.
_PLAIN = r"\t\n\r -~¡-§«¬®°±¶·»¿-ıĴ-ľŁ-ňŊ-ž–—‘“-”•€"
_ALL_PLAIN = re.compile(f"[{_PLAIN}]*")
_STRETCH = re.compile(f"(?P<plain>[{_PLAIN}]+)(?=[{_PLAIN}]|\\Z)|[{_PLAIN}]?[^{_PLAIN}]+")


@dataclass(frozen=True, slots=True)
class Normalised:
    """Hold a normalised text and the way back to the original.

    `offsets[i]` is the original offset of the character that the i-th character of `text` came from; one
    more entry at the end holds the original's length.
    """

    text: str
    offsets: Sequence[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that text[start:end] came from, in whole original characters."""
        if isinstance(self.offsets, range) or start >= end:
            return self.offsets[start], self.offsets[end]
        last = self.offsets[end - 1]
        while self.offsets[end] == last:  # a ligature's letters share one original character
            end += 1
        return self.offsets[start], self.offsets[end]


def normalise(text: str) -> Normalised:
    """Return `text` in Unicode's NFKC without invisible characters, with an offset map back to it.

    Soft hyphens, zero-width characters, control characters and lone surrogates disappear; every kind of space
    becomes a space, a line or page end a line end, U+2010 and U+2011 a hyphen, a typographic apostrophe "'".
    """
    if _ALL_PLAIN.fullmatch(text):
        return Normalised(text, range(len(text) + 1))
    pieces: list[str] = []
    offsets: list[int] = []
    for stretch in _STRETCH.finditer(text):
        if stretch.lastgroup == "plain":
            pieces.append(stretch.group())
            offsets.extend(range(*stretch.span()))
            continue
        for at, cluster in _clusters(stretch.group()):
            pieces.append(cluster)
            offsets.extend([stretch.start() + at] * len(cluster))
    offsets.append(len(text))
    return Normalised("".join(pieces), offsets)


def _clusters(stretch: str) -> Iterator[tuple[int, str]]:
    """Yield each run of characters that combine with each other: its start and its normal form."""
    start, cluster = 0, ""
    for at, character in enumerate(stretch):
        level = character.translate(_LEVELLED)
        if not level or _joins(cluster, level):
            cluster += level
            continue
        yield start, unicodedata.normalize("NFKC", cluster)
        start, cluster = at, level
    yield start, unicodedata.normalize("NFKC", cluster)


def _joins(cluster: str, character: str) -> bool:
    """Tell whether `character` combines with what stands before it, as an accent or a Hangul vowel does."""
    normal = unicodedata.normalize("NFKC", character)
    if cluster and unicodedata.combining(normal[0]):
        return True
    before = unicodedata.normalize("NFKC", cluster)
    return unicodedata.normalize("NFKC", cluster + character) != before + normal
