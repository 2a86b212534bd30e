"""Signs that a project is more than like the draft: the same one, its predecessor or sequel, or copied from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.errors import Text
from index.filters import fold
from index.model import ProjectFacts
from search.similar.model import Kinship, KinshipKind, PassagePair, Strength

# "Toimari 2", "Toimari II", "Toimari – jatko": the name, and the number of the sequel.
_NUMBERED = re.compile(r"(?P<name>.*?\w)[\s.:–-]*\b(?P<number>\d{1,2}|i{1,3}|iv|v)\b.*")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_NAME_END = re.compile(r"\s[–—-]\s|[:,(]")
# A sequel begins within so many days of its predecessor's end; applications take time.
_DAYS_BETWEEN = 550
# Passages word for word the same from which on it is more than a set phrase.
_COPIED_PASSAGES = 2


def find_kinship(
    draft: ProjectFacts, draft_title: str, project: ProjectFacts, title: str, pairs: Sequence[PassagePair]
) -> Kinship | None:
    """Return what a project seems to be to the draft beyond being like it, None for no signs of it.

    A sequel or predecessor is told by a kindred title together with the same applicant or the same text; the order by
    the titles' numbers, or else by the periods.
    """
    same_text = sum(pair.strength is Strength.SAME_TEXT for pair in pairs)
    kindred = _kindred_titles(draft_title, title)
    same_applicant = bool(set(_applicants(draft)) & set(_applicants(project)))
    signs = _signs(title, project, same_text, kindred=kindred, same_applicant=same_applicant)
    if kindred and (same_applicant or same_text):
        return Kinship(_order(draft, draft_title, project, title), signs)
    if same_applicant and same_text and _follows(draft, project):
        return Kinship(_order(draft, draft_title, project, title), signs)
    if same_text >= _COPIED_PASSAGES:
        return Kinship(KinshipKind.COPIED_TEXT, signs)
    return None


def _signs(
    title: str, project: ProjectFacts, same_text: int, *, kindred: bool, same_applicant: bool
) -> tuple[Text, ...]:
    signs = []
    if kindred:
        signs.append(Text(f"a kindred title: {title}", f"samanlainen nimi: {title}"))
    if same_applicant and project.applicant:
        signs.append(Text(f"the same applicant: {project.applicant}", f"sama hakija: {project.applicant}"))
    if same_text:
        signs.append(
            Text(f"passages with the same text: {same_text}", f"tekstikohtia, joissa on sama teksti: {same_text}")
        )
    return tuple(signs)


def _order(draft: ProjectFacts, draft_title: str, project: ProjectFacts, title: str) -> KinshipKind:
    numbers = _number(draft_title), _number(title)
    if numbers[0] != numbers[1]:
        return KinshipKind.PREDECESSOR if numbers[1] < numbers[0] else KinshipKind.SUCCESSOR
    if draft.start and project.start and draft.start != project.start:
        return KinshipKind.PREDECESSOR if project.start < draft.start else KinshipKind.SUCCESSOR
    return KinshipKind.SAME_PROJECT


def _follows(one: ProjectFacts, other: ProjectFacts) -> bool:
    """Tell whether one of the two begins soon after the other's end."""
    return any(
        first.end is not None and second.start is not None and abs((second.start - first.end).days) <= _DAYS_BETWEEN
        for first, second in ((one, other), (other, one))
    )


def _applicants(facts: ProjectFacts) -> list[str]:
    names = (facts.applicant, *(partner.name for partner in facts.partners))
    return [fold(name) for name in names if name]


def _kindred_titles(one: str, other: str) -> bool:
    return bool(_name(one)) and _name(one) == _name(other)


def _name(title: str) -> str:
    """Return what of a title stays when a sequel is named: without its number and without what explains it."""
    short = _NAME_END.split(fold(title))[0]
    numbered = _NUMBERED.fullmatch(short)
    return numbered["name"] if numbered else short


def _number(title: str) -> int:
    numbered = _NUMBERED.fullmatch(_NAME_END.split(fold(title))[0])
    if numbered is None:
        return 1
    number = numbered["number"]
    return _ROMAN.get(number) or int(number)
