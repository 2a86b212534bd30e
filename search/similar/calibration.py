"""What a similarity means in a collection: how it stands among those of the collection's own pairs of projects.

The pairs are of an even sample of projects (of all in a small collection) and are compared by the same function as a
draft, with fewer of their token vectors. That takes a second, longer than comparing a draft: their similarities are
kept in the user's cache for the index that was asked last.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.generation import MANIFEST
from index.program import program_digest
from search.cached_database import CachedDatabase, state_of
from search.similar.compare import Comparer
from search.similar.model import Calibration
from search.similar.profile import Profile
from search.similar.program import comparing_program

# Projects that are compared with each other: 276 pairs tell a hundredth.
SAMPLE = 24
_TOKENS = 64
# With fewer pairs than this a share of them says nothing.
_FEWEST_PAIRS = 6
_PROGRAM = comparing_program()  # as it was when this was imported


@dataclass(frozen=True, slots=True)
class Scale:
    """The similarities of a collection's pairs in rising order, and what is told of them."""

    similarities: tuple[float, ...]
    told: Calibration

    def percentile(self, similarity: float) -> float:
        """Return how many of a hundred pairs are less like each other."""
        return 100 * bisect_left(self.similarities, similarity) / len(self.similarities)


def pair_similarities(comparer: Comparer, projects: Sequence[Profile]) -> list[float]:
    """Return how alike each pair of `projects` is, seen from both sides."""
    views = [comparer.view(one, _TOKENS) for one in projects]
    return [
        (comparer.compare(views[at], other).similarity + comparer.compare(views[place], projects[at]).similarity) / 2
        for at in range(len(projects))
        for place, other in enumerate(projects[:at])
    ]


def kept(generation: Path, work_out: Callable[[], Sequence[float]]) -> list[float]:
    """Return the similarities of the pairs in a generation of an index, worked out where the cache hasn't them.

    They are worked out anew for another index, and when the program that compares projects has changed.
    """

    def fill(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE pair (similarity REAL NOT NULL)")
        connection.executemany("INSERT INTO pair VALUES (?)", ((one,) for one in work_out()))

    try:
        state = state_of(_PROGRAM, program_digest(), (generation / MANIFEST).read_bytes())
        cached = CachedDatabase("similarities", "pairs", state, fill)
        return [similarity for (similarity,) in cached.rows("SELECT similarity FROM pair")]
    except (OSError, sqlite3.Error):
        return list(work_out())


def scale_of(similarities: Sequence[float], projects: int, total: int) -> Scale | None:
    """Return the scale from the `similarities` of pairs among `projects`, a sample of `total`; None of too few."""
    if len(similarities) < _FEWEST_PAIRS:
        return None
    ordered, count = tuple(sorted(similarities)), len(similarities)
    typical, close = ordered[count // 2], ordered[min(count - 1, count * 19 // 20)]
    return Scale(ordered, Calibration(projects, count, projects < total, typical, close))
