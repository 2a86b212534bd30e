"""What is said of a batch of applications: what each is like, and which pairs somebody should look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.errors import HankehakuError
from index.filters import Filters
from search.similar.model import Calibration, Kinship, PassagePair, SimilarProject, Strength

# Pairs of passages that are kept of each match.
_PAIRS = 4
# So many of the projects, and of the other applications, that are nearest to one are looked at for what is suspicious.
LOOKED_AT = 20
# Sequels have some .6, other pairs of one theme up to .35 in collections of ESR descriptions.
_NEAR_COPY = 0.5
# Of fewer pairs the highest similarity says little.
_FEWEST_PAIRS = 200


class Reason(StrEnum):
    """Why a pair should be looked at."""

    COPIED_TEXT = "copied_text"
    KINSHIP = "kinship"
    NEAR_COPY = "near_copy"
    UNUSUAL = "unusual"


@dataclass(frozen=True, slots=True)
class Match:
    """A project of the index, or another application, that an application is like; see SimilarProject.

    `other` is a project's code or an application's name, `copied` the number of the application's passages that it
    has word for word, and `pairs` are the best pairs of passages, those with the same text first.
    """

    rank: int
    other: str
    title: str
    is_application: bool
    similarity: float
    percentile: float | None
    draft_covered: float
    project_covered: float
    meeting: int
    copied: int
    kinship: Kinship | None
    terms: tuple[str, ...]
    pairs: tuple[PassagePair, ...]

    @classmethod
    def of(cls, project: SimilarProject, *, is_application: bool) -> Match:
        """Return in short what is said of a similar project."""
        ranked = sorted(project.pairs, key=lambda pair: pair.strength is not Strength.SAME_TEXT)
        return cls(
            rank=project.rank,
            other=project.project.project,
            title=project.project.title,
            is_application=is_application,
            similarity=project.similarity,
            percentile=project.percentile,
            draft_covered=project.draft_covered,
            project_covered=project.project_covered,
            meeting=len(project.pairs),
            copied=sum(pair.strength is Strength.SAME_TEXT for pair in project.pairs),
            kinship=project.kinship,
            terms=tuple(term.term for term in project.terms),
            pairs=tuple(ranked[:_PAIRS]),
        )


@dataclass(frozen=True, slots=True)
class Application:
    """An application of the batch. `project` is its code in the index where it is one of the projects there.

    `projects` of the index and other `applications` of the batch are those most like it, best first: as many as were
    asked for, and of the rest those that are suspicious.
    """

    name: str
    title: str
    project: str | None
    passages: int
    projects: tuple[Match, ...]
    applications: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class SuspiciousPair:
    """A pair that should be looked at; `suspicion` is its similarity and the share of passages that are copied."""

    application: Application
    match: Match
    reasons: tuple[Reason, ...]
    suspicion: float


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """The applications in the order of their names, the suspicious pairs, most suspicious first, and what failed.

    `taken_over` tells how many applications an earlier run, broken off, had compared with the index already.
    """

    filters: Filters
    applications: tuple[Application, ...]
    suspicious: tuple[SuspiciousPair, ...]
    unreadable: tuple[tuple[str, HankehakuError], ...]
    calibration: Calibration | None
    taken_over: int

    @property
    def found(self) -> bool:
        """Tell whether any application is like anything."""
        return any(one.projects or one.applications for one in self.applications)


def suspicious_pairs(
    applications: Sequence[Application], calibration: Calibration | None
) -> tuple[SuspiciousPair, ...]:
    """Return the pairs that should be looked at, most suspicious first; two applications make one pair."""
    found: dict[tuple[str, ...], SuspiciousPair] = {}
    for application in applications:
        for match in (*application.projects, *application.applications):
            reasons = reasons_for(match, calibration)
            if not reasons:
                continue
            suspicion = match.similarity + match.copied / max(1, application.passages)
            pair = SuspiciousPair(application, match, reasons, suspicion)
            names = (application.name, match.other)
            key = tuple(sorted(names)) if match.is_application else (*names, "project")
            if key not in found or found[key].suspicion < suspicion:
                found[key] = pair
    return tuple(sorted(found.values(), key=lambda one: (-one.suspicion, one.application.name, one.match.other)))


def reasons_for(match: Match, calibration: Calibration | None) -> tuple[Reason, ...]:
    """Return why a match should be looked at, nothing where it needn't be or is not among the LOOKED_AT nearest."""
    if match.rank > LOOKED_AT:
        return ()
    told = calibration is not None and calibration.pairs >= _FEWEST_PAIRS
    signs = (
        (Reason.COPIED_TEXT, match.copied > 1),
        (Reason.KINSHIP, match.kinship is not None),
        (Reason.NEAR_COPY, match.similarity >= _NEAR_COPY),
        (Reason.UNUSUAL, told and match.percentile == 100),
    )
    return tuple(reason for reason, seen in signs if seen)
