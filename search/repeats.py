"""Passages that tell again what a better one told: projects repeat themselves, and sequels repeat their projects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Two passages tell the same when half of the shorter one's runs of four words stand in the other: form rows and set
# phrases share single words and short runs, retold text shares long ones (Broder 1997, containment of shingles).
_RUN = 4
_SHARE = 0.5
_WORD = re.compile(r"\w+")


def first_tellings(texts: Iterable[str]) -> Iterator[bool]:
    """Yield for each text, best first, whether no text before it told the same."""
    kept: list[frozenset[tuple[str, ...]]] = []
    for text in texts:
        runs = _runs(text)
        new = not any(_same(runs, other) for other in kept)
        if new:
            kept.append(runs)
        yield new


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return frozenset(zip(*(words[at:] for at in range(_RUN)), strict=False)) or frozenset([tuple(words)])


def _same(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return len(one & other) >= _SHARE * min(len(one), len(other))
