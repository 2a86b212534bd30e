"""A query as it was typed -> as it is searched: misspelt words corrected, other words for the same thing added."""

from __future__ import annotations

from collections.abc import Sequence
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
    and `variant` is the query's text with the most usual Finnish terms of the vocabulary.
    """
    if query.keywords.phrases or any(word.exact for word in query.keywords.words):
        return query
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
    )


def coverage(query: Query, keywords: KeywordIndex) -> float:
    """Return the share of the query's free words that the collection has, itself, in compounds or by another term.

    Evidence of words tells little of a query in another language of which only a term or two is known.
    """
    words = query.keywords.words
    if not words:
        return 1.0
    covered = _positions((*query.expansions, *query.translations))
    held = [position in covered or holds(word, keywords) for position, word in enumerate(words)]
    return sum(held) / len(held)


def _positions(found: Sequence[Expansion | Translation]) -> set[int]:
    return {position for one in found for position in one.words}


def _related(found: Sequence[Expansion | Translation]) -> tuple[tuple[Phrase, ...], ...]:
    return tuple(tuple(other.phrase for other in one.alternatives) for one in found)
