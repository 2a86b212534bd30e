"""A report as a run of blocks: what is told and in which order, whatever file it ends in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from search.render.terminal import printable

# What no XML 1.0 file may hold and `printable` lets through.
_NO_CHARACTERS = re.compile(r"[\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line. `marked` words answer those of another text; `target` is the anchor that it leads to."""

    text: str
    marked: bool = False
    strong: bool = False
    target: str | None = None


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 to 4 (the report's title has level 1); `anchor` is what links lead to."""

    level: Literal[2, 3, 4]
    text: str
    anchor: str | None = None
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a note is something that mustn't be missed, small print explains what stands above it."""

    runs: Line
    kind: Literal["text", "note", "small"] = "text"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of lines."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row is its header. `numeric` are the places of columns of numbers."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Side:
    """A passage that faces another: whose it is, where it stands, and its text in Finnish."""

    label: str
    place: str
    text: Line


@dataclass(frozen=True, slots=True)
class Facing:
    """Two passages side by side, and under them the words that they share."""

    caption: str
    left: Side
    right: Side
    words: str


Block = Heading | Paragraph | Bullets | Table | Facing


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; `made_by` stands under it."""

    title: str
    blocks: tuple[Block, ...]
    made_by: str


def line(text: str, *, strong: bool = False, target: str | None = None) -> Line:
    """Return a line of one run."""
    return (Run(text, strong=strong, target=target),)


def marked_line(text: str, spans: Sequence[tuple[int, int]]) -> Line:
    """Return a text with the words at `spans` marked; spans are sorted, and those that overlap are joined."""
    runs: list[Run] = []
    at = 0
    for start, end in spans:
        if end <= at:
            continue
        runs += [Run(text[at : max(at, start)]), Run(text[max(at, start) : end], marked=True)]
        at = end
    return tuple(run for run in (*runs, Run(text[at:])) if run.text)


def harmless(text: str) -> str:
    """Return `text` without what a file can't hold, what hides or turns around text, and half characters."""
    return _NO_CHARACTERS.sub("\ufffd", printable(text.encode(errors="replace").decode()))
