"""Gather lines of prose into blocks, and mend sentences that a line break cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.model import Block
from index.subheadings import LIST_MARK, find_subheadings, is_label


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text: its characters and the offset of the first."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Return the offset after the line's last character."""
        return self.start + len(self.text)


def split_lines(text: str) -> list[Line]:
    """Return the lines of `text` with their offsets."""
    lines: list[Line] = []
    start = 0
    for line in text.split("\n"):
        lines.append(Line(line, start))
        start += len(line) + 1
    return lines


class BlockBuilder:
    """Join runs of prose under one heading; whatever isn't prose ends a run."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._heading: str | None = None
        self._span: tuple[int, int] | None = None

    def begin(self, heading: str | None) -> None:
        """End the run at hand; what follows stands under `heading`."""
        if self._span:
            self._blocks.append(Block(self._heading, *self._span))
        self._heading, self._span = heading, None

    def add(self, start: int, end: int) -> None:
        """Add the prose in the span, which must not be empty, to the run."""
        self._span = (self._span[0] if self._span else start, end)

    def finish(self) -> tuple[Block, ...]:
        """Return the blocks in order."""
        self.begin(None)
        return tuple(self._blocks)


def prose_blocks(lines: Sequence[Line], *, standalone: bool) -> tuple[Block, ...]:
    """Return the blocks of running text in `lines`; see `find_subheadings` for `standalone`."""
    lines = _whole_lines(lines)
    builder = BlockBuilder()
    headings = find_subheadings([line.text for line in lines], standalone=standalone)
    for i, line in enumerate(lines):
        start = line.start
        if i in headings:
            builder.begin(headings[i].title)
            start += headings[i].column
        if start < line.end:
            builder.add(start, line.end)
    return builder.finish()


def mend_line_breaks(text: str, blocks: Iterable[Block]) -> str:
    """Return `text` with a space for each line break that cuts a sentence of a block; its length stays the same.

    Text copied from forms and PDF files breaks lines within sentences. A break is such a cut when the next line starts
    with a small letter, or the line before ends in a comma or a conjunction. In mended text every line break
    within a block ends a paragraph or a list item.
    """
    pieces: list[str] = []
    at = 0
    for block in blocks:
        whole = _whole_lines(split_lines(text[block.start : block.end]))
        pieces += [text[at : block.start], "\n".join(line.text for line in whole)]
        at = block.end
    return "".join(pieces) + text[at:]


_ENDS_IN_MID_SENTENCE = re.compile(r"(?:,| (?:ja|sekä|tai|eli|että|joka|jotka|kuin))$")


def _whole_lines(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` with those joined, by a space for the line break, that are parts of one sentence."""
    whole: list[list[Line]] = []
    for line in lines:
        if whole and line.text and _cuts_sentence(whole[-1][-1].text, line.text):
            whole[-1].append(line)
        else:
            whole.append([line])
    return [Line(" ".join(part.text for part in parts), parts[0].start) for parts in whole]


def _cuts_sentence(before: str, after: str) -> bool:
    if not before or before.endswith((":", ".", "!", "?")) or is_label(before) or LIST_MARK.match(after):
        return False
    return after[0].islower() or bool(_ENDS_IN_MID_SENTENCE.search(before))
