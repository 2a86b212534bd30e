"""What a similarity means in a collection: how it stands among those of the collection's own pairs of projects.

The pairs are of an even sample of projects (of all in a small collection) and are compared by the same function as a
draft, with fewer of their token vectors. That takes some tenths of a second, so that nothing needs to be kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from search.similar.compare import Comparer
from search.similar.model import Calibration
from search.similar.profile import Profile

# Projects that are compared with each other: 276 pairs tell a hundredth.
SAMPLE = 24
_TOKENS = 64
# With fewer pairs than this a share of them says nothing.
_FEWEST_PAIRS = 6


@dataclass(frozen=True, slots=True)
class Scale:
    """The similarities of a collection's pairs in rising order, and what is told of them."""

    similarities: tuple[float, ...]
    told: Calibration

    def percentile(self, similarity: float) -> float:
        """Return how many of a hundred pairs are less like each other."""
        return 100 * bisect_left(self.similarities, similarity) / len(self.similarities)


def calibrate(comparer: Comparer, projects: Sequence[Profile], total: int) -> Scale | None:
    """Return the scale from the pairs of `projects`, a sample of `total`; None where they are too few."""
    views = [comparer.view(one, _TOKENS) for one in projects]
    similarities = sorted(
        (comparer.compare(views[at], other).similarity + comparer.compare(views[place], projects[at]).similarity) / 2
        for at in range(len(projects))
        for place, other in enumerate(projects[:at])
    )
    if len(similarities) < _FEWEST_PAIRS:
        return None
    count = len(similarities)
    typical, close = similarities[count // 2], similarities[min(count - 1, count * 19 // 20)]
    return Scale(tuple(similarities), Calibration(len(projects), count, len(projects) < total, typical, close))
