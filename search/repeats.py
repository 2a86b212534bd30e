"""Passages that tell again what a better one told: projects repeat themselves, and sequels repeat their projects."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Two passages tell the same when half of the shorter one's runs of four words stand in the other: form rows and set
# phrases share single words and short runs, retold text shares long ones (Broder 1997, containment of shingles).
_RUN = 4
_SHARE = 0.5
_WORD = re.compile(r"\w+")


def first_tellings(texts: Sequence[str]) -> list[bool]:
    """Return for each text, best first, whether no text before it told the same."""
    kept: list[frozenset[tuple[str, ...]]] = []
    first = []
    for text in texts:
        runs = _runs(text)
        new = not any(_same(runs, other) for other in kept)
        first.append(new)
        if new:
            kept.append(runs)
    return first


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return frozenset(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))


def _same(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return len(one & other) >= _SHARE * min(len(one), len(other))
