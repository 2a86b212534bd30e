"""The evidence that passages give for what a query asks, heard together with that of their projects and scaled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.fusion import scaled, with_project

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def spread_evenly(size: int, count: int) -> list[int]:
    """Return up to `size` of the ids 0, 1, 2, ... of a collection of `count` passages, spread evenly over it."""
    return sorted({at * count // size for at in range(size)}) if count else []


@dataclass(frozen=True, slots=True)
class Candidates:
    """The passages that are ranked anew (`best`), and those that are without filters, which set the `scale`.

    `documents` holds for each of `chunks`, which are both together, the document that it stands in.
    """

    best: Sequence[int]
    scale: Sequence[int]
    documents: dict[int, int]

    @property
    def chunks(self) -> list[int]:
        """Return all of them in order."""
        return sorted(self.documents)

    def with_project(self, evidence: NDArray[np.float32]) -> dict[int, float]:
        """Return each passage's mean evidence (`evidence` is (chunks, things asked)) together with its project's."""
        scale = set(self.scale)
        heard = [chunk in scale for chunk in self.chunks]
        joined = with_project(evidence, [self.documents[chunk] for chunk in self.chunks], heard)
        return dict(zip(self.chunks, joined.mean(axis=1).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near the passages that are ranked anew come to what is asked, by the mean of their best cosines.

    `means` are each passage's own; for those in `scaled`, from 0 to 1, its project is heard, too.
    """

    means: list[float]
    scaled: list[float]

    @classmethod
    def of(cls, found: NDArray[np.float32], arbitrary: float, candidates: Candidates) -> Nearness:
        """Take the best cosines of the candidates' chunks (chunks, things asked), and what an arbitrary passage has.

        The scale goes from there to the best that there is without filters.
        """
        own = dict(zip(candidates.chunks, found.mean(axis=1).tolist(), strict=True))
        joined = candidates.with_project(found)
        highest = max(joined[chunk] for chunk in candidates.scale or candidates.best)
        return cls(
            [own[chunk] for chunk in candidates.best],
            scaled([joined[chunk] for chunk in candidates.best], arbitrary, highest),
        )
