"""The answers for drafts as plain values for JSON; the keys are stable and told in the README."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from index.facts_json import facts_to_json
from search.language import current_language
from search.similar.model import (
    Calibration,
    ComparedFact,
    DraftAnswer,
    KeyTerm,
    Kinship,
    Passage,
    PassagePair,
    SimilarProject,
    Span,
)

_DIGITS = 4


def answer_to_json(answer: DraftAnswer) -> dict[str, Any]:
    """Return `{"draft": {...}, "filters": {...}, "calibration": {...}, "notes": [...], "projects": [...]}`."""
    draft = answer.draft
    return {
        "draft": {
            "name": draft.name,
            "title": draft.title,
            "project": draft.project,
            "words": draft.words,
            "passages": len(draft.passages),
            "terms": [_term(term) for term in draft.terms],
        },
        "filters": answer.filters.active(),
        "calibration": calibration_to_json(answer.calibration),
        "notes": [{"code": note.code, "text": note.text.in_language(current_language())} for note in answer.notes],
        "projects": [project_to_json(project) for project in answer.projects],
    }


def project_to_json(project: SimilarProject) -> dict[str, Any]:
    """Return one similar project with everything that is told of it."""
    return {
        "rank": project.rank,
        "project": project.project.project,
        "title": project.project.title,
        "similarity": round(project.similarity, _DIGITS),
        "percentile": None if project.percentile is None else round(project.percentile, 1),
        "draft_covered": round(project.draft_covered, _DIGITS),
        "project_covered": round(project.project_covered, _DIGITS),
        "kinship": kinship_to_json(project.kinship),
        "facts": facts_to_json(project.project.facts),
        "compared_facts": [_fact(fact) for fact in project.facts],
        "terms": [_term(term) for term in project.terms],
        "pairs": [pair_to_json(pair) for pair in project.pairs],
        "missing": [_passage(passage) for passage in project.missing],
        "missing_terms": [_term(term) for term in project.missing_terms],
    }


def calibration_to_json(calibration: Calibration | None) -> dict[str, Any] | None:
    """Return what the percentiles are taken from, None where there are none."""
    if calibration is None:
        return None
    return {
        "projects": calibration.projects,
        "pairs": calibration.pairs,
        "sampled": calibration.sampled,
        "typical": round(calibration.typical, _DIGITS),
        "close": round(calibration.close, _DIGITS),
    }


def kinship_to_json(kinship: Kinship | None) -> dict[str, Any] | None:
    """Return what a project seems to be to the draft, with the signs of it, or None."""
    if kinship is None:
        return None
    signs = [sign.in_language(current_language()) for sign in kinship.signs]
    return {"kind": kinship.kind.value, "signs": signs}


def _fact(fact: ComparedFact) -> dict[str, Any]:
    return {
        "name": fact.name,
        "agreement": fact.agreement.value,
        "shared": list(fact.shared),
        "only_draft": list(fact.only_draft),
        "only_project": list(fact.only_project),
    }


def _term(term: KeyTerm) -> dict[str, Any]:
    return {"term": term.term, "passages_share": round(term.passages_share, _DIGITS)}


def pair_to_json(pair: PassagePair) -> dict[str, Any]:
    """Return a pair of passages with the words that they share."""
    return {
        "likeness": round(pair.likeness, _DIGITS),
        "strength": pair.strength.value,
        "draft": _passage(pair.draft),
        "project": _passage(pair.project),
        "terms": [
            {"term": term.term, "draft": _spans(term.draft), "project": _spans(term.project)} for term in pair.terms
        ],
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "kind": passage.kind.value,
        "section": passage.section,
        "heading": passage.heading or passage.section_heading,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
    }


def _spans(spans: Sequence[Span]) -> list[list[int]]:
    return [list(span) for span in spans]
