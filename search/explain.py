"""Why a passage matched, as data: places in the two rankings, and the words of the text that answer the query's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.finnish import analyse
from index.keywords import GRAM_SHARE, Word, fallback_terms
from index.model import Token


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

    `kind` is "word" for the word itself in any form, "compound" for a part of one or a compound's parts, and
    "similar" for a like spelling.
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


def matched_words(words: Sequence[Word], text: str) -> tuple[MatchedWord, ...]:
    """Return which of the query's `words` the passage `text` answers, and where; each word once."""
    tokens = analyse(text)
    matches = []
    for word in {(word.token.text, word.exact): word for word in words}.values():
        for kind, answers in _KINDS:
            answering = [token for token in tokens if answers(word, token)]
            if kind == "compound" and not answering:
                answering = _parts_apart(word, tokens)
            if answering:
                found = tuple(Found(text[token.start : token.end], token.start, token.end) for token in answering)
                matches.append(MatchedWord(word.token.text, word.token.lemmas[0], kind, found))
                break
    return tuple(matches)


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
    """Return the tokens that hold parts of the query's compound where together they hold all, or none.

    So mielenterveyskuntoutuja is answered by "mielenterveys- ja päihdekuntoutuja".
    """
    wanted = set() if word.exact else set(word.token.parts)
    holding = [token for token in tokens if not wanted.isdisjoint((*token.lemmas, *token.parts))]
    held = {part for token in holding for part in (*token.lemmas, *token.parts)}
    return holding if held.issuperset(wanted) else []


def _similar_word(word: Word, token: Token) -> bool:
    """Tell whether an unknown word shares enough 5-grams with the token."""
    if word.exact or word.token.known:
        return False
    wanted = set(fallback_terms(word.token))
    return len(wanted.intersection(fallback_terms(token))) >= max(1, GRAM_SHARE * len(wanted))


_KINDS = (("word", _same_word), ("compound", _same_compound), ("similar", _similar_word))
