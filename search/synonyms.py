"""Find other words for what a query asks: työkkäri is TE-toimisto, uppsökande arbete is etsivä työ.

The vocabulary is a TOML file of groups that planners edit. Analysing all its terms would take long, so a term is
analysed when the query has words that begin as the term's do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.finnish import analyse, is_stop_word
from index.keyword_query import Phrase, Word
from index.model import Token
from search.query import Query
from search.synonym_store import SynonymStore, query_keys, term_key

# Case endings, of singular and plural, that words unknown to Voikko take without a change of stem: työkkäri|ssä.
_CASE_ENDING = re.compile(r"i?(?:n|t|a|ä|[nt][aä]|ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi)|[aeiouyäö]n|j[aä]|ien|jen")
_SHORTEST_STEM = 4
_CACHED_TERMS = 20_000


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another term of the group: its text, its words as the keyword index takes a phrase, and its language."""

    text: str
    phrase: Phrase
    language: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """Consecutive words of a query (`words`, their positions) that are a group's `term`, and the group's others."""

    words: tuple[int, ...]
    term: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """A term of the vocabulary's group `group` that stands in the query at `start`."""

    start: int
    length: int
    group: int
    term: str

    @property
    def words(self) -> tuple[int, ...]:
        return tuple(range(self.start, self.start + self.length))


class Synonyms:
    """A vocabulary of groups; each holds terms such that a searcher for one is glad to read of another."""

    def __init__(self, store: SynonymStore) -> None:
        self._store = store

    def expand(self, words: Sequence[Word]) -> list[Expansion]:
        """Return the longest runs of a query's words that are terms, in order; none overlaps another.

        Finnish terms match by lemma, in any reading; Swedish and English ones as written, English without a final s.
        Exact words match nothing. A run has more than one expansion where its term is in more than one group.
        """
        chosen: list[_Match] = []
        taken: set[int] = set()
        for match in sorted(self._matches(words), key=lambda match: (-match.length, match.start)):
            same_run = [other for other in chosen if other.words == match.words]
            if same_run and all(other.group != match.group for other in same_run):
                chosen.append(match)
            elif taken.isdisjoint(match.words):
                chosen.append(match)
                taken.update(match.words)
        chosen.sort(key=lambda match: (match.start, match.group))
        return [self._expansion(words, match) for match in chosen]

    def finnish_variant(self, query: Query, expansions: Sequence[Expansion]) -> str | None:
        """Return the text of `query` with each expanded term replaced by its group's most usual other Finnish term.

        `expansions` are those of its words. None where nothing is replaced. Quoted and exact words stay, unless the
        same words stand there unquoted, too.
        """
        tokens = [token for token in analyse(query.text) if not is_stop_word(token)]
        pieces: list[str] = []
        copied = at = 0
        replaced: tuple[int, ...] = ()
        for expansion in expansions:
            other = next((one.text for one in expansion.alternatives if one.language == "fi"), None)
            found = _find([query.keywords.words[word].token.text for word in expansion.words], tokens, at)
            if other is None or found is None or expansion.words == replaced:
                continue
            last = found + len(expansion.words) - 1
            pieces += [query.text[copied : tokens[found].start], other]
            copied, at, replaced = tokens[last].end, last + 1, expansion.words
        return "".join([*pieces, query.text[copied:]]) if pieces else None

    def _matches(self, words: Sequence[Word]) -> Iterator[_Match]:
        positions = _positions(words)
        for group, language, text in self._store.terms_with(positions):
            term = _content(_phrase(text))
            for start in _runs(words, positions, term, language):
                yield _Match(start, len(term), group, text)

    def _expansion(self, words: Sequence[Word], match: _Match) -> Expansion:
        asked = words[match.start : match.start + match.length]
        alternatives: dict[tuple[tuple[str, ...], ...], Alternative] = {}
        for language, text in self._store.group(match.group):
            phrase = _phrase(text)
            content = _content(phrase)
            if not _is_term(asked, content, language):
                key = tuple(word.token.lemmas for word in content)
                alternatives.setdefault(key, Alternative(text, phrase, language))
        return Expansion(match.words, match.term, tuple(alternatives.values()))


@lru_cache(maxsize=_CACHED_TERMS)
def _phrase(text: str) -> Phrase:
    return tuple(Word(token) for token in analyse(text))


def _content(phrase: Phrase) -> Phrase:
    """Return a term's words without function words, as the query parser leaves them out.

    All of them where only one would be left: what is left of "itsensä työllistäjä" is any työllistäjä.
    """
    content = tuple(word for word in phrase if not is_stop_word(word.token))
    return content if len(content) > 1 else phrase


def _runs(words: Sequence[Word], positions: Mapping[str, list[int]], term: Phrase, language: str) -> Iterator[int]:
    """Yield where a term's words begin to stand in a query, tried wherever its longest word may be."""
    anchor = max(reversed(range(len(term))), key=lambda at: len(term[at].token.text))
    for position in positions.get(term_key(language, term[anchor].token.text), ()):
        start = position - anchor
        if start >= 0 and _is_term(words[start : start + len(term)], term, language):
            yield start


def _is_term(words: Sequence[Word], term: Phrase, language: str) -> bool:
    return len(words) == len(term) and all(
        not word.exact and _says(word.token, own.token, language) for word, own in zip(words, term, strict=True)
    )


def _says(asked: Token, own: Token, language: str) -> bool:
    """Tell whether a query's word is a term's word."""
    if language == "en":
        return asked.text.removesuffix("s") == own.text.removesuffix("s")
    if language == "sv":
        return asked.text == own.text
    return not set(asked.lemmas).isdisjoint(own.lemmas) or _is_inflected_unknown(asked, own)


def _is_inflected_unknown(asked: Token, own: Token) -> bool:
    if asked.known or own.known or len(own.text) < _SHORTEST_STEM or not asked.text.startswith(own.text):
        return False
    return _CASE_ENDING.fullmatch(asked.text, len(own.text)) is not None


def _positions(words: Sequence[Word]) -> dict[str, list[int]]:
    """Return the positions of a query's words by the keys of the terms that they may be."""
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for position, word in enumerate(words):
        for key in () if word.exact else query_keys(word.token):
            positions[key].append(position)
    return positions


def _find(texts: Sequence[str], tokens: Sequence[Token], at: int) -> int | None:
    """Return where the words `texts` stand side by side in `tokens`, not before `at`."""
    for start in range(at, len(tokens) - len(texts) + 1):
        if all(token.text == text for token, text in zip(tokens[start:], texts, strict=False)):
            return start
    return None
