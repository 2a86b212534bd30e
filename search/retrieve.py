"""Answer a query from one generation of an index: two rankings within the filters, joined into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from index.catalogue import Catalogue
from index.content_tokens import query_tokens
from index.damage import rebuild_command
from index.errors import IndexMismatchError, ModelMismatchError, Text
from index.filters import Filters
from index.finnish import analyser_version
from index.generation import CATALOGUE, KEYWORDS, Generation, Manifest, current_generation
from index.keyword_query import Scope
from index.keywords import KeywordIndex
from search.base_forms import embedded_texts
from search.explain import Place
from search.floor import can_be_far, is_far, is_gibberish
from search.hybrid import Asked, HybridRanker, Offers
from search.interpret import interpret

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.embedding import EncodesQueries
    from index.query_encoder import QueryVectors
    from index.token_codes import TokenCodes
    from index.vectors import VectorIndex
    from index.word_index import WordIndex
    from index.word_table import WordTable
    from search.dictionary import Dictionary
    from search.near_words import NearWords
    from search.query import Query
    from search.synonyms import Synonyms

Mode = Literal["hybrid", "keyword", "vector"]

# How many passages each ranking offers; more than anyone reads, so that the other ranking can lift one from below.
MIN_DEPTH = 100
DEPTH_PER_HIT = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may be shown: its id, its score in the mode that was asked for, and its place in each ranking.

    `late` is its mean late interaction with the query and `near_words` the mean nearness of its words, where they were
    computed.
    """

    chunk: int
    score: float
    keyword: Place | None = None
    vector: Place | None = None
    late: float | None = None
    near_words: float | None = None


