"""Other ways to rank the very same passages: what each of the product's parts must beat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from index.errors import ModelError, QueryError, Text
from index.filters import Filters
from index.finnish import analyse, is_stop_word
from search.evaluation.passages import Passage
from search.evaluation.runs import Ranker
from search.group import shown_passages
from search.query import parse_query
from search.retrieve import Mode, Retriever

Baseline = Literal["bm25-snowball", "bm25-voikko", "rrf", "txtai"]
System = Mode | Baseline

MODES: tuple[Mode, ...] = ("hybrid", "keyword", "vector")
SYSTEMS: tuple[System, ...] = (*MODES, "bm25-snowball", "bm25-voikko", "rrf", "txtai")

# Passages that a baseline ranks; recall@100 is over sections, of which several passages may be one.
_DEPTH = 1_000
# Hits that a user gets without --limit.
_HITS = 10
# Cormack, Clarke & Büttcher 2009.
_RRF_K = 60
_WRITER_MEMORY = 64_000_000


def make_ranker(system: System, retriever: Retriever, passages: Sequence[Passage]) -> Ranker:
    """Return the ranker of that name over the index that `retriever` holds open and its `passages`.

    Raises ModelError for txtai where it isn't installed.
    """
    texts = [passage.full_text for passage in passages]
    makers: Mapping[System, Callable[[], Ranker]] = {
        "bm25-snowball": lambda: bm25(texts, snowball_terms()),
        "bm25-voikko": lambda: bm25(texts, lemmas),
        "rrf": lambda: _rrf(product(retriever, "keyword"), product(retriever, "vector")),
        "txtai": lambda: txtai(texts, retriever),
    }
    return product(retriever, system) if system in MODES else makers[system]()


def product(retriever: Retriever, mode: Mode) -> Ranker:
    """Return what a user gets in a mode, and below the hits that are shown the rest of the ranking behind them.

    A query that the search refuses finds nothing.
    """

    def rank(text: str) -> list[int]:
        try:
            query = retriever.interpret(parse_query(text))
        except QueryError:
            return []
        candidates = retriever.rank(query, Filters(), mode, _HITS)
        shown, _ = shown_passages(retriever.catalogue, candidates, _HITS)
        return list(dict.fromkeys(candidate.chunk for candidate in (*shown, *candidates)))

    return rank


def bm25(texts: Sequence[str], terms: Callable[[str], Iterable[str]]) -> Ranker:
    """Return plain BM25 (k1 1.2, b .75) over the `terms` of texts and queries, from an index in memory."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("chunk", fast=True)
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(_WRITER_MEMORY, 1)
    for chunk, text in enumerate(texts):
        tokens = [tantivy.Token(term, at, 0, 0) for at, term in enumerate(terms(text))]
        document = tantivy.Document()
        document.add_integer("chunk", chunk)
        document.add_pre_tokenized_text("terms", tantivy.PreTokenizedString("", tokens))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def rank(text: str) -> list[int]:
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "terms", term, "freq"))
            for term in dict.fromkeys(terms(text))
        ]
        if not clauses:
            return []
        found = searcher.search(tantivy.Query.boolean_query(clauses), _DEPTH, count=False).hits
        return [int(chunk or 0) for chunk in searcher.fast_field_values("chunk", [address for _, address in found])]

    return rank


def snowball_terms() -> Callable[[str], list[str]]:
    """Return what the Finnish analysers of search engines do: lower case, no stop words, Snowball stems."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase())
    return builder.filter(Filter.stopword("finnish")).filter(Filter.stemmer("finnish")).build().analyze


def lemmas(text: str) -> list[str]:
    """Return the Voikko lemmas of a text's words but for stop words: no compound parts, no 5-grams."""
    return [lemma for token in analyse(text) if not is_stop_word(token) for lemma in token.lemmas]


def reciprocal_rank_fusion(*rankings: Sequence[int]) -> list[int]:
    """Join rankings by the sum of 1 / (60 + rank); ties keep the order of the ids."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, chunk in enumerate(ranking, 1):
            scores[chunk] = scores.get(chunk, 0.0) + 1 / (_RRF_K + rank)
    return sorted(scores, key=lambda chunk: (-scores[chunk], chunk))


def _rrf(first: Ranker, second: Ranker) -> Ranker:
    return lambda text: reciprocal_rank_fusion(first(text), second(text))


def txtai(texts: Sequence[str], retriever: Retriever) -> Ranker:
    """Return txtai's hybrid search with the index's own model, set up as its documentation says; embeds all texts."""
    try:
        from txtai import Embeddings
    except ImportError as error:
        raise _no_txtai() from error
    from index.bundled_model import MODEL_NAME, default_model_directory
    from index.model_identity import ModelIdentity

    identity = ModelIdentity.from_json(retriever.generation.manifest.model)
    path = str(default_model_directory()) if identity.name == MODEL_NAME else identity.name
    prompts = {"query": identity.query_prompt, "data": identity.document_prompt}
    embeddings = Embeddings(path=path, hybrid=True, instructions=prompts)
    embeddings.index(list(enumerate(texts)))
    return lambda text: [int(chunk) for chunk, _ in embeddings.search(text, _DEPTH)]


def _no_txtai() -> ModelError:
    return ModelError(
        Text(en="The baseline txtai isn't installed.", fi="Vertailukohtaa txtai ei ole asennettu."),
        Text(
            en='Install it: .venv/bin/python -m pip install "txtai>=9.14,<10"',
            fi='Asenna se: .venv/bin/python -m pip install "txtai>=9.14,<10"',
        ),
    )
