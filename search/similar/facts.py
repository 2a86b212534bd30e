"""The facts of a draft beside a project's: what they share, and what only one of them tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import islice

from index.catalogue import Catalogue
from index.filters import fold
from index.model import ProjectFacts
from search.similar.model import Agreement, ComparedFact, SectionKind
from search.similar.profile import Profile
from search.similar.terms import names_something

_TARGET_GROUP_TERMS = 8


def compare_facts(
    draft: Profile, project: Profile, mentioned: ProjectFacts, telling: Callable[[str], float]
) -> tuple[ComparedFact, ...]:
    """Return the facts side by side: places, priority axis and objective, period, applicant, target group.

    `mentioned` are the places that the draft's text names; they count where its form doesn't tell them. `telling` says
    how much a word tells: of the target groups the most telling words are compared.
    """
    one, other = draft.facts, project.facts
    return (
        _compared("regions", one.regions or mentioned.regions, other.regions),
        _compared("municipalities", one.municipalities or mentioned.municipalities, other.municipalities),
        _compared("priority_axis", _single(one.priority_axis), _single(other.priority_axis)),
        _compared("specific_objective", _single(one.specific_objective), _single(other.specific_objective)),
        _period(one, other),
        _compared("applicant", _single(one.applicant), _single(other.applicant)),
        _compared("organisation_type", _single(one.organisation_type), _single(other.organisation_type)),
        _compared("target_group", _target_terms(draft, telling), _target_terms(project, telling)),
    )


def mentioned_places(draft: Profile, catalogue: Catalogue) -> ProjectFacts:
    """Return the regions and municipalities of the collection that the draft's text names, in any inflection."""
    words = draft.base_forms

    def named(field: str) -> tuple[str, ...]:
        return tuple(value for value, _ in catalogue.values(field) if fold(value) in words)

    return ProjectFacts(regions=named("region"), municipalities=named("municipality"))


def years(facts: ProjectFacts) -> tuple[int, int] | None:
    """Return the first and the last year of a project, None where the document doesn't tell them."""
    return (facts.start.year, facts.end.year) if facts.start and facts.end else None


def _single(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _compared(name: str, draft: Sequence[str], project: Sequence[str]) -> ComparedFact:
    in_draft, in_project = {fold(value) for value in draft}, {fold(value) for value in project}
    shared = tuple(value for value in draft if fold(value) in in_project)
    only_draft = tuple(value for value in draft if fold(value) not in in_project)
    only_project = tuple(value for value in project if fold(value) not in in_draft)
    if not draft or not project:
        agreement = Agreement.UNKNOWN
    elif not shared:
        agreement = Agreement.DIFFERENT
    else:
        agreement = Agreement.PARTLY if only_draft or only_project else Agreement.SAME
    return ComparedFact(name, agreement, shared, only_draft, only_project)


def _period(draft: ProjectFacts, project: ProjectFacts) -> ComparedFact:
    """Compare the periods: partly the same are those that overlap."""
    one, other = _years_text(draft), _years_text(project)
    compared = _compared("period", one, other)
    if compared.agreement is Agreement.DIFFERENT and _overlap(draft, project):
        return ComparedFact("period", Agreement.PARTLY, (), one, other)
    return compared


def _years_text(facts: ProjectFacts) -> tuple[str, ...]:
    told = years(facts)
    return () if told is None else (f"{told[0]}–{told[1]}" if told[0] != told[1] else str(told[0]),)


def _overlap(one: ProjectFacts, other: ProjectFacts) -> bool:
    def days(dates: Iterable[date | None]) -> list[date]:
        return [day for day in dates if day]

    starts, ends = days((one.start, other.start)), days((one.end, other.end))
    return len(starts) == len(ends) == 2 and max(starts) <= min(ends)


def _target_terms(profile: Profile, telling: Callable[[str], float]) -> tuple[str, ...]:
    """Return the most telling base forms of the passages about target groups."""
    terms = {
        token.lemmas[0]
        for passage, tokens in zip(profile.passages, profile.tokens, strict=True)
        if passage.kind is SectionKind.TARGET_GROUP
        for token in tokens
        if any(map(str.isalpha, token.text)) and telling(token.lemmas[0])
    }
    naming = (term for term in sorted(terms, key=lambda term: (-telling(term), term)) if names_something(term))
    return tuple(islice(naming, _TARGET_GROUP_TERMS))
