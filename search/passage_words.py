"""The words of a passage, looked up by what of a query they answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from index.finnish import analyse
from index.keyword_query import GRAM_SHARE, Phrase, Word, fallback_terms
from index.model import Token

# A compound's parts that stand within so many words of each other say what the compound says.
_NEAR = 4


class PassageWords:
    """The tokens of a text, analysed once and found by base form, compound part and spelling.

    A passage is asked for every word of a query and each of its synonyms: going through all tokens for each took more
    time than the search itself.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: Sequence[Token] = analyse(text)

    def answering(self, word: Word) -> tuple[str, list[Token]]:
        """Return in which way the passage answers `word`, the best there is, and the tokens that do; "" for none."""
        for kind, places in (
            ("word", self._same_word),
            ("compound", self._same_compound),
            ("compound", self._parts_apart),
            ("similar", self._similar),
        ):
            if found := places(word):
                return kind, self._at(found)
        return "", []

    def standing(self, phrase: Phrase) -> list[Token]:
        """Return the tokens with the words of `phrase` side by side, as often as they stand there."""
        if len(phrase) == 1:
            return self._at(self._same_word(phrase[0]) | self._same_compound(phrase[0]))
        places = [self._same_word(word) for word in phrase]
        starts = (start for start in sorted(places[0]) if all(start + at in one for at, one in enumerate(places)))
        return [self.tokens[start + at] for start in starts for at in range(len(phrase))]

    def _at(self, places: Iterable[int]) -> list[Token]:
        return [self.tokens[place] for place in sorted(places)]

    def _same_word(self, word: Word) -> set[int]:
        """Return where the query's word itself stands, in any form."""
        if word.exact:
            return set(self._by_text[word.token.text])
        return {place for lemma in word.token.lemmas for place in self._by_lemma[lemma]}

    def _same_compound(self, word: Word) -> set[int]:
        """Return where the query's word is a part, or all parts of the query's compound are in one word."""
        if word.exact:
            return set()
        part_of = {place for lemma in word.token.lemmas for place in self._by_part[lemma]}
        parts = [set(self._by_part[part]) for part in word.token.parts]
        return part_of | (set.intersection(*parts) if parts else set())

    def _parts_apart(self, word: Word) -> set[int]:
        """Return where words hold parts of the query's compound, if near each other they hold all of them.

        So mielenterveyskuntoutuja is answered by "mielenterveys- ja päihdekuntoutuja".
        """
        if word.exact or not all(self._by_part[part] for part in word.token.parts):
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
        if word.exact or word.token.known:
            return set()
        wanted = set(fallback_terms(word.token))
        enough = max(1, GRAM_SHARE * len(wanted))
        return {place for place, terms in enumerate(self._fallback_terms) if len(wanted & terms) >= enough}

    @cached_property
    def _by_text(self) -> Mapping[str, list[int]]:
        return self._places(lambda token: (token.text,))

    @cached_property
    def _by_lemma(self) -> Mapping[str, list[int]]:
        return self._places(lambda token: token.lemmas)

    @cached_property
    def _by_part(self) -> Mapping[str, list[int]]:
        return self._places(lambda token: (*token.lemmas, *token.parts))

    @cached_property
    def _fallback_terms(self) -> list[set[str]]:
        return [set(fallback_terms(token)) for token in self.tokens]

    def _places(self, terms: Callable[[Token], Iterable[str]]) -> Mapping[str, list[int]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, token in enumerate(self.tokens):
            for term in terms(token):
                places[term].append(place)
        return places
