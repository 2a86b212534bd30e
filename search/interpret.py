"""A query as it was typed -> as it is searched: misspelt words corrected, other words for the same thing added."""

from __future__ import annotations

from dataclasses import replace

from index.keyword_query import Word
from index.keywords import KeywordIndex
from search.query import Query, parse_query
from search.spelling import correct, corrected_text
from search.synonyms import Synonyms


def interpret(query: Query, keywords: KeywordIndex, synonyms: Synonyms | None) -> Query:
    """Return the query with corrections and synonyms; one with "phrases" or =exact words means what it says.

    Corrections replace words that stand nowhere in the collection. Synonyms only add evidence: `related` holds, for
    each run of words that is a term of the vocabulary, the other terms of its group, and `variant` is the query's text
    with the most usual Finnish terms.
    """
    if query.keywords.phrases or any(word.exact for word in query.keywords.words):
        return query
    corrections = tuple(correct(query.keywords.words, keywords))
    if corrections:
        query = replace(parse_query(corrected_text(query.given, corrections)), given=query.given)
    expansions = tuple(synonyms.expand(query.keywords.words)) if synonyms else ()
    related = tuple(tuple(other.phrase for other in expansion.alternatives) for expansion in expansions)
    return replace(
        query,
        keywords=replace(query.keywords, related=related),
        corrections=corrections,
        expansions=expansions,
        variant=synonyms.finnish_variant(query, expansions) if synonyms else None,
    )


def coverage(query: Query, keywords: KeywordIndex) -> float:
    """Return the share of the query's free words that the collection has, itself, in compounds or by another term.

    Evidence of words tells little of a query in another language of which only a term or two is known.
    """
    words = query.keywords.words
    if not words:
        return 1.0
    expanded = {position for expansion in query.expansions for position in expansion.words}
    held = [position in expanded or _holds(word, keywords) for position, word in enumerate(words)]
    return sum(held) / len(held)


def _holds(word: Word, keywords: KeywordIndex) -> bool:
    parts = () if word.exact else word.token.parts
    return any(map(keywords.holds, word.terms)) or (bool(parts) and all(map(keywords.holds, parts)))
