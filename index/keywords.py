"""The keyword index in tantivy: lemmas with positions, compound parts, character 5-grams; BM25.

Every word stands in the field `words` at its place in the text: its lemmas and, behind "=", its written form, so
that one phrase can ask for inflected and exact words alike. `parts` holds the base forms of compounds' parts,
`grams` every word's 5-grams for words that Voikko doesn't know, and `title` the words of the project's name, code,
applicant and area.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import damaged_file
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
_WRITER_MEMORY = 128_000_000
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


def fallback_terms(token: Token) -> list[str]:
    """Return the 5-grams of a word; of an abbreviation with an ending (ESR:n) those of the abbreviation."""
    return grams(token.text if token.known else token.lemmas[0])


class KeywordWriter:
    """Write a new keyword index into an empty folder; `close` it to finish."""

    def __init__(self, path: Path) -> None:
        import tantivy

        path.mkdir(parents=True)
        self._index = tantivy.Index(_schema(), path=str(path))
        # One thread keeps the passages in order, so that the same documents give the same files and tie-breaks.
        self._writer = self._index.writer(_WRITER_MEMORY, 1)

    def add(self, chunk_id: int, document_id: int, section: str, tokens: list[Token], title: list[Token]) -> None:
        """Add a passage with the words of its text and of its project's name, code, applicant and area."""
        import tantivy

        document = tantivy.Document()
        document.add_integer("chunk", chunk_id)
        document.add_integer("document", document_id)
        document.add_text("section", section)
        document.add_pre_tokenized_text("words", _positioned(tokens))
        document.add_pre_tokenized_text("parts", _bag(part for token in tokens for part in token.parts))
        document.add_pre_tokenized_text("grams", _bag(gram for token in tokens for gram in fallback_terms(token)))
        terms = (term for token in title for term in (*token.lemmas, *token.parts))
        document.add_pre_tokenized_text("title", _bag(terms))
        self._writer.add_document(document)

    def close(self) -> None:
        """Write all that was added to disk."""
        self._writer.commit()
        self._writer.wait_merging_threads()


