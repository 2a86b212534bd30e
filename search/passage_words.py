"""The words of a passage, looked up by what of a query they answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from index.finnish import analyse_form, forms_like, forms_of, words_of
from index.keyword_query import EXACT, GRAM_SHARE, Phrase, Word, fallback_terms
from index.model import Token

# A compound's parts that stand within so many words of each other say what the compound says.
_NEAR = 4


class AskedForms:
    """The word forms of some texts that can answer words that are asked for, each looked at once and analysed.

    A passage has a hundred words, and a query's words touch two or three of them.
    """

    def __init__(self, words: Iterable[Word], texts: Iterable[str]) -> None:
        self._words = tuple(words)
        self._forms: set[str] = set().union(*(words_of(text).forms for text in texts))

    @cached_property
    def related(self) -> Mapping[str, Token]:
        """Those that have a base form or a part in common with a word, or are the written form that is asked for."""
        exact = {word.token.text for word in self._words if word.exact}
        asked = [word.token for word in self._words if not word.exact]
        terms = {term for token in asked for term in (*token.lemmas, *token.parts)}
        return _analysed((*(exact & self._forms), *forms_of(terms, self._forms)))

    @cached_property
    def alike(self) -> Mapping[str, Token]:
        """Those that have a 5-gram in common with an unknown word."""
        grams = {gram for word in self._words if _has_likes(word) for gram in fallback_terms(word.token)}
        return _analysed(forms_like(grams, self._forms))


def _analysed(forms: Iterable[str]) -> dict[str, Token]:
    return {form: analyse_form(form) for form in forms}


def _has_likes(word: Word) -> bool:
    """Tell whether words of a like spelling answer a word."""
    return not (word.exact or word.token.known)


class PassageWords:
    """The words of one of the texts that can answer what is asked for, found by base form, part and spelling."""

    def __init__(self, text: str, asked: AskedForms) -> None:
        self.text = text
        self._words = words_of(text)
        self._asked = asked

    def answering(self, word: Word) -> tuple[str, list[Token]]:
        """Return in which way the passage answers a word asked for, the best there is, and the tokens; "" for none."""
        if self._has_any_of(word):
            for kind, places in (
                ("word", self._same_word),
                ("compound", self._same_compound),
                ("compound", self._parts_apart),
            ):
                if found := places(word):
                    return kind, self._at(found)
        similar = self._similar(word)
        return "similar" if similar else "", self._at(similar)

    def standing(self, phrase: Phrase) -> list[Token]:
        """Return the tokens with the words of `phrase` side by side, as often as they stand there."""
        if not self._has_any_of(phrase[0]):
            return []
        if len(phrase) == 1:
            return self._at(self._same_compound(phrase[0]) or self._same_word(phrase[0]))
        places = [self._same_word(word) for word in phrase]
        starts = (start for start in sorted(places[0]) if all(start + at in one for at, one in enumerate(places)))
        return [self._words.token(start + at) for start in starts for at in range(len(phrase))]

    def _has_any_of(self, word: Word) -> bool:
        """Tell whether anything of the query's word stands here; most of its words and other terms don't."""
        terms = self._by_part.keys()
        return not (terms.isdisjoint(word.terms) and terms.isdisjoint(word.token.parts))

    def _at(self, places: Iterable[int]) -> list[Token]:
        return [self._words.token(place) for place in sorted(places)]

    def _same_word(self, word: Word) -> set[int]:
        """Return where the query's word itself stands, in any form."""
        return _places(self._by_word, word.terms)

    def _same_compound(self, word: Word) -> set[int]:
        """Return where the query's word is a part, or all parts of the query's compound are in one word."""
        if word.exact:
            return set()
        found = _places(self._by_part, word.token.lemmas)
        if word.token.parts:
            found |= set.intersection(*(_places(self._by_part, (part,)) for part in word.token.parts))
        return found

    def _parts_apart(self, word: Word) -> set[int]:
        """Return where words hold parts of the query's compound, if near each other they hold all of them.

        So mielenterveyskuntoutuja is answered by "mielenterveys- ja päihdekuntoutuja".
        """
        if word.exact or not all(part in self._by_part for part in word.token.parts):
            return set()
        holding = {part: self._by_part[part] for part in word.token.parts}
        answering: set[int] = set()
        for start in sorted({place for places in holding.values() for place in places}):
            near = {part: [place for place in places if 0 <= place - start < _NEAR] for part, places in holding.items()}
            if all(near.values()):
                answering.update(place for places in near.values() for place in places)
        return answering

    def _similar(self, word: Word) -> set[int]:
        """Return where an unknown word's like stands: one that shares enough 5-grams."""
        if not _has_likes(word):
            return set()
        wanted = set(fallback_terms(word.token))
        enough = max(1, GRAM_SHARE * len(wanted))
        return {place for place, terms in self._fallback_terms.items() if len(wanted & terms) >= enough}

    @cached_property
    def _fallback_terms(self) -> Mapping[int, set[str]]:
        return {place: set(fallback_terms(token)) for place, token in self._standing(self._asked.alike)}

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[int]]:
        return _by_term((place, (EXACT + token.text, *token.lemmas)) for place, token in self._related)

    @cached_property
    def _by_part(self) -> Mapping[str, Sequence[int]]:
        return _by_term((place, (EXACT + token.text, *token.lemmas, *token.parts)) for place, token in self._related)

    @cached_property
    def _related(self) -> Sequence[tuple[int, Token]]:
        return self._standing(self._asked.related)

    def _standing(self, forms: Mapping[str, Token]) -> Sequence[tuple[int, Token]]:
        """Return where some forms stand here, in order."""
        return [(place, forms[form]) for place, form in enumerate(self._words.forms) if form in forms]


def _by_term(terms: Iterable[tuple[int, Iterable[str]]]) -> Mapping[str, Sequence[int]]:
    places: dict[str, list[int]] = {}
    for place, some in terms:
        for term in some:
            places.setdefault(term, []).append(place)
    return places


def _places(by_term: Mapping[str, Sequence[int]], terms: Iterable[str]) -> set[int]:
    return {place for term in terms if term in by_term for place in by_term[term]}
