"""Why a passage matched, as data: places in the two rankings, and the words of the text that answer the query's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.keyword_query import Word
from index.model import Token
from search.passage_words import AskedForms, PassageWords

if TYPE_CHECKING:
    from search.synonyms import Expansion
    from search.translation import Translation


@dataclass(frozen=True, slots=True)
class Place:
    """A passage's place in one ranking: rank from 1, and that ranking's own score (BM25 or cosine)."""

    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """A word of the passage that answers a word of the query; `start` and `end` are offsets in the passage."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MatchedWord:
    """A word of the query with what answers it.

    `kind` is "word" for the word itself in any form, "compound" for a part of one or a compound's parts, "similar" for
    a like spelling, "synonym" for another term of the field's vocabulary, and "translation" for a Finnish word for a
    foreign one.
    """

    query: str
    lemma: str
    kind: str
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A word of the query and the word of the passage that is nearest to it in meaning; both as they are written."""

    query: str
    text: str
    cosine: float


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons for a hit; a place is None where the ranking didn't reach the passage.

    `late` is the mean late interaction of query and passage, None where it wasn't computed. `pairs` are what counted
    most in it, where that was asked for, nearest first. `near_words` is the mean nearness of the query's words by
    themselves, None where they weren't compared. `in_names` tells of a passage in which no word was found whether its
    project's names have one.
    """

    keyword: Place | None
    vector: Place | None
    words: tuple[MatchedWord, ...]
    late: float | None = None
    pairs: tuple[Pair, ...] = ()
    near_words: float | None = None
    in_names: bool = False

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Return the spans of all matched words in order, each once."""
        return sorted({(found.start, found.end) for word in self.words for found in word.found})


def matched_words(
    words: Sequence[Word],
    texts: Sequence[str],
    expansions: Sequence[Expansion] = (),
    translations: Sequence[Translation] = (),
) -> list[tuple[MatchedWord, ...]]:
    """Return for each passage of `texts` which of the query's `words` it answers, each once, then its other terms."""
    own = {(word.token.text, word.exact): word for word in words}.values()
    others: tuple[Expansion | Translation, ...] = (*expansions, *translations)
    asked = AskedForms([*own, *(word for one in others for other in one.alternatives for word in other.phrase)], texts)

    def matched(text: str) -> tuple[MatchedWord, ...]:
        passage = PassageWords(text, asked)
        synonyms = _other_terms("synonym", expansions, passage)
        return (*_own_words(own, passage), *synonyms, *_other_terms("translation", translations, passage))

    return [matched(text) for text in texts]


def _own_words(words: Iterable[Word], passage: PassageWords) -> Iterator[MatchedWord]:
    for word in words:
        kind, answering = passage.answering(word)
        if answering:
            yield MatchedWord(word.token.text, word.token.lemmas[0], kind, _found(answering, passage.text))


def _other_terms(
    kind: str, expansions: Sequence[Expansion | Translation], passage: PassageWords
) -> Iterator[MatchedWord]:
    """Yield the other terms for what was asked that the passage has; `lemma` is the term that it has."""
    for expansion in expansions:
        for other in expansion.alternatives:
            if answering := passage.standing(other.phrase):
                yield MatchedWord(expansion.term, other.text, kind, _found(answering, passage.text))


def _found(tokens: Sequence[Token], text: str) -> tuple[Found, ...]:
    return tuple(Found(text[token.start : token.end], token.start, token.end) for token in tokens)