class KeywordIndex:
    """Search a finished keyword index; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._schema = _schema()
        self._searcher = _open(path).searcher()

    def search(
        self, query: KeywordQuery, limit: int, scope: Scope, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `limit` pairs of chunk id and BM25 score, best first, within `scope` and the chunks `among`."""
        scoring = [_word_query(self._schema, word) for word in query.words]
        scoring += [_phrase_query(self._schema, phrase) for phrase in query.phrases]
        scoring += [_related_query(self._schema, terms) for terms in query.related if terms]
        if not scoring or (among is not None and not len(among)):
            return []
        return self._hits(self._constrained(scoring, query, scope, among), limit)

    def matching(self, query: KeywordQuery, scope: Scope) -> list[int]:
        """Return, in order, all chunk ids that meet the phrases and exclusions of `query` within `scope`."""
        everything = self._constrained([], query, scope, None)
        return sorted(chunk for chunk, _ in self._hits(everything, max(1, self.count)))

    @property
    def count(self) -> int:
        """Return the number of passages."""
        return int(self._searcher.num_docs)

    def document_frequency(self, term: str) -> int:
        """Return in how many passages a term of the field `words` stands."""
        return int(self._searcher.doc_freq("words", term))

    def holds(self, term: str) -> bool:
        """Tell whether a term stands in the text, as a compound's part or in a project's name."""
        return any(self._searcher.doc_freq(field, term) for field in ("words", "parts", "title"))

    def phrase_frequency(self, phrase: Phrase) -> int:
        """Return in how many passages the words of `phrase` stand side by side."""
        found = self._searcher.search(_phrase_query(self._schema, phrase), 1, count=True)
        return int(found.count)  # type: ignore[attr-defined]  # tantivy's stub forgets it

    def words_beginning(self, prefix: str, limit: int) -> set[str]:
        """Return words that begin with `prefix`: of written forms, lemmas and words of names the `limit` commonest."""
        places = (("words", prefix), ("words", EXACT + prefix), ("title", prefix))
        found = (self._searcher.terms_with_prefix(field, start, limit=limit) for field, start in places)
        return {term.removeprefix(EXACT) for terms in found for term, _ in terms}

    def _constrained(
        self, scoring: list[tantivy.Query], query: KeywordQuery, scope: Scope, among: Sequence[int] | None
    ) -> tantivy.Query:
        import tantivy

        required = [_phrase_query(self._schema, phrase) for phrase in query.phrases]
        if scope.documents is not None:
            required.append(tantivy.Query.term_set_query(self._schema, "document", list(scope.documents)))
        if scope.sections:
            required.append(tantivy.Query.term_set_query(self._schema, "section", list(scope.sections)))
        if among is not None:
            required.append(tantivy.Query.term_set_query(self._schema, "chunk", [int(chunk) for chunk in among]))
        clauses = [(tantivy.Occur.Must, tantivy.Query.const_score_query(each, 0.0)) for each in required]
        main = _any_of(scoring) if scoring else tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0)
        clauses.append((tantivy.Occur.Must, main))
        clauses += [(tantivy.Occur.MustNot, _phrase_query(self._schema, phrase)) for phrase in query.excluded]
        return tantivy.Query.boolean_query(clauses)

    def _hits(self, query: tantivy.Query, limit: int) -> list[tuple[int, float]]:
        found = self._searcher.search(query, limit, count=False).hits
        chunks = self._searcher.fast_field_values("chunk", [address for _, address in found])
        return [(int(chunk or 0), float(score)) for chunk, (score, _) in zip(chunks, found, strict=True)]


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("chunk", indexed=True, fast=True)
    builder.add_integer_field("document", indexed=True)
    builder.add_text_field("section", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="position")
    for field in ("parts", "grams", "title"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _open(path: Path) -> tantivy.Index:
    """Open the index, also where its lock file can't be written: then through links in a folder of our own."""
    import tantivy

    try:
        return tantivy.Index.open(str(path))
    except ValueError as error:
        if "Lockfile" not in str(error):
            raise damaged_file(path, error) from error
    with tempfile.TemporaryDirectory(prefix="hankehaku-", ignore_cleanup_errors=True) as folder:
        for file in path.iterdir():
            if not file.name.endswith(".lock"):
                (Path(folder) / file.name).symlink_to(file.resolve())
        try:
            # The files stay mapped after the links are gone.
            return tantivy.Index.open(folder)
        except ValueError as error:
            raise damaged_file(path, error) from error


def _positioned(tokens: list[Token]) -> tantivy.PreTokenizedString:
    import tantivy

    terms = [
        tantivy.Token(term, position, token.start, token.end)
        for position, token in enumerate(tokens)
        for term in (*token.lemmas, EXACT + token.text)
    ]
    return tantivy.PreTokenizedString("", terms)


def _bag(terms: Iterable[str]) -> tantivy.PreTokenizedString:
    import tantivy

    return tantivy.PreTokenizedString("", [tantivy.Token(term, at, 0, 0) for at, term in enumerate(terms)])


def _word_query(schema: tantivy.Schema, word: Word) -> tantivy.Query:
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
    return _any_of(evidence)


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


def _related_query(schema: tantivy.Schema, terms: Sequence[Phrase]) -> tantivy.Query:
    """Return the evidence of the best of other terms: a word as in a query, several words as a phrase."""
    import tantivy

    queries = [_word_query(schema, term[0]) if len(term) == 1 else _phrase_query(schema, term) for term in terms]
    return tantivy.Query.boost_query(tantivy.Query.disjunction_max_query(queries), RELATED_WEIGHT)


def _phrase_query(schema: tantivy.Schema, phrase: Phrase) -> tantivy.Query:
    """Return a query for the phrase's words in order, in any of their readings."""
    import tantivy

    readings = list(islice(product(*(word.terms for word in phrase)), _PHRASE_READINGS))
    if len(phrase) == 1:
        return _any_of([tantivy.Query.term_query(schema, "words", terms[0], "freq") for terms in readings])
    return _any_of([tantivy.Query.phrase_query(schema, "words", list(terms)) for terms in readings])


def _any_of(queries: list[tantivy.Query]) -> tantivy.Query:
    import tantivy

    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _all_of(queries: list[tantivy.Query]) -> tantivy.Query:
    import tantivy

    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])
