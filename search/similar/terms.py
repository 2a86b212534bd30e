"""Documents as words: base forms and compound parts, weighted by how few passages of the collection have them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

from index.esr_form import GENDER_ROWS, SUSTAINABILITY
from index.finnish import analyse, is_stop_word
from index.keywords import KeywordIndex
from index.model import Token
from index.voikko import analyses

_CACHED_TERMS = 50_000
# A compound's part says less than a word of its own.
_PART_WEIGHT = 0.5
# BM25's usual constants (Robertson & Zaragoza 2009).
_K1 = 1.2
_B = 0.75

# Voikko's classes of nouns and adjectives; those of names end in nimi.
_NAMING = ("nimisana", "laatusana", "lyhenne")

Vector = Mapping[str, float]


def content_terms(tokens: Iterable[Token]) -> Counter[str]:
    """Return how often each base form stands in a text, compound parts counted half; no function words or numbers."""
    counts: Counter[str] = Counter()
    for token in tokens:
        if any(map(str.isalpha, token.text)) and not is_stop_word(token):
            counts[token.lemmas[0]] += 1.0  # type: ignore[assignment]  # a Counter's values are typed int
            for part in token.parts:
                counts[part] += _PART_WEIGHT  # type: ignore[assignment]
    return counts


@cache
def form_terms() -> frozenset[str]:
    """Return the terms of the ESR form's own labels in the sections of horizontal principles."""
    labels = (*GENDER_ROWS, *SUSTAINABILITY, *(name for names in SUSTAINABILITY.values() for name in names))
    return frozenset(content_terms(analyse("\n".join(labels))))


@lru_cache(maxsize=_CACHED_TERMS)
def names_something(term: str) -> bool:
    """Tell whether a base form is a noun, an adjective or a name, by its likeliest reading; an unknown word may be."""
    readings = analyses(term)
    return not readings or readings[0].word_class.startswith(_NAMING) or readings[0].word_class.endswith("nimi")


class TermWeights:
    """Tell how telling a term is: the root of its inverse document frequency over the collection's passages.

    The root, since two documents' weights of a term are multiplied: their product has the frequency once, as BM25 has.
    A term that stands in fewer than `fewest` passages can't be shared by two documents and has no weight.
    """

    def __init__(self, keywords: KeywordIndex, fewest: int) -> None:
        self._keywords, self._fewest = keywords, fewest
        self._total = keywords.count
        self._known: dict[str, tuple[int, float]] = {}

    def __call__(self, term: str) -> float:
        """Return the weight of a term, 0 or more."""
        return self._of(term)[1]

    def share(self, term: str) -> float:
        """Return the share of the collection's passages that have a term."""
        return self._of(term)[0] / max(1, self._total)

    def _of(self, term: str) -> tuple[int, float]:
        if term not in self._known:
            found = self._keywords.passages_with(term)
            idf = math.log(1 + (self._total - found + 0.5) / (found + 0.5)) if found >= self._fewest else 0.0
            self._known[term] = (found, math.sqrt(idf))
        return self._known[term]


def vector(counts: Mapping[str, float], weight: Callable[[str], float], average_length: float) -> dict[str, float]:
    """Return a document's unit vector: term frequencies saturated as in BM25, times the terms' weights."""
    length = sum(counts.values())
    saturation = _K1 * (1 - _B + _B * length / max(1.0, average_length))
    weighted = ((term, count, weight(term)) for term, count in counts.items())
    raw = {term: count / (count + saturation) * value for term, count, value in weighted if value}
    norm = math.sqrt(sum(value * value for value in raw.values()))
    return {term: value / norm for term, value in raw.items()} if norm else {}


def cosine(one: Vector, other: Vector) -> float:
    """Return the cosine of two unit vectors."""
    small, large = sorted((one, other), key=len)
    return sum(value * large[term] for term, value in small.items() if term in large)


def covered(one: Vector, other: Vector) -> float:
    """Return the share of the first unit vector that lies on terms which the second has."""
    return sum(value * value for term, value in one.items() if term in other)
