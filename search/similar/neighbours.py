"""Applications beside each other: which of a batch are most like one of them, by the measure that projects have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from index.catalogue import StoredProject
from search.similar.answer import SimilarFinder
from search.similar.batch_model import Match
from search.similar.candidates import CANDIDATES
from search.similar.compare import View, compare_parts
from search.similar.facts import mentioned_places
from search.similar.meaning import Meanings, signs
from search.similar.terms import Vector, cosine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.catalogue import Catalogue
    from index.model import ProjectFacts
    from search.similar.profile import Profile

# Whole profiles that are held at a time, some 3 MB each.
_PROFILES = 32


@dataclass(frozen=True, slots=True)
class Seen:
    """What is held of every application of a batch, some 150 kB: its facts, its words, and its token vectors as signs.

    `codes` are (n, d / 8) with the vectors' `dimension`, `starts` where each passage's begin; None where nothing of the
    application has been embedded.
    """

    name: str
    facts: ProjectFacts
    words: Vector
    codes: NDArray[np.uint8] | None
    dimension: int
    starts: tuple[int, ...]

    @classmethod
    def of(cls, name: str, words: Vector, profile: Profile) -> Seen:
        """Return what is held of an application with this profile."""
        import numpy as np

        meanings = profile.meanings
        if meanings is None:
            return cls(name, profile.facts, words, None, 0, ())
        codes = np.packbits(meanings.units > 0, axis=1)
        return cls(name, profile.facts, words, codes, meanings.units.shape[1], meanings.starts)

    @property
    def meanings(self) -> Meanings | None:
        """The token vectors, made from their signs."""
        return None if self.codes is None else Meanings(signs(self.codes, self.dimension), self.starts)


class Neighbourhood:
    """Find for each application of a batch the others that are most like it; `restore` gives a profile by its place."""

    def __init__(
        self, finder: SimilarFinder, catalogue: Catalogue, seen: Sequence[Seen], restore: Callable[[int], Profile]
    ) -> None:
        self._finder, self._catalogue, self._seen = finder, catalogue, seen
        self._profile = lru_cache(_PROFILES)(restore)

    def matches(self, at: int, limit: int) -> tuple[Match, ...]:
        """Return the applications most like the one at the place `at`, best first.

        Of a large batch those are compared that share its most telling words, as with the projects of an index.
        """
        profile = self._profile(at)
        view = self._finder.view(profile)
        found = [(self._similarity(view, self._seen[place]), place) for place in self._near(at)]
        ranked = sorted((-similarity, place) for similarity, place in found if similarity > 0)[:limit]
        return tuple(self._described(view, [place for _, place in ranked]))

    def _similarity(self, view: View, other: Seen) -> float:
        return compare_parts(view, other.words, other.meanings, other.facts).similarity

    def _near(self, at: int) -> list[int]:
        words = self._seen[at].words
        cosines = {place: cosine(words, other.words) for place, other in enumerate(self._seen) if place != at}
        return sorted(cosines, key=lambda place: (-cosines[place], place))[:CANDIDATES]

    def _described(self, view: View, places: Sequence[int]) -> Iterator[Match]:
        mentioned = mentioned_places(view.profile, self._catalogue)
        for rank, place in enumerate(places, 1):
            name, other = self._seen[place].name, self._profile(place)
            project = StoredProject(0, name, other.title, name, other.facts)
            comparison = self._finder.comparer.compare(view, other)
            similar = self._finder.similar_project(rank, project, view, other, comparison, mentioned)
            yield Match.of(similar, is_application=True)
