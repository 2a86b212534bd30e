"""The evidence that passages give for what a query asks, heard together with that of their projects and scaled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from search.fusion import scaled, with_project

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from search.fusion import Scores


def spread_evenly(size: int, count: int) -> list[int]:
    """Return up to `size` of the ids 0, 1, 2, ... of a collection of `count` passages, spread evenly over it."""
    return sorted({at * count // size for at in range(size)}) if count else []


@dataclass(frozen=True)
class Candidates:
    """The passages that are ranked anew (`best`), and those that are without filters, which set the `scale`.

    `documents` holds for each of `chunks`, which are both together, the document that it stands in.
    """

    best: Sequence[int]
    scale: Sequence[int]
    documents: Mapping[int, int]

    @cached_property
    def chunks(self) -> list[int]:
        """All of them in order."""
        return sorted(self.documents)

    def of_best(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return the values of those that are ranked anew, in their order, out of those of all `chunks`."""
        import numpy as np

        return values[np.searchsorted(self.chunks, self.best)]

    def with_project(self, *evidence: NDArray[np.float32]) -> list[Scores]:
        """Return each passage's mean of each evidence (chunks, things asked), together with its project's (chunks,)."""
        import numpy as np

        scale = set(self.scale)
        projects = [self.documents[chunk] for chunk in self.chunks]
        joined = with_project(np.concatenate(evidence, axis=1), projects, [chunk in scale for chunk in self.chunks])
        ends = np.cumsum([one.shape[1] for one in evidence])[:-1]
        return [part.mean(axis=1).astype(np.float64) for part in np.split(joined, ends, axis=1)]

    def scaled(self, joined: Scores, arbitrary: float) -> Scores:
        """Return how near those are that are ranked anew: from 0, an arbitrary passage, to 1, the best without filters.

        `joined` is how near each of all `chunks` is together with its project.
        """
        import numpy as np

        highest = joined[np.searchsorted(self.chunks, self.scale or self.best)].max()
        return scaled(self.of_best(joined), arbitrary, float(highest))
