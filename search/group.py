"""Passages that were found -> hits: one a passage, or one a project with its best passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from index.catalogue import Catalogue, StoredChunk, StoredProject
from index.errors import QueryError, Text
from index.filters import Filters
from search.explain import Why, matched_words
from search.names import asked_by_name
from search.query import Query, check_limit
from search.repeats import first_tellings
from search.retrieve import Candidate, Mode, Retriever

if TYPE_CHECKING:
    from search.word_pairs import WordPairs

By = Literal["project", "passage"]

# Passages of one project that are shown beneath it.
PASSAGES_PER_PROJECT = 3
# Passages that are looked at beyond those shown, to take the place of repetitions.
SPARE_PASSAGES = 20
SPARE_PER_PROJECT = 3


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that was found, with its project and why it matched. Ranks count from 1."""

    rank: int
    project: StoredProject
    passage: StoredChunk
    score: float
    why: Why


@dataclass(frozen=True, slots=True)
class ProjectHit:
    """A project with its best passages; its score is the best one's. One that is asked for `by_name` comes first."""

    rank: int
    project: StoredProject
    score: float
    passages: tuple[PassageHit, ...]
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search gave. Exactly one of `projects` and `passages` is filled, as `by` says, unless nothing matched."""

    query: Query
    filters: Filters
    mode: Mode
    by: By
    projects: tuple[ProjectHit, ...] = ()
    passages: tuple[PassageHit, ...] = ()

    @property
    def found(self) -> bool:
        """Tell whether there is any hit."""
        return bool(self.projects or self.passages)


def search(
    retriever: Retriever, query: Query, filters: Filters, mode: Mode, by: By, limit: int, *, explain: bool = False
) -> SearchResult:
    """Return up to `limit` hits for `query` within `filters`; to `explain` them takes some .1 s for each.

    Raises QueryError for a mode, a grouping or a limit that is none.
    """
    _check(mode, by)
    check_limit(limit)
    limit = min(limit, retriever.generation.manifest.chunks)
    query = retriever.interpret(query)
    candidates = retriever.rank(query, filters, mode, limit)
    pairs = _word_pairs(retriever, query) if explain and any(one.late is not None for one in candidates) else None
    catalogue = retriever.catalogue
    if by == "passage":
        best, chunks = shown_passages(catalogue, candidates, limit)
        retriever.keywords.recall(chunks[candidate.chunk].chunk.text for candidate in best)
        (passages,) = _passage_hits(catalogue, query, [best], chunks, pairs)
        return SearchResult(query, filters, mode, by, passages=passages)
    documents = catalogue.documents_of(candidate.chunk for candidate in candidates)
    groups: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(documents[candidate.chunk], []).append(candidate)
    named = asked_by_name(query, groups.keys(), retriever.keywords, catalogue)
    order = sorted(groups, key=lambda document: document not in named)[:limit]
    considered = [groups[document][: PASSAGES_PER_PROJECT + SPARE_PER_PROJECT] for document in order]
    chunks = catalogue.chunks(candidate.chunk for group in considered for candidate in group)
    shown = [_repeats_last(group, chunks, PASSAGES_PER_PROJECT) for group in considered]
    retriever.keywords.recall(chunks[candidate.chunk].chunk.text for group in shown for candidate in group)
    projects = [
        ProjectHit(rank, passages[0].project, passages[0].score, passages, passages[0].project.id in named)
        for rank, passages in enumerate(_passage_hits(catalogue, query, shown, chunks, pairs), 1)
    ]
    return SearchResult(query, filters, mode, by, projects=tuple(projects))


def search_index(
    index: Path, query: Query, filters: Filters, mode: Mode, by: By, limit: int, *, explain: bool = False
) -> SearchResult:
    """Open the index folder, search it once, and close it."""
    retriever = Retriever(index)
    try:
        return search(retriever, query, filters, mode, by, limit, explain=explain)
    finally:
        retriever.catalogue.close()


def shown_passages(
    catalogue: Catalogue, candidates: Sequence[Candidate], limit: int
) -> tuple[list[Candidate], dict[int, StoredChunk]]:
    """Return up to `limit` candidates in the order in which passages are shown, and the passages by chunk id."""
    looked_at = candidates[: limit + SPARE_PASSAGES]
    chunks = catalogue.chunks(candidate.chunk for candidate in looked_at)
    return _repeats_last(looked_at, chunks, limit), chunks


def _check(mode: str, by: str) -> None:
    for name, value, known in (("mode", mode, get_args(Mode)), ("by", by, get_args(By))):
        if value not in known:
            raise QueryError(
                Text(en=f"--{name} can't be “{value}”.", fi=f"--{name} ei voi olla ”{value}”."),
                Text(en=f"Choose one: {', '.join(known)}", fi=f"Valitse jokin: {', '.join(known)}"),
            )


def _word_pairs(retriever: Retriever, query: Query) -> WordPairs | None:
    from search.word_pairs import WordPairs

    return WordPairs(query.text, retriever.encoder, retriever.codes.space.mean) if retriever.codes else None


def _repeats_last(candidates: Sequence[Candidate], chunks: Mapping[int, StoredChunk], limit: int) -> list[Candidate]:
    """Return up to `limit` candidates, where those come last that tell again what a better one told."""
    first: list[Candidate] = []
    again: list[Candidate] = []
    new = first_tellings(chunks[candidate.chunk].chunk.text for candidate in candidates)
    for candidate, is_new in zip(candidates, new, strict=True):
        (first if is_new else again).append(candidate)
        if len(first) == limit:
            break
    return [*first, *again][:limit]


def _passage_hits(
    catalogue: Catalogue,
    query: Query,
    groups: Sequence[Sequence[Candidate]],
    chunks: Mapping[int, StoredChunk],
    pairs: WordPairs | None,
) -> list[tuple[PassageHit, ...]]:
    """Return each group's candidates as hits, ranked within the group; one pass over the catalogue for all."""
    shown = [candidate.chunk for group in groups for candidate in group]
    projects = catalogue.projects(chunks[chunk].document for chunk in shown)
    texts = [chunks[chunk].chunk.text for chunk in shown]
    matched = matched_words(query.scored_words, texts, query.expansions, query.translations)
    words = dict(zip(shown, matched, strict=True))
    # A passage is embedded anew for its pairs of words: of several projects only the best one of each.
    told = [one.chunk for group in groups for one in (group if len(groups) == 1 else group[:1]) if one.late is not None]
    nearest = dict(zip(told, pairs.of([chunks[chunk].chunk for chunk in told]), strict=True)) if pairs else {}

    unmatched = {chunks[chunk].document for chunk in shown if not words[chunk]}
    names = [projects[document].facts.names(projects[document].project) for document in unmatched]
    in_names = dict(zip(unmatched, map(bool, matched_words(query.scored_words, names)), strict=True))

    def hit(rank: int, candidate: Candidate) -> PassageHit:
        stored = chunks[candidate.chunk]
        why = Why(
            candidate.keyword,
            candidate.vector,
            words[candidate.chunk],
            candidate.late,
            nearest.get(candidate.chunk, ()),
            candidate.near_words,
            not words[candidate.chunk] and in_names[stored.document],
        )
        return PassageHit(rank, projects[stored.document], stored, candidate.score, why)

    return [tuple(hit(rank, candidate) for rank, candidate in enumerate(group, 1)) for group in groups]
