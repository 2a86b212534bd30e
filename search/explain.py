"""Why a passage matched, as data: places in the two rankings, and the words of the text that answer the query's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.finnish import analyse
from index.keyword_query import GRAM_SHARE, Phrase, Word, fallback_terms
from index.model import Token

if TYPE_CHECKING:
    from search.synonyms import Expansion

# A compound's parts that stand within so many words of each other say what the compound says.
_NEAR = 4


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
    a like spelling, and "synonym" for another term of the field's vocabulary.
    """

    query: str
    lemma: str
    kind: str
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons for a hit; a place is None where the ranking didn't reach the passage.

    `late` is the mean late interaction of query and passage, None where it wasn't computed.
    """

    keyword: Place | None
    vector: Place | None
    words: tuple[MatchedWord, ...]
    late: float | None = None

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Return the spans of all matched words in order, each once."""
        return sorted({(found.start, found.end) for word in self.words for found in word.found})


def matched_words(words: Sequence[Word], text: str, expansions: Sequence[Expansion] = ()) -> tuple[MatchedWord, ...]:
    """Return which of the query's `words` the passage `text` answers, each once, then which other terms it has."""
    tokens = analyse(text)
    return (*_own_words(words, tokens, text), *_other_terms(expansions, tokens, text))


def _own_words(words: Sequence[Word], tokens: Sequence[Token], text: str) -> Iterator[MatchedWord]:
    for word in {(word.token.text, word.exact): word for word in words}.values():
        for kind, answers in _KINDS:
            answering = [token for token in tokens if answers(word, token)]
            if kind == "compound" and not answering:
                answering = _parts_apart(word, tokens)
            if answering:
                yield MatchedWord(word.token.text, word.token.lemmas[0], kind, _found(answering, text))
                break


def _other_terms(expansions: Sequence[Expansion], tokens: Sequence[Token], text: str) -> Iterator[MatchedWord]:
    """Yield the other terms for what was asked that the passage has; `lemma` is the term that it has."""
    for expansion in expansions:
        for other in expansion.alternatives:
            if answering := _standing(other.phrase, tokens):
                yield MatchedWord(expansion.term, other.text, "synonym", _found(answering, text))


def _found(tokens: Sequence[Token], text: str) -> tuple[Found, ...]:
    return tuple(Found(text[token.start : token.end], token.start, token.end) for token in tokens)


def _standing(phrase: Phrase, tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with the words of `phrase` side by side, as often as they stand there."""
    if len(phrase) == 1:
        return [token for token in tokens if _same_word(phrase[0], token) or _same_compound(phrase[0], token)]
    places = range(len(tokens) - len(phrase) + 1)
    runs = [tokens[at : at + len(phrase)] for at in places]
    return [token for run in runs if all(map(_same_word, phrase, run)) for token in run]


def _same_word(word: Word, token: Token) -> bool:
    if word.exact:
        return word.token.text == token.text
    return not set(word.token.lemmas).isdisjoint(token.lemmas)


def _same_compound(word: Word, token: Token) -> bool:
    """Tell whether the query's word is a part of the token, or all parts of the query's compound are in the token."""
    if word.exact:
        return False
    parts = {*token.parts, *token.lemmas}
    return not parts.isdisjoint(word.token.lemmas) or (bool(word.token.parts) and parts.issuperset(word.token.parts))


def _parts_apart(word: Word, tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens that hold parts of the query's compound where near each other they hold all of them.

    So mielenterveyskuntoutuja is answered by "mielenterveys- ja päihdekuntoutuja".
    """
    wanted = set() if word.exact else set(word.token.parts)
    answering: dict[int, Token] = {}
    for start in range(len(tokens) if wanted else 0):
        near = [
            token for token in tokens[start : start + _NEAR] if not wanted.isdisjoint((*token.lemmas, *token.parts))
        ]
        if {part for token in near for part in (*token.lemmas, *token.parts)}.issuperset(wanted):
            answering |= {token.start: token for token in near}
    return [answering[start] for start in sorted(answering)]


def _similar_word(word: Word, token: Token) -> bool:
    """Tell whether an unknown word shares enough 5-grams with the token."""
    if word.exact or word.token.known:
        return False
    wanted = set(fallback_terms(word.token))
    return len(wanted.intersection(fallback_terms(token))) >= max(1, GRAM_SHARE * len(wanted))


_KINDS = (("word", _same_word), ("compound", _same_compound), ("similar", _similar_word))
