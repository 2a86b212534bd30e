"""What a terminal can show: its width, whether it takes colours, and text that can't harm it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO

_PLAIN_WIDTH = 100
_MAX_WIDTH = 110
# C0 and C1 controls, and the marks that turn the direction of text around.
HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARK_ON, _MARK_OFF = "\ue000", "\ue001"  # private use: they have no width and are replaced at the end


@dataclass(frozen=True, slots=True)
class Style:
    """How output looks: `width` in columns, and whether colours and bold are used or plain signs."""

    width: int
    coloured: bool

    @classmethod
    def of(cls, stream: IO[str], environment: Mapping[str, str] = os.environ) -> Style:
        """Return the style that fits `stream`: plain unless it is a terminal that takes colours."""
        terminal = stream.isatty()
        coloured = terminal and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
        width = min(shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns, _MAX_WIDTH) if terminal else _PLAIN_WIDTH
        return cls(max(40, width), coloured)

    def bold(self, text: str) -> str:
        """Return `text` in bold where colours are used."""
        return f"\x1b[1m{text}\x1b[0m" if self.coloured else text

    def dim(self, text: str) -> str:
        """Return `text` dimmed where colours are used."""
        return f"\x1b[2m{text}\x1b[0m" if self.coloured else text

    def wrap(self, text: str, spans: Iterable[tuple[int, int]] = (), indent: str = "") -> str:
        """Return `text` wrapped to the width, each line indented, with the words at `spans` marked."""
        lines: list[str] = []
        line, length = "", 0
        for word in _with_marks(text, spans).split():
            visible = len(word) - word.count(_MARK_ON) - word.count(_MARK_OFF)
            if line and len(indent) + length + 1 + visible > self.width:
                lines.append(line)
                line, length = "", 0
            line, length = (f"{line} {word}", length + 1 + visible) if line else (word, visible)
        lines.append(line)
        on, off = ("\x1b[1;33m", "\x1b[0m") if self.coloured else ("*", "*")
        return "\n".join(indent + one.replace(_MARK_ON, on).replace(_MARK_OFF, off) for one in lines if one)


def printable(text: str) -> str:
    """Return `text` without characters that could steer a terminal or hide what it shows."""
    return HARMFUL.sub("\ufffd", text)


def mark(text: str, spans: Iterable[tuple[int, int]], on: str, off: str) -> str:
    """Return `text` with `on` and `off` around each run of marked words; spans are sorted.

    They overlap only where one character stands for two words, as in A¼, and are marked as one there.
    """
    pieces: list[str] = []
    at = 0
    for first, end in spans:
        start = max(first, at)
        if start >= end:
            continue
        if pieces and text[at:start].isspace():
            pieces[-2:] = [pieces[-2] + text[at:end], off]
        else:
            pieces += [text[at:start], on, text[start:end], off]
        at = end
    return "".join((*pieces, text[at:]))


def _with_marks(text: str, spans: Iterable[tuple[int, int]]) -> str:
    clean = text.replace(_MARK_ON, " ").replace(_MARK_OFF, " ")
    return mark(clean, spans, _MARK_ON, _MARK_OFF)
