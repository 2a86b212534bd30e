"""Which projects of a large collection are compared with a draft: those with its most telling words or near to it."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING

from index.filters import Filters
from index.keyword_query import Scope
from search.similar.compare import View
from search.similar.meaning import evenly
from search.similar.profile import Profile

if TYPE_CHECKING:
    from search.retrieve import Retriever
    from search.similar.meaning import Units

# Projects that are compared; where the filters leave no more, all of them are.
CANDIDATES = 60
# Projects that are compared besides because of their meaning: they may tell of the same in other words, or the draft
# may be in another language.
NEAREST = 20
# Passages of the draft that look for them, and passages that each finds.
_MOST_PASSAGES = 16
_NEAREST_PASSAGES = 50
# Words of the draft that are asked for, the most telling ones: more take longer and find the same projects.
_MOST_TERMS = 200
# Passages that are found by them, some ten of a project.
_PASSAGES = 2_000
# A project's best passages: a long description isn't likelier to be like the draft.
_PASSAGES_PER_PROJECT = 5


def allowed_documents(retriever: Retriever, filters: Filters, own: int | None) -> list[int]:
    """Return, in order, the ids of the documents within the filters, without the draft's `own`.

    Raises QueryError when a filter's value stands in no document.
    """
    allowed = retriever.catalogue.allowed_documents(filters)
    documents = retriever.catalogue.document_ids() if allowed is None else allowed
    return [document for document in documents if document != own]


def candidates(retriever: Retriever, view: View, allowed: Sequence[int], filters: Filters) -> list[int]:
    """Return the ids of the `allowed` documents that are worth comparing with the view's document."""
    if len(allowed) <= CANDIDATES:
        return list(allowed)
    within = set(allowed)
    by_words = _ranked(_by_words(retriever, view.words, allowed, filters), within)[:CANDIDATES]
    by_meaning = _ranked(_by_meaning(retriever, view.profile, allowed, filters), within)[:NEAREST]
    return list(dict.fromkeys((*by_words, *by_meaning)))


def _by_words(
    retriever: Retriever, words: Mapping[str, float], allowed: Sequence[int], filters: Filters
) -> Mapping[int, float]:
    """Return for documents the sum of their best passages' BM25 scores for the most telling words."""
    most = dict(sorted(words.items(), key=lambda item: (-item[1], item[0]))[:_MOST_TERMS])
    sections = retriever.catalogue.section_numbers(filters.sections) if filters.sections else ()
    scope = Scope(tuple(allowed) if filters.narrows_projects() else None, sections)
    found = retriever.keywords.like(most, _PASSAGES, scope)
    documents = retriever.catalogue.documents_of(chunk for chunk, _ in found)
    scores: dict[int, list[float]] = {}
    for chunk, score in found:
        scores.setdefault(documents[chunk], []).append(score)
    return {one: sum(each[:_PASSAGES_PER_PROJECT]) for one, each in scores.items()}


def _by_meaning(retriever: Retriever, draft: Profile, allowed: Sequence[int], filters: Filters) -> Mapping[int, float]:
    """Return for documents the sum, over the draft's passages, of what their nearest passage is nearer than usual."""
    import numpy as np

    catalogue, vectors = retriever.catalogue, retriever.vectors
    narrowed = bool(filters.active())
    within = np.array(catalogue.chunk_ids(list(allowed), filters.sections), np.int64) if narrowed else None
    scores: dict[int, float] = {}
    for query in _pooled(retriever, draft):
        found = vectors.search(query, _NEAREST_PASSAGES, within)
        usual = vectors.mean_cosine(query)
        documents = catalogue.documents_of(chunk for chunk, _ in found)
        best: dict[int, float] = {}
        for chunk, cosine in found:
            best[documents[chunk]] = max(cosine - usual, best.get(documents[chunk], 0.0))
        for document, nearness in best.items():
            scores[document] = scores.get(document, 0.0) + nearness
    return scores


def _pooled(retriever: Retriever, draft: Profile) -> Units:
    """Return the pooled vectors of the passages that look for projects near in meaning."""
    import numpy as np

    if draft.pooled is not None:
        return draft.pooled[:_MOST_PASSAGES]
    chunks = [passage.chunk for passage in draft.passages]
    return retriever.vectors.of(np.array([chunks[at] for at in evenly(len(chunks), _MOST_PASSAGES)], np.int64))


def _ranked(scores: Mapping[int, float], within: Container[int]) -> list[int]:
    return sorted((one for one in scores if one in within), key=lambda one: (-scores[one], one))
