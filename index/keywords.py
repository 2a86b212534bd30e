"""The keyword index in tantivy: lemmas with positions, compound parts, character 5-grams; BM25.

Every word stands in the field `words` at its place in the text: its lemmas and, behind "=", its written form, so
that one phrase can ask for inflected and exact words alike. `parts` holds the base forms of compounds' parts,
`grams` every word's 5-grams for words that Voikko doesn't know, and `title` the words of the project's name, code,
applicant and area.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from index.damage import damaged_file
from index.finnish import grams
from index.keyword_evidence import Evidence, all_of, any_of, where
from index.keyword_query import EXACT, KeywordQuery, Phrase, Scope, Word, fallback_form
from index.lexicon import LexiconWriter, recall_words
from index.model import Token

if TYPE_CHECKING:
    import numpy as np
    import tantivy
    from numpy.typing import NDArray

_WRITER_MEMORY = 128_000_000
_CACHED_GRAMS = 200_000
# Where there are more passages than this for each that is asked about, each clause of a query goes to these by itself:
# with 90 000 passages and 200 asked about both ways take 5 ms, with a million 11 and 35.
_MANY_TIMES = 500
# Passages of projects that have some words in their names: of more the words are no name.
_MOST_NAMED = 1_000
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class PassageTerms:
    """The terms that a passage is found by.

    `words` has an entry for each word: its lemmas, then its written form behind EXACT, with tabs between them (a number
    may be written with spaces). `parts` are the base forms of compounds' parts and `fallback` the forms whose 5-grams
    count, with spaces between them.
    """

    words: tuple[str, ...]
    parts: str
    fallback: str

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> PassageTerms:
        """Return the terms of an analysed text."""
        return cls(
            words=tuple("\t".join((*token.lemmas, EXACT + token.text)) for token in tokens),
            parts=" ".join(part for token in tokens for part in token.parts),
            fallback=" ".join(fallback_form(token) for token in tokens),
        )


def title_terms(tokens: Sequence[Token]) -> str:
    """Return the terms of a project's name, code, applicant and area, with spaces between them."""
    return " ".join(term for token in tokens for term in (*token.lemmas, *token.parts))


class KeywordWriter:
    """Write a new keyword index into an empty folder; `close` it to finish.

    `earlier` is another one that the same analyser made: it spares the analyser the word forms that it knows.
    """

    def __init__(self, path: Path, earlier: Path | None = None) -> None:
        import tantivy

        path.mkdir(parents=True)
        self._index = tantivy.Index(_schema(), path=str(path))
        self._lexicon = LexiconWriter(path, earlier)
        # One thread keeps the passages in order, so that the same documents give the same files and tie-breaks.
        self._writer = self._index.writer(_WRITER_MEMORY, 1)

    def add(self, chunk_id: int, document_id: int, section: str, terms: PassageTerms, title: str) -> None:
        """Add a passage by the terms of its text and its project's `title_terms`."""
        import tantivy

        document = tantivy.Document()
        document.add_integer("chunk", chunk_id)
        document.add_integer("document", document_id)
        document.add_text("section", section)
        document.add_pre_tokenized_text("words", _positioned(terms.words))
        document.add_text("parts", terms.parts)
        document.add_text("grams", " ".join(_grams(form) for form in terms.fallback.split()))
        document.add_text("title", title)
        self._writer.add_document(document)
        self._lexicon.add(word.rpartition("\t")[2].removeprefix(EXACT) for word in terms.words)

    def close(self) -> None:
        """Write all that was added to disk."""
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._lexicon.close()


def _telling_damage(
    method: Callable[Concatenate[KeywordIndex, _Given], _Result],
) -> Callable[Concatenate[KeywordIndex, _Given], _Result]:
    """Let a method tell of damage whatever tantivy says when it reads a damaged file: an error, or that it panicked."""

    @wraps(method)
    def telling(self: KeywordIndex, /, *given: _Given.args, **named: _Given.kwargs) -> _Result:
        try:
            return method(self, *given, **named)
        except BaseException as error:
            # A panic's class, which is no Exception, can't be imported.
            if isinstance(error, ValueError) or type(error).__name__ == "PanicException":
                raise damaged_file(self._path, error) from error
            raise

    return telling


