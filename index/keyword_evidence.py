"""How tantivy is asked for what a query asks of the keyword index: words, phrases and other terms as its queries.

What costs most is going through the passages of common terms. Terms that stand nowhere are left out, a union of one
query is that query (another level goes through all its passages once more), and where few passages are asked about,
each clause goes to these by itself: a union that is told where to go reads on for thousands of passages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import TYPE_CHECKING

from index.keyword_query import (
    GRAM_SHARE,
    GRAM_WEIGHT,
    RELATED_WEIGHT,
    TITLE_WEIGHT,
    KeywordQuery,
    Phrase,
    Word,
    fallback_terms,
)

if TYPE_CHECKING:
    import tantivy

# Readings of an ambiguous phrase that are tried; four words of two lemmas each make 16.
_PHRASE_READINGS = 64
# Going to a passage in a list costs as much as reading this many of a list on: measured on 90 000 and a million
# passages, 3 to 6; between 2 and 6 all take as long.
_SEEK_COST = 4
_PARTS_GONE_EACH_WAY = 2


class Evidence:
    """Make the queries for what is asked.

    `frequency` tells in how many passages a term of a field stands. `only`, where given, is a query for the few
    passages that are asked about.
    """

    def __init__(
        self, schema: tantivy.Schema, frequency: Callable[[str, str], int], only: tantivy.Query | None = None
    ) -> None:
        self._schema, self._frequency, self._only = schema, frequency, only

    def of(self, query: KeywordQuery) -> tantivy.Query | None:
        """Return the sum of the evidence for words, phrases and other terms, None where there can't be any.

        With `only` a passage without any may be found, too, with the score 0.
        """
        found = [one for word in query.words if (one := self._word(word))]
        found += [one for phrase in query.phrases if (one := self.phrase(phrase))]
        found += [one for terms in query.related if (one := self._best_of(terms))]
        return any_of(found) if found else None

    def phrase(self, phrase: Phrase) -> tantivy.Query | None:
        """Return a query for the phrase's words in order, in any of their readings, None where one stands nowhere."""
        readings = islice(product(*(word.terms for word in phrase)), _PHRASE_READINGS)
        standing = [terms for terms in readings if all(self._frequency("words", term) for term in terms)]
        return any_of([self._narrowed(self._reading(terms)) for terms in standing]) if standing else None

    def _reading(self, terms: Sequence[str]) -> tantivy.Query:
        import tantivy

        if len(terms) == 1:
            return self._term("words", terms[0])
        return tantivy.Query.phrase_query(self._schema, "words", [*terms])

    def weighted(self, terms: Mapping[str, float]) -> tantivy.Query | None:
        """Return the sum of the evidence of weighted base forms in the text, None where they stand nowhere."""
        import tantivy

        standing = [(term, weight, fields) for term, weight in terms.items() if (fields := self._fields(term))]
        found = [tantivy.Query.boost_query(self._part(term, [*fields]), weight) for term, weight, fields in standing]
        return any_of(found) if found else None

    def _word(self, word: Word) -> tantivy.Query | None:
        """Return the sum of the evidence for a word.

        Its lemmas count in the text, in compounds and in the project's name, a compound's parts where all of them stand
        in a passage, and an unknown word's 5-grams.
        """
        evidence = self._summed(list(self._lemmas(word)))
        if not word.exact:
            evidence += [self._narrowed(one) for one in (self._parts(word), self._grams(word)) if one]
        return any_of(evidence) if evidence else None

    def _lemmas(self, word: Word) -> Iterator[tantivy.Query]:
        import tantivy

        for field in ("words",) if word.exact else ("words", "parts", "title"):
            for term in word.terms:
                if self._frequency(field, term):
                    query = self._term(field, term)
                    yield tantivy.Query.boost_query(query, TITLE_WEIGHT) if field == "title" else query

    def _summed(self, terms: list[tantivy.Query]) -> list[tantivy.Query]:
        """Return `terms`, of which few passages are asked about as one query: each term goes to them by itself."""
        import tantivy

        if self._only is None or not terms:
            return terms
        summed = self._only
        for term in terms:
            summed = tantivy.Query.boolean_query([(tantivy.Occur.Must, summed), (tantivy.Occur.Should, term)])
        return [summed]

    def _parts(self, word: Word) -> tantivy.Query | None:
        """Return the evidence of a compound's parts together, each as a word or in a compound, whichever is better."""
        import tantivy

        frequencies = [self._fields(part) for part in word.token.parts]
        if not frequencies or not all(frequencies):
            return None
        if self._only is None and (ways := _cheaper_ways(frequencies)):
            parts = word.token.parts
            together = [all_of([self._term(*at) for at in zip(way, parts, strict=True)]) for way in ways]
            return together[0] if len(together) == 1 else tantivy.Query.disjunction_max_query(together)
        return all_of([self._part(part, [*fields]) for part, fields in zip(word.token.parts, frequencies, strict=True)])

    def _fields(self, part: str) -> dict[str, int]:
        """Return in how many passages a compound's part stands, by the fields that have it."""
        return {field: count for field in ("words", "parts") if (count := self._frequency(field, part))}

    def _part(self, part: str, fields: Sequence[str]) -> tantivy.Query:
        import tantivy

        queries = [self._term(field, part) for field in fields]
        return queries[0] if len(queries) == 1 else tantivy.Query.disjunction_max_query(queries)

    def _grams(self, word: Word) -> tantivy.Query | None:
        import tantivy

        if word.token.known:
            return None
        terms = fallback_terms(word.token)
        clauses = [(tantivy.Occur.Should, self._term("grams", term)) for term in terms]
        enough = max(1, round(GRAM_SHARE * len(terms)))
        # Each 5-gram is a term of its own: without the division a long word would outweigh the rest of the query.
        return tantivy.Query.boost_query(
            tantivy.Query.boolean_query(clauses, minimum_number_should_match=enough), GRAM_WEIGHT / len(terms)
        )

    def _best_of(self, terms: Sequence[Phrase]) -> tantivy.Query | None:
        """Return the evidence of the best of other terms: a word as in a query, several words as a phrase."""
        import tantivy

        each = (self._word(term[0]) if len(term) == 1 else self.phrase(term) for term in terms)
        found = [query for query in each if query]
        if not found:
            return None
        best = found[0] if len(found) == 1 else tantivy.Query.disjunction_max_query(found)
        return tantivy.Query.boost_query(best, RELATED_WEIGHT)

    def _narrowed(self, query: tantivy.Query) -> tantivy.Query:
        return query if self._only is None else all_of([self._only, query])

    def _term(self, field: str, term: str) -> tantivy.Query:
        import tantivy

        return tantivy.Query.term_query(self._schema, field, term, "freq")


def _cheaper_ways(frequencies: Sequence[Mapping[str, int]]) -> list[tuple[str, ...]]:
    """Return the fields that two parts can stand in together, where going each way costs less than reading all lists.

    The best of the sums is the sum of the best: to the last bit for two parts, and more take too many ways. A way reads
    the list of its rarer part and goes to the passages of that in the other's.
    """
    if len(frequencies) != _PARTS_GONE_EACH_WAY:
        return []
    reading = sum(sum(fields.values()) for fields in frequencies)
    going = sum(min(counts) for counts in product(*(fields.values() for fields in frequencies)))
    return list(product(*frequencies)) if going * _SEEK_COST < reading else []


def any_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    """Return the sum of what any of `queries` finds."""
    import tantivy

    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def all_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    """Return the sum of `queries` where all of them find something."""
    import tantivy

    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def where(conditions: list[tuple[tantivy.Occur, tantivy.Query]], evidence: tantivy.Query) -> tantivy.Query:
    """Return a query for what has the evidence and meets the conditions."""
    import tantivy

    return tantivy.Query.boolean_query([*conditions, (tantivy.Occur.Must, evidence)]) if conditions else evidence
