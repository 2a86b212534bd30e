"""How like a document is to another: by its words and by its meaning, in one number that is the same for all pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from index.filters import fold
from index.model import ProjectFacts
from search.similar.meaning import Meanings, background, best_cosines, evenly, excess
from search.similar.profile import Profile
from search.similar.terms import TermWeights, Vector, cosine, vector

if TYPE_CHECKING:
    from search.similar.meaning import Units

# The share of meaning in the similarity of documents; the rest is the cosine of their words. Flat from .2 to .4 on the
# judged drafts and on the collection's own projects as drafts; words matter more for drafts than for queries.
MEANING_WEIGHT = 0.3

# What likeness of text counts between projects of different priority axes: they are to serve different ends.
OTHER_AXIS = 0.8


@dataclass(frozen=True, slots=True)
class View:
    """A document as it looks at others: its words, and an even sample of its token vectors.

    `tokens` are (m, d), `passage_of_token` tells the passage of each, `base` what is usual for each (see `background`);
    all are None where nothing of the document has been embedded.
    """

    profile: Profile
    words: Vector
    tokens: Units | None
    passage_of_token: tuple[int, ...]
    base: Units | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a view sees a document. `best` has each token's best cosine in each of its embedded passages, (m, n)."""

    similarity: float
    words: Vector
    best: Units | None


class Comparer:
    """Compare documents by the collection's weights of words and a background of its projects."""

    def __init__(self, weights: TermWeights, projects: Sequence[Profile]) -> None:
        self.weights = weights
        self._background = [(one.project, one.meanings) for one in projects if one.meanings is not None]
        lengths = [sum(one.whole.values()) for one in projects]
        self._average = sum(lengths) / max(1, len(lengths))
        passages = [sum(counts.values()) for one in projects for counts in one.counts]
        self._average_passage = sum(passages) / max(1, len(passages))
        # Held no longer than the profiles, of which a batch of drafts meets many.
        self._words: WeakKeyDictionary[Profile, Vector] = WeakKeyDictionary()
        self._passage_words: WeakKeyDictionary[Profile, tuple[Vector, ...]] = WeakKeyDictionary()

    def words(self, profile: Profile) -> Vector:
        """Return the unit vector of a document's words."""
        if profile not in self._words:
            self._words[profile] = vector(profile.whole, self.weights, self._average)
        return self._words[profile]

    def passage_words(self, profile: Profile) -> tuple[Vector, ...]:
        """Return the unit vectors of the words of a document's passages."""
        if profile not in self._passage_words:
            vectors = (vector(counts, self.weights, self._average_passage) for counts in profile.counts)
            self._passage_words[profile] = tuple(vectors)
        return self._passage_words[profile]

    def view(self, profile: Profile, most_tokens: int) -> View:
        """Return a document as it looks at others, with up to `most_tokens` of its token vectors."""
        words = self.words(profile)
        meanings = profile.meanings
        if meanings is None:
            return View(profile, words, None, (), None)
        places = evenly(len(meanings.units), most_tokens)
        tokens = meanings.units[places]
        others = [one for project, one in self._background if project != profile.project]
        return View(profile, words, tokens, _passages(meanings, profile, places.tolist()), background(tokens, others))

    def compare(self, view: View, other: Profile) -> Comparison:
        """Return how like `other` is to the view's document, 1 being the same text."""
        return compare_parts(view, self.words(other), other.meanings, other.facts)


def compare_parts(view: View, words: Vector, meanings: Meanings | None, facts: ProjectFacts) -> Comparison:
    """Return how like a document of these words, meanings and facts is to the view's, 1 being the same text."""
    by_words = cosine(view.words, words)
    purpose = OTHER_AXIS if _axes_differ(view.profile.facts, facts) else 1.0
    if view.tokens is None or view.base is None or meanings is None:
        return Comparison(purpose * by_words, words, None)
    best = best_cosines(view.tokens, meanings)
    by_meaning = excess(best.max(axis=1), view.base)
    return Comparison(purpose * joined(by_words, by_meaning), words, best)


def joined(by_words: float, by_meaning: float) -> float:
    """Return the likeness by words and by meaning in one number."""
    return (1 - MEANING_WEIGHT) * by_words + MEANING_WEIGHT * by_meaning


def _axes_differ(one: ProjectFacts, other: ProjectFacts) -> bool:
    """Tell whether both documents name a priority axis, and not the same one."""
    axes = one.priority_axis, other.priority_axis
    return axes[0] is not None and axes[1] is not None and fold(axes[0]) != fold(axes[1])


def _passages(meanings: Meanings, profile: Profile, places: Sequence[int]) -> tuple[int, ...]:
    """Return for each token's place among a document's units the place of its passage."""
    import numpy as np

    segments = np.searchsorted(meanings.starts, places, side="right") - 1
    return tuple(profile.embedded[segment] for segment in segments.tolist())