class KeywordIndex:
    """Search a finished keyword index; safe to use from several threads."""

    @_telling_damage
    def __init__(self, path: Path) -> None:
        self._path = path
        self._schema = _schema()
        self._searcher = _open(path).searcher()

    @_telling_damage
    def search(
        self, query: KeywordQuery, limit: int, scope: Scope, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `limit` pairs of chunk id and BM25 score, best first, within `scope` and the chunks `among`."""
        if among is not None and not len(among):
            return []
        if among is not None and self.count > _MANY_TIMES * len(among):
            return self._few(query, limit, scope, among)
        evidence = self._evidence().of(query)
        return self._hits(where(self._conditions(query, scope, among), evidence), limit) if evidence else []

    def _few(self, query: KeywordQuery, limit: int, scope: Scope, among: Sequence[int]) -> list[tuple[int, float]]:
        """Search the chunks `among`, which are few of all."""
        if (query.phrases, query.excluded, scope) != ((), (), Scope()):  # they are met once and not for each clause
            meeting = where(self._conditions(query, scope, None), self._chunks(among))
            among = [chunk for chunk, _ in self._hits(meeting, len(among))]
        evidence = self._evidence(self._chunks(among)).of(query) if len(among) else None
        # A passage without evidence has the score 0.
        return [hit for hit in self._hits(evidence, limit) if hit[1]] if evidence else []

    @_telling_damage
    def matching(self, query: KeywordQuery, scope: Scope) -> NDArray[np.int64]:
        """Return, in order, all chunk ids that meet the phrases and exclusions of `query` within `scope`."""
        import numpy as np
        import tantivy

        everything = max(1, self.count)
        if query.phrases or scope != Scope():
            all_passages = tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0)
            found = self._hits(where(self._conditions(query, scope, None), all_passages), everything)
            return np.sort(np.array([chunk for chunk, _ in found], np.int64))
        # What is left out is less than what is left, and the ids are 0, 1, 2, ...
        left = np.ones(self.count, np.bool_)
        if query.excluded:
            excluded = any_of([self._phrase(phrase) for phrase in query.excluded])
            found = self._hits(tantivy.Query.const_score_query(excluded, 0.0), everything)
            left[[chunk for chunk, _ in found]] = False
        return np.flatnonzero(left)

    def recall(self, texts: Iterable[str]) -> None:
        """Spare the analyser the words of passages, which the index remembers."""
        recall_words(self._path, texts)

    @property
    def count(self) -> int:
        """Return the number of passages."""
        return int(self._searcher.num_docs)

    def document_frequency(self, term: str) -> int:
        """Return in how many passages a term of the field `words` stands."""
        return self._frequency("words", term)

    def passages_with(self, term: str) -> int:
        """Return in how many passages a base form stands, as a word or as a compound's part, whichever are more."""
        return max(self._frequency(field, term) for field in ("words", "parts"))

    @_telling_damage
    def like(self, terms: Mapping[str, float], limit: int, scope: Scope) -> list[tuple[int, float]]:
        """Return up to `limit` pairs of chunk id and the sum of the BM25 scores of weighted base forms, best first."""
        evidence = self._evidence().weighted(terms)
        return self._hits(where(self._conditions(KeywordQuery(), scope, None), evidence), limit) if evidence else []

    def holds(self, term: str) -> bool:
        """Tell whether a term stands in the text, as a compound's part or in a project's name."""
        return any(self._frequency(field, term) for field in ("words", "parts", "title"))

    @_telling_damage
    def phrase_frequency(self, phrase: Phrase) -> int:
        """Return in how many passages the words of `phrase` stand side by side."""
        found = self._searcher.search(self._phrase(phrase), 1, count=True)
        return int(found.count)  # type: ignore[attr-defined]  # tantivy's stub forgets it

    @_telling_damage
    def in_names(self, words: Sequence[Word]) -> list[int]:
        """Return the passages of projects whose code, name, applicant and area hold all `words`; none of too many."""
        import tantivy

        readings = [[term for term in word.terms if self._frequency("title", term)] for word in words]
        if not all(readings):
            return []
        found = all_of([tantivy.Query.term_set_query(self._schema, "title", terms) for terms in readings])
        hits = self._hits(tantivy.Query.const_score_query(found, 0.0), _MOST_NAMED + 1)
        return [chunk for chunk, _ in hits] if len(hits) <= _MOST_NAMED else []

    @_telling_damage
    def words_beginning(self, prefix: str, limit: int) -> set[str]:
        """Return words that begin with `prefix`: of written forms, lemmas and words of names the `limit` commonest."""
        places = (("words", prefix), ("words", EXACT + prefix), ("title", prefix))
        found = (self._searcher.terms_with_prefix(field, start, limit=limit) for field, start in places)
        return {term.removeprefix(EXACT) for terms in found for term, _ in terms}

    def _conditions(
        self, query: KeywordQuery, scope: Scope, among: Sequence[int] | None
    ) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        """Return what a passage must meet and must not, which doesn't count in its score."""
        import tantivy

        required = [self._phrase(phrase) for phrase in query.phrases]
        if scope.documents is not None:
            required.append(tantivy.Query.term_set_query(self._schema, "document", list(scope.documents)))
        if scope.sections:
            required.append(tantivy.Query.term_set_query(self._schema, "section", list(scope.sections)))
        if among is not None:
            required.append(self._chunks(among))
        must = [(tantivy.Occur.Must, tantivy.Query.const_score_query(each, 0.0)) for each in required]
        return must + [(tantivy.Occur.MustNot, self._phrase(phrase)) for phrase in query.excluded]

    def _chunks(self, chunks: Sequence[int]) -> tantivy.Query:
        """Return a query for `chunks`, all with the score 0."""
        import tantivy

        # A set of terms goes through the terms of the field; for some hundred chunks that takes eight times as long.
        terms = [tantivy.Query.term_query(self._schema, "chunk", int(chunk)) for chunk in chunks]
        return tantivy.Query.const_score_query(any_of(terms), 0.0)

    def _phrase(self, phrase: Phrase) -> tantivy.Query:
        import tantivy

        if (found := self._evidence().phrase(phrase)) is None:
            return tantivy.Query.empty_query()
        # Of its Boolean queries tantivy notices that they find nothing, and then looks for nothing else.
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, found)])

    def _evidence(self, only: tantivy.Query | None = None) -> Evidence:
        return Evidence(self._schema, self._searcher.doc_freq, only)

    @_telling_damage
    def _frequency(self, field: str, term: str) -> int:
        """Return in how many passages a term of a field stands."""
        return int(self._searcher.doc_freq(field, term))

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


def _positioned(words: Sequence[str]) -> tantivy.PreTokenizedString:
    import tantivy

    terms = [tantivy.Token(term, position, 0, 0) for position, word in enumerate(words) for term in word.split("\t")]
    return tantivy.PreTokenizedString("", terms)


@lru_cache(maxsize=_CACHED_GRAMS)
def _grams(form: str) -> str:
    return " ".join(grams(form))
