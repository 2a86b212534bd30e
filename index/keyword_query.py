"""What is asked of the keyword index, and how it is asked of tantivy: words, phrases and other terms as queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING

from index.finnish import grams
from index.model import Token

if TYPE_CHECKING:
    import tantivy

# Weights of evidence beside a lemma in the text, alone or as a compound's part (1.0 each): a project's name says what
# all its passages share, and 5-grams only stand in for an analysis.
TITLE_WEIGHT = 0.3
GRAM_WEIGHT = 0.7
# Another term for what is asked counts less than the term itself.
RELATED_WEIGHT = 0.6
# Of an unknown word's 5-grams this share must be in a passage's words before they count.
GRAM_SHARE = 0.5
# Readings of an ambiguous phrase that are tried; four words of two lemmas each make 16.
_PHRASE_READINGS = 64
EXACT = "="


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query; `exact` asks for the written form alone."""

    token: Token
    exact: bool = False

    @property
    def terms(self) -> tuple[str, ...]:
        """Return the terms of the field `words` that stand for the word, each as good as the others."""
        return (EXACT + self.token.text,) if self.exact else self.token.lemmas


Phrase = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class KeywordQuery:
    """Words that rank, phrases that must stand in a passage, and phrases or words that must not.

    `related` adds evidence of other terms for what is asked: for each thing the terms, of which the best counts.
    """

    words: tuple[Word, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    related: tuple[tuple[Phrase, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The passages that may be found: those of these documents (None: all) and exact section numbers (none: all)."""

    documents: tuple[int, ...] | None = None
    sections: tuple[str, ...] = ()


def fallback_form(token: Token) -> str:
    """Return the form whose 5-grams stand for a word: of an abbreviation with an ending (ESR:n) the abbreviation."""
    return token.text.replace(" ", "") if token.known else token.lemmas[0]


def fallback_terms(token: Token) -> list[str]:
    """Return the 5-grams that stand for a word."""
    return grams(fallback_form(token))


def word_query(schema: tantivy.Schema, word: Word) -> tantivy.Query:
    """Return the sum of the evidence for a word.

    Its lemmas count in the text, in compounds and in the project's name, a compound's parts where all of them stand in
    a passage, and an unknown word's 5-grams.
    """
    import tantivy

    term, boost = tantivy.Query.term_query, tantivy.Query.boost_query
    evidence = [term(schema, "words", one, "freq") for one in word.terms]
    if not word.exact:
        evidence += [term(schema, "parts", one, "freq") for one in word.terms]
        evidence += [boost(term(schema, "title", one, "freq"), TITLE_WEIGHT) for one in word.terms]
        if word.token.parts:
            evidence.append(_all_of([_part_query(schema, part) for part in word.token.parts]))
        if not word.token.known:
            evidence.append(_gram_query(schema, fallback_terms(word.token)))
    return any_of(evidence)


def _part_query(schema: tantivy.Schema, part: str) -> tantivy.Query:
    import tantivy

    fields = ("words", "parts")
    return tantivy.Query.disjunction_max_query(
        [tantivy.Query.term_query(schema, field, part, "freq") for field in fields]
    )


def _gram_query(schema: tantivy.Schema, terms: Sequence[str]) -> tantivy.Query:
    import tantivy

    clauses = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "grams", term, "freq")) for term in terms]
    enough = max(1, round(GRAM_SHARE * len(terms)))
    # Each 5-gram is a term of its own: without the division a long word would outweigh the rest of the query.
    return tantivy.Query.boost_query(
        tantivy.Query.boolean_query(clauses, minimum_number_should_match=enough), GRAM_WEIGHT / len(terms)
    )


def related_query(schema: tantivy.Schema, terms: Sequence[Phrase]) -> tantivy.Query:
    """Return the evidence of the best of other terms: a word as in a query, several words as a phrase."""
    import tantivy

    queries = [word_query(schema, term[0]) if len(term) == 1 else phrase_query(schema, term) for term in terms]
    return tantivy.Query.boost_query(tantivy.Query.disjunction_max_query(queries), RELATED_WEIGHT)


def weighted_term(schema: tantivy.Schema, term: str, weight: float) -> tantivy.Query:
    """Return the evidence of a base form in the text, as a word or as a compound's part, times `weight`."""
    import tantivy

    return tantivy.Query.boost_query(_part_query(schema, term), weight)


def phrase_query(schema: tantivy.Schema, phrase: Phrase) -> tantivy.Query:
    """Return a query for the phrase's words in order, in any of their readings."""
    import tantivy

    readings = list(islice(product(*(word.terms for word in phrase)), _PHRASE_READINGS))
    if len(phrase) == 1:
        return any_of([tantivy.Query.term_query(schema, "words", terms[0], "freq") for terms in readings])
    return any_of([tantivy.Query.phrase_query(schema, "words", list(terms)) for terms in readings])


def any_of(queries: list[tantivy.Query]) -> tantivy.Query:
    """Return the sum of what any of `queries` finds."""
    import tantivy

    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _all_of(queries: list[tantivy.Query]) -> tantivy.Query:
    import tantivy

    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])