class Retriever:
    """Hold one generation open and rank its passages; files that a mode doesn't need are never read.

    `warm` is for what asks many queries: the first one takes longer, and all others less.
    """

    def __init__(self, index: Path, *, warm: bool = False) -> None:
        self.generation: Generation = current_generation(index)
        self._index, self._warm = index, warm
        self.catalogue = Catalogue(self.generation.path / CATALOGUE)

    @cached_property
    def keywords(self) -> KeywordIndex:
        """The keyword index, opened when it is first needed."""
        if problem := other_analyser(self._index, self.generation.manifest, analyser_version()):
            raise problem
        return KeywordIndex(self.generation.path / KEYWORDS)

    @cached_property
    def vectors(self) -> VectorIndex:
        """The vector index, opened when it is first needed."""
        from index.vectors import VectorIndex

        return VectorIndex(self.generation.path)

    @cached_property
    def encoder(self) -> EncodesQueries:
        """The encoder of queries that fits the index, loaded when it is first needed."""
        from index.embedding import ModelIdentity, query_encoder_for

        manifest = self.generation.manifest
        try:
            identity, quick = ModelIdentity.from_json(manifest.model), manifest.numpy_query_encoder
            return query_encoder_for(identity, quick=quick, warm=self._warm)
        except ModelMismatchError as error:
            raise ModelMismatchError(error.message, _build_again(self._index, manifest)) from error

    @cached_property
    def synonyms(self) -> Synonyms | None:
        """The field's vocabulary beside the default collection, None where a user has taken it away."""
        from search.settings import default_collection
        from search.synonym_store import SynonymStore
        from search.synonyms import Synonyms

        path = default_collection() / "synonyms.toml"
        return Synonyms(SynonymStore.open(path)) if path.exists() else None

    @cached_property
    def dictionaries(self) -> tuple[Dictionary, ...]:
        """The dictionaries from other languages into Finnish that this computer has, each opened when first needed."""
        from search.dictionary import dictionaries

        return dictionaries()

    def interpret(self, query: Query) -> Query:
        """Return the query with its misspelt words corrected and other words for the same thing added."""
        return interpret(query, self.keywords, self.synonyms, self.dictionaries)

    def rank(self, query: Query, filters: Filters, mode: Mode, hits: int) -> list[Candidate]:
        """Return the candidates for `hits` hits, best first, all of them within the filters."""
        depth = max(MIN_DEPTH, DEPTH_PER_HIT * hits)
        scope = self._scope(filters)
        if scope is None:
            return []
        if mode == "keyword":
            keyword = self.keywords.search(query.keywords, depth, scope)
            return [Candidate(chunk, score, keyword=place) for chunk, score, place in _placed(keyword)]
        if mode == "vector":
            return self._by_vectors(query, scope, depth)
        return self._hybrid(query, scope, depth)

    def _by_vectors(self, query: Query, scope: Scope, depth: int) -> list[Candidate]:
        """Return what the vectors alone make of the words as they were typed."""
        versions = self.encoder.encode_all([query.text])
        if self._has_no_answer(query, versions[0]):
            return []
        vector = self._nearest(versions, depth, self._allowed(query, scope))
        return [Candidate(chunk, score, vector=place) for chunk, score, place in _placed(vector)]

    def _hybrid(self, query: Query, scope: Scope, depth: int) -> list[Candidate]:
        from concurrent.futures import ThreadPoolExecutor

        scopes = dict.fromkeys((scope, Scope()))  # without filters one
        # The words are looked up on other cores while the vectors are made and compared on this one.
        with ThreadPoolExecutor(max_workers=len(scopes)) as beside:
            looked_up = [beside.submit(self.keywords.search, query.keywords, depth, within) for within in scopes]
            near_words = beside.submit(self._near_words, query)
            versions = self.encoder.encode_all(embedded_texts(query))
            if self._has_no_answer(query, versions[0]):
                return []
            nearest = [self._nearest(versions, depth, self._allowed(query, within)) for within in scopes]
        ranked = [Offers(words.result(), vectors) for words, vectors in zip(looked_up, nearest, strict=True)]
        offers, everywhere = ranked[0], ranked[-1]
        keyword_places = {chunk: place for chunk, _, place in _placed(offers.keyword)}
        vector_places = {chunk: place for chunk, _, place in _placed(offers.vector)}
        asked = Asked(query.keywords, versions, query.coverage, near_words.result())
        return [
            Candidate(
                one.chunk,
                one.score,
                keyword_places.get(one.chunk),
                vector_places.get(one.chunk),
                one.late,
                one.near_words,
            )
            for one in self._ranker.rank(asked, offers, everywhere)
        ]

    def _near_words(self, query: Query) -> NearWords | None:
        """Return what compares the query's words by themselves, None without the table that the index was made with."""
        from search.near_words import NearWords

        return NearWords.of(query, self.words, self._word_table) if self._word_table else None

    def _has_no_answer(self, query: Query, version: QueryVectors) -> bool:
        """Tell whether nothing in the collection answers the query, whatever the filters."""
        words = [word.token for word in query.scored_words]
        if is_gibberish(words, version.pieces) and not self.keywords.search(query.keywords, 1, Scope()):
            return True
        # What is far is measured for the default model alone, whose mark this is.
        if not self.generation.manifest.numpy_query_encoder or self.codes is None:
            return False
        if query.coverage or not can_be_far(words, version.pieces):
            return False
        nearest = [chunk for chunk, _ in self.vectors.search(version.pooled, MIN_DEPTH, None)]
        nearness = self.codes.interactions(query_tokens(version), nearest).max(axis=0, initial=0)
        return bool(len(nearness)) and is_far(float(nearness.mean()), self.keywords.count)

    def _nearest(
        self, versions: Sequence[QueryVectors], depth: int, allowed: NDArray[np.int64] | None
    ) -> list[tuple[int, float]]:
        """Return the passages nearest to any version of the query, with their best cosines."""
        from concurrent.futures import ThreadPoolExecutor

        first, *others = [version.pooled for version in versions]
        vectors = self.vectors
        with ThreadPoolExecutor(max_workers=1) as beside:
            searched = [beside.submit(vectors.search, other, depth, allowed) for other in others]
            rankings = [vectors.search(first, depth, allowed), *(one.result() for one in searched)]
        best: dict[int, float] = {}
        for ranking in rankings:
            for chunk, cosine in ranking:
                best[chunk] = max(cosine, best.get(chunk, cosine))
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:depth]

    @cached_property
    def codes(self) -> TokenCodes | None:
        """The passages' token codes, opened when they are first needed; None where the model gives none."""
        from index.token_codes import TokenCodes

        return TokenCodes(self.generation.path) if self.generation.manifest.late_interaction else None

    @cached_property
    def words(self) -> WordIndex:
        """The passages' words as vectors, opened when they are first needed."""
        from index.word_index import WordIndex

        return WordIndex(self.generation.path)

    @cached_property
    def _word_table(self) -> WordTable | None:
        """The table of word vectors that the index was made with, looked for when it is first needed."""
        from index.word_table import WordTable

        made_with = self.generation.manifest.word_table
        table = WordTable.find() if made_with else None
        return table if table and table.name == made_with else None

    @cached_property
    def _ranker(self) -> HybridRanker:
        measured = self.generation.manifest.numpy_query_encoder  # the default model's mark
        return HybridRanker(self.catalogue, self.keywords, self.vectors, self.codes, measured=measured)

    def _scope(self, filters: Filters) -> Scope | None:
        """Return what the filters leave, or None when that is nothing. Raises QueryError for a value that none has."""
        documents = self.catalogue.allowed_documents(filters)
        sections = self.catalogue.section_numbers(filters.sections) if filters.sections else ()
        if documents == []:
            return None
        return Scope(None if documents is None else tuple(documents), sections)

    def _allowed(self, query: Query, scope: Scope) -> NDArray[np.int64] | None:
        """Return the ids that the vector ranking may give, in order; None for all."""
        import numpy as np

        if query.keywords.phrases or query.keywords.excluded:
            return np.array(self.keywords.matching(query.keywords, scope), np.int64)
        if scope == Scope():
            return None
        return np.array(self.catalogue.chunk_ids(scope.documents, scope.sections), np.int64)


def other_analyser(index: Path, manifest: Manifest, now: str) -> IndexMismatchError | None:
    """Return the error where an index was made with another analyser than the one at hand (`now`), else None."""
    if manifest.analyser == now:
        return None
    return IndexMismatchError(
        Text(
            en=f"The index was made with another analyser of Finnish ({manifest.analyser}; now {now}).",
            fi=f"Hakemisto on tehty toisella suomen kielen analysoijalla ({manifest.analyser}; nyt {now}).",
        ),
        _build_again(index, manifest),
    )


def _build_again(index: Path, manifest: Manifest) -> Text:
    command = rebuild_command(index, manifest.build_arguments)
    return Text(en=f"Build it again: {command.en}", fi=f"Rakenna se uudelleen: {command.fi}")


def _placed(ranking: Sequence[tuple[int, float]]) -> list[tuple[int, float, Place]]:
    return [(chunk, score, Place(rank, score)) for rank, (chunk, score) in enumerate(ranking, 1)]
