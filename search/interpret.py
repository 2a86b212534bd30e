"""A query as it was typed -> as it is searched: misspelt words corrected, other words for the same thing added."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from index.keyword_query import Phrase
from index.keywords import KeywordIndex
from search.dictionary import Dictionary
from search.query import Query, parse_query
from search.spelling import correct, corrected_text
from search.synonyms import Expansion, Synonyms
from search.translation import Translation, foreign_words, holds, translate


def interpret(
    query: Query, keywords: KeywordIndex, synonyms: Synonyms | None, dictionaries: Sequence[Dictionary] = ()
) -> Query:
    """Return the query with corrections, synonyms and translations; "phrases" and =exact words mean what they say.

    Corrections replace words that stand nowhere in the collection. Synonyms and translations only add evidence:
    `related` holds, for each run of words that is a term of the vocabulary or of a dictionary, the other terms for it,
    and `variant` is the query's text with the most usual Finnish terms of the vocabulary. `missing` are the free words
    that the collection doesn't have, neither themselves nor in compounds nor by another term.
    """
    if query.keywords.phrases or any(word.exact for word in query.keywords.words):
        return replace(query, missing=_missing(query, keywords, ()))
    foreign = foreign_words(query.keywords.words, dictionaries)
    corrections = tuple(correct(query.keywords.words, keywords, foreign))
    if corrections:
        query = replace(parse_query(corrected_text(query.given, corrections)), given=query.given)
    words = query.keywords.words
    expansions = tuple(synonyms.expand(words)) if synonyms else ()
    translations = tuple(translate(words, _positions(expansions), keywords, dictionaries))
    return replace(
        query,
        keywords=replace(query.keywords, related=_related((*expansions, *translations))),
        corrections=corrections,
        expansions=expansions,
        translations=translations,
        variant=synonyms.finnish_variant(query, expansions) if synonyms else None,
        missing=_missing(query, keywords, _positions((*expansions, *translations))),
    )


def _missing(query: Query, keywords: KeywordIndex, covered: Collection[int]) -> tuple[str, ...]:
    words = enumerate(query.keywords.words)
    return tuple(word.token.text for at, word in words if at not in covered and not holds(word, keywords))


def _positions(found: Sequence[Expansion | Translation]) -> set[int]:
    return {position for one in found for position in one.words}


def _related(found: Sequence[Expansion | Translation]) -> tuple[tuple[Phrase, ...], ...]:
    return tuple(tuple(other.phrase for other in one.alternatives) for one in found)
