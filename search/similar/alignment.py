"""Where a draft and a project meet: pairs of passages, and the words that tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from index.model import Token
from search.repeats import first_tellings
from search.similar.compare import Comparer, Comparison, View, joined
from search.similar.kinds import affinity
from search.similar.meaning import excess
from search.similar.model import KeyTerm, Passage, PassagePair, SharedTerm, Span, Strength
from search.similar.profile import Profile, is_horizontal
from search.similar.terms import Vector, cosine, names_something

if TYPE_CHECKING:
    from search.similar.meaning import Units

# Likenesses of passages. The likest passages of a draft and a project about other things stay below the last in nine
# of ten cases; those of drafts and the projects judged most like them have .14 (median), those of sequels .2 to .44.
_STRENGTHS = ((0.3, Strength.STRONG), (0.18, Strength.MODERATE), (0.12, Strength.WEAK))
_TERMS_OF_PAIR = 8
_TERMS = 15


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs of passages that meet, best first, and the draft's passages that meet none."""

    pairs: tuple[PassagePair, ...]
    missing: tuple[Passage, ...]


def align(comparer: Comparer, view: View, project: Profile, comparison: Comparison) -> Alignment:
    """Return where the view's document and a project meet.

    Each passage of the draft goes with the one that it is likest, passages of like kinds first; horizontal principles
    alone are never missed.
    """
    draft = view.profile
    vectors, others = comparer.passage_words(draft), comparer.passage_words(project)
    pairs, missing = [], []
    for at, passage in enumerate(draft.passages):
        near = _nearness(view, project, comparison, at)
        likenesses = [joined(cosine(vectors[at], other), near[place]) for place, other in enumerate(others)]
        fitting = [
            one * affinity(passage.kind, other.kind) for one, other in zip(likenesses, project.passages, strict=True)
        ]
        place = max(range(len(others)), key=fitting.__getitem__, default=None)
        if place is not None and fitting[place] >= _STRENGTHS[-1][0]:
            words = _telling(vectors[at], others[place])
            pairs.append(_pair(draft, at, project, place, likenesses[place], words))
        elif not is_horizontal(passage):
            missing.append(passage)
    ranked = sorted(pairs, key=lambda pair: -pair.likeness * affinity(pair.draft.kind, pair.project.kind))
    return Alignment(tuple(ranked), tuple(missing))


def shared_terms(comparer: Comparer, view: View, project: Profile, comparison: Comparison) -> tuple[KeyTerm, ...]:
    """Return the most telling base forms that a draft and a project share."""
    both = view.profile.base_forms & project.base_forms
    return _key_terms(
        comparer,
        {
            term: value * comparison.words[term]
            for term, value in view.words.items()
            if term in both and term in comparison.words
        },
    )


def missing_terms(comparer: Comparer, view: View, project: Profile) -> tuple[KeyTerm, ...]:
    """Return the draft's most telling base forms that a project doesn't have, not even within compounds."""
    return _key_terms(comparer, {term: value for term, value in _own(view).items() if term not in project.whole})


def draft_terms(comparer: Comparer, view: View) -> tuple[KeyTerm, ...]:
    """Return the draft's most telling base forms."""
    return _key_terms(comparer, _own(view))


def _own(view: View) -> dict[str, float]:
    return {term: value for term, value in view.words.items() if term in view.profile.base_forms}


def _key_terms(comparer: Comparer, values: Mapping[str, float]) -> tuple[KeyTerm, ...]:
    """Return the nouns, adjectives and names with the highest values, rare words before common ones."""
    weights = comparer.weights
    ranked = sorted(values, key=lambda term: (-values[term] * weights(term), term))
    naming = (term for term in ranked if names_something(term))
    return tuple(KeyTerm(term, weights.share(term)) for term in islice(naming, _TERMS))


def _telling(one: Vector, other: Vector) -> list[str]:
    """Return the terms of both vectors, those first that bring them nearest together."""
    return sorted(one.keys() & other.keys(), key=lambda term: (-one[term] * other[term], term))


def _nearness(view: View, project: Profile, comparison: Comparison, at: int) -> list[float]:
    """Return the nearness in meaning of one of the draft's passages to each of the project's."""
    near = [0.0] * len(project.passages)
    rows = [row for row, passage in enumerate(view.passage_of_token) if passage == at]
    if comparison.best is None or view.base is None or not rows:
        return near
    best: Units = comparison.best[rows]
    for column, place in enumerate(project.embedded):
        near[place] = excess(best[:, column], view.base[rows])
    return near


def _pair(draft: Profile, at: int, project: Profile, place: int, likeness: float, words: Sequence[str]) -> PassagePair:
    one, other = draft.passages[at], project.passages[place]
    terms = (SharedTerm(word, _spans(draft.tokens[at], word), _spans(project.tokens[place], word)) for word in words)
    telling = [term for term in terms if term.draft and term.project and names_something(term.term)]
    return PassagePair(one, other, likeness, _strength(one, other, likeness), tuple(telling[:_TERMS_OF_PAIR]))


def _strength(one: Passage, other: Passage, likeness: float) -> Strength:
    if not all(first_tellings([one.text, other.text])):
        return Strength.SAME_TEXT
    return next(strength for least, strength in _STRENGTHS if likeness >= least)


def _spans(tokens: Iterable[Token], term: str) -> tuple[Span, ...]:
    """Return where a term stands, as a word or within a compound."""
    return tuple((token.start, token.end) for token in tokens if term in (token.lemmas[0], *token.parts))
