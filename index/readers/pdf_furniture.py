"""Leave out what a page has besides its text: headers, footers, page numbers, lines of a table of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Protocol, TypeVar

# Lines at the head and at the foot of a page that may be furniture.
_MARGIN_LINES = 3
# A line is a header or a footer if it stands in one place on this share of the pages, and on two of them at least.
_REPEATED_SHARE = 0.5
# Points within which lines stand in one place.
_SAME_PLACE = 4.0
_PAGE_NUMBER = re.compile(
    r"(?:(?:sivu|sida|page|s\.) ?)?[-–]? ?\d{1,4} ?[-–]?(?: ?(?:/|\(|av|of) ?\d{1,4}\)?)?", re.IGNORECASE
)
_CONTENTS_LINE = re.compile(r".*(?:\. ?){4,}\d{1,4}")


class Placed(Protocol):
    """A line with its height on the page."""

    @property
    def text(self) -> str:
        """Return its words."""

    @property
    def baseline(self) -> float:
        """Return how far up it stands, in points."""


Line = TypeVar("Line", bound=Placed)


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of each page that are its text."""
    margins = [_margin_lines(page) for page in pages]
    counts = Counter(
        key for number, lines in enumerate(margins) for key in {key for line in lines for key in _keys(line, number)}
    )
    needed = max(2, len(pages) * _REPEATED_SHARE)
    result: list[list[Line]] = []
    for number, (page, margin) in enumerate(zip(pages, margins, strict=True)):
        ends = {id(line) for line in (margin[:1] + margin[-1:])}
        furniture = {
            id(line)
            for line in margin
            if any(counts[key] >= needed for key in _keys(line, number))
            or (id(line) in ends and _PAGE_NUMBER.fullmatch(line.text))
        }
        result.append([line for line in page if id(line) not in furniture and not _CONTENTS_LINE.fullmatch(line.text)])
    return result


def _margin_lines(page: Sequence[Line]) -> list[Line]:
    lines = sorted(page, key=lambda line: -line.baseline)
    return lines if len(lines) <= 2 * _MARGIN_LINES else lines[:_MARGIN_LINES] + lines[-_MARGIN_LINES:]


def _keys(line: Placed, page: int) -> tuple[tuple[str, int], ...]:
    """Return what lines of furniture have in common: their place and words, or words but the number of the page."""
    text, place = line.text.casefold(), round(line.baseline / _SAME_PLACE)
    return (text, place), (re.sub(rf"(?<!\d){page + 1}(?!\d)", "#", text), place)
