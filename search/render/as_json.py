"""Results as plain values for JSON; the keys are stable and told in the README."""

from __future__ import annotations

from typing import Any

from index.facts_json import facts_to_json
from search.explain import Place, Why
from search.group import PassageHit, ProjectHit, SearchResult


def result_to_json(result: SearchResult) -> dict[str, Any]:
    """Return `{"query": {...}, "hits": [...]}`."""
    query = {
        "text": result.query.given,
        "mode": result.mode,
        "by": result.by,
        "filters": result.filters.active(),
        "corrections": [{"given": one.given, "suggestion": one.suggestion} for one in result.query.corrections],
        "synonyms": [
            {"term": one.term, "alternatives": [other.text for other in one.alternatives]}
            for one in result.query.expansions
        ],
        "translations": [
            {
                "term": one.term,
                "language": one.language,
                "alternatives": [other.text for other in one.alternatives],
            }
            for one in result.query.translations
        ],
        "missing": list(result.query.missing),
    }
    return {"query": query, "hits": hits_to_json(result)}


def hits_to_json(result: SearchResult) -> list[dict[str, Any]]:
    """Return the hits: projects with their passages, or passages, as the search was asked."""
    return [_project(hit) for hit in result.projects] or [_passage(hit) for hit in result.passages]


def _project(hit: ProjectHit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "project": hit.project.project,
        "title": hit.project.title,
        "score": round(hit.score, 4),
        "by_name": hit.by_name,
        "facts": facts_to_json(hit.project.facts),
        "passages": [_passage(passage) for passage in hit.passages],
    }


def _passage(hit: PassageHit) -> dict[str, Any]:
    chunk = hit.passage.chunk
    return {
        "rank": hit.rank,
        "project": hit.project.project,
        "title": hit.project.title,
        "section": chunk.section,
        "heading": chunk.heading or chunk.section_heading,
        "text": chunk.text,
        "score": round(hit.score, 4),
        "why": _why(hit.why),
    }


def _why(why: Why) -> dict[str, Any]:
    return {
        "keyword": _place(why.keyword),
        "vector": _place(why.vector),
        "late_interaction": None if why.late is None else round(why.late, 4),
        "near_words": None if why.near_words is None else round(why.near_words, 4),
        "words": [
            {
                "query": word.query,
                "lemma": word.lemma,
                "kind": word.kind,
                "found": [{"text": f.text, "start": f.start, "end": f.end} for f in word.found],
            }
            for word in why.words
        ],
        "pairs": [{"query": pair.query, "text": pair.text, "cosine": round(pair.cosine, 4)} for pair in why.pairs],
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"rank": place.rank, "score": round(place.score, 4)}
