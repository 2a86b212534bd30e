"""Translate what a query asks in Swedish or English: the Finnish words of the collection that may be meant.

Dictionary-based retrieval across languages (Pirkola 1998, The Effects of Query Structure and Dictionary Setups in
Dictionary-Based Cross-Language Information Retrieval): the translations of a word are one thing that is asked, of
which the best counts, so that a word of many senses weighs no more than another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.errors import DictionaryError
from index.finnish import analyse
from index.keyword_query import Phrase, Word
from index.keywords import KeywordIndex
from search.dictionary import Dictionary, Foreign
from search.synonyms import Alternative

# Of a word's translations that stand in the collection so many are asked for.
_MOST = 4
# So many words side by side are looked up as one term: mental health.
_LONGEST_RUN = 3


@dataclass(frozen=True, slots=True)
class Translation:
    """Words of a query (their positions) that are one `term` of a language, and what it may be in Finnish.

    `alternatives` stand in the collection; those that the term means in most senses come first.
    """

    words: tuple[int, ...]
    term: str
    language: Foreign
    alternatives: tuple[Alternative, ...]


def translate(
    words: Sequence[Word], done: Collection[int], keywords: KeywordIndex, dictionaries: Sequence[Dictionary]
) -> list[Translation]:
    """Return the translations of a query's words, in order, but for those at the positions `done`.

    A word is translated that neither Voikko nor the collection knows, in a foreign query one that only one of them
    does; exact words mean what they say. All are of one language, the one that knows more of them; where two know as
    many, of both. A dictionary that can't be used knows none.
    """
    may_be = [at for at, word in enumerate(words) if at not in done and not word.exact]
    familiar = {at: words[at].token.known + holds(words[at], keywords) for at in may_be}
    if min(familiar.values(), default=2) == 2:
        return []
    usable = [one for one in dictionaries if _is_usable(one)]
    enough = 1 if foreign_words(words, usable) else 0
    asked = [at for at in may_be if familiar[at] <= enough]
    known = [sum(bool(one.translations(words[at].token.text)) for at in asked) for one in usable]
    chosen = [one for one, count in zip(usable, known, strict=True) if count == max(known)]
    found = [one for dictionary in chosen for one in _translations(words, asked, keywords, dictionary)]
    return sorted(found, key=lambda one: (one.words[0], one.language))


def foreign_words(words: Sequence[Word], dictionaries: Sequence[Dictionary]) -> set[int]:
    """Return the positions of the words that are surely of another language: as many of them as Finnish ones at least.

    Among more Finnish words a word that is foreign, too, is rather a misspelling.
    """
    unknown = {at for at, word in enumerate(words) if not word.exact and not word.token.known}
    usable = [one for one in dictionaries if unknown and _is_usable(one)]
    foreign = {at for at in unknown if any(one.knows(words[at].token.text) for one in usable)}
    return foreign if len(foreign) >= len(words) - len(unknown) else set()


def _is_usable(dictionary: Dictionary) -> bool:
    try:
        dictionary.check()
    except DictionaryError:
        return False
    return True


def _translations(
    words: Sequence[Word], asked: Sequence[int], keywords: KeywordIndex, dictionary: Dictionary
) -> Iterator[Translation]:
    """Yield the translations by one dictionary: the longest runs that are a term, then single words and their parts."""
    taken: set[int] = set()
    for length in range(_LONGEST_RUN, 0, -1):
        for start in asked:
            run = tuple(range(start, start + length))
            if taken.isdisjoint(run) and _side_by_side(words, run):
                text = " ".join(words[at].token.text for at in run)
                found = list(_of_term(text, run, keywords, dictionary))
                taken.update(run if found else ())
                yield from found


def _side_by_side(words: Sequence[Word], run: Sequence[int]) -> bool:
    tokens = [words[at].token for at in run if at < len(words) and not words[at].exact]
    return len(tokens) == len(run) and all(following.start == token.end + 1 for token, following in pairwise(tokens))


def _of_term(text: str, run: tuple[int, ...], keywords: KeywordIndex, dictionary: Dictionary) -> Iterator[Translation]:
    """Yield the translation of a term as a whole, or of its parts where it has none."""
    whole = dictionary.translations(text)
    for term in (text,) if whole or len(run) > 1 else dictionary.parts(text):
        alternatives = _held(whole or dictionary.translations(term), keywords)
        if alternatives:
            yield Translation(run, term, dictionary.language, alternatives)


def _held(terms: Sequence[str], keywords: KeywordIndex) -> tuple[Alternative, ...]:
    """Return the first of the Finnish `terms` that stand in the collection, each base form once."""
    found: dict[tuple[tuple[str, ...], ...], Alternative] = {}
    for term in terms:
        phrase = tuple(Word(token) for token in analyse(term))
        if _stands(phrase, keywords):
            found.setdefault(tuple(word.token.lemmas for word in phrase), Alternative(term, phrase, "fi"))
            if len(found) == _MOST:
                break
    return tuple(found.values())


def _stands(phrase: Phrase, keywords: KeywordIndex) -> bool:
    """Tell whether a term stands in the collection: a word itself or its parts, several words side by side."""
    if len(phrase) == 1:
        return holds(phrase[0], keywords)
    return bool(phrase) and keywords.phrase_frequency(phrase) > 0


def holds(word: Word, keywords: KeywordIndex) -> bool:
    """Tell whether the collection has a word of a query, itself or as a compound's parts."""
    parts = () if word.exact else word.token.parts
    return any(map(keywords.holds, word.terms)) or (bool(parts) and all(map(keywords.holds, parts)))
