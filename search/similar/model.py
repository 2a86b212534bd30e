"""What is said of a draft and the projects most like it: data for every way of showing it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.catalogue import StoredProject
from index.errors import Text
from index.filters import Filters

Span = tuple[int, int]


class SectionKind(StrEnum):
    """What a passage tells, whatever its form calls the section."""

    BACKGROUND = "background"
    AIMS = "aims"
    TARGET_GROUP = "target_group"
    MEASURES = "measures"
    RESULTS = "results"
    HORIZONTAL = "horizontal"
    FINAL_REPORT = "final_report"
    OTHER = "other"


class Strength(StrEnum):
    """How much two passages have in common, in words; see PassagePair."""

    SAME_TEXT = "same_text"
    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"


class Agreement(StrEnum):
    """How a fact of the draft stands to the project's; UNKNOWN where either doesn't tell it."""

    SAME = "same"
    PARTLY = "partly"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


class KinshipKind(StrEnum):
    """What a project seems to be to the draft beyond being like it."""

    SAME_PROJECT = "same_project"
    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    COPIED_TEXT = "copied_text"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the draft or of a project; `start` and `end` are offsets in its document's text.

    `chunk` is its id in the index, None for a draft that isn't in it.
    """

    kind: SectionKind
    section: str
    section_heading: str
    heading: str | None
    start: int
    end: int
    text: str
    chunk: int | None = None


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A word that tells documents apart, in its base form.

    `passages_share` is the share of the collection's passages that have it: the smaller, the more telling the word.
    """

    term: str
    passages_share: float


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A word that two passages share, in its base form, with the spans in each passage's text where it stands."""

    term: str
    draft: tuple[Span, ...]
    project: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PassagePair:
    """A passage of the draft and the one of the project that meets it.

    `likeness` is from 0 (nothing in common) to 1 (the same text), `strength` the same in words.
    `terms` are the most telling words of both, best first.
    """

    draft: Passage
    project: Passage
    likeness: float
    strength: Strength
    terms: tuple[SharedTerm, ...]


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """A fact as the draft and the project tell it.

    `name` is the name of a field of ProjectFacts, or "period". Values are as the form has them; a period is one value
    of two years ("2017–2019").
    """

    name: str
    agreement: Agreement
    shared: tuple[str, ...]
    only_draft: tuple[str, ...]
    only_project: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kinship:
    """What a project seems to be to the draft, and the signs of it in the user's languages."""

    kind: KinshipKind
    signs: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class SimilarProject:
    """A project that is like the draft. Ranks count from 1.

    `similarity` is from 0 (nothing in common) to 1 (the same text). `percentile` tells how many of a hundred pairs of
    different projects of the collection are less like each other; None where the collection has too few pairs.
    `draft_covered` is the share of the draft's content that the project meets, `project_covered` the share of the
    project's that the draft meets (0 to 1).
    `pairs` are where they meet, best first, `terms` the most telling words that they share, `missing` the draft's
    passages without a counterpart in the project, and `missing_terms` the draft's telling words that it never has.
    """

    rank: int
    project: StoredProject
    similarity: float
    percentile: float | None
    draft_covered: float
    project_covered: float
    pairs: tuple[PassagePair, ...]
    terms: tuple[KeyTerm, ...]
    facts: tuple[ComparedFact, ...]
    missing: tuple[Passage, ...]
    missing_terms: tuple[KeyTerm, ...]
    kinship: Kinship | None = None


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the percentiles are taken from: `pairs` of `projects` of the collection.

    `typical` and `close` are the similarities that half and a twentieth of the pairs exceed. All projects of a small
    collection are compared, of a large one an even sample.
    """

    projects: int
    pairs: int
    sampled: bool
    typical: float
    close: float


@dataclass(frozen=True, slots=True)
class Note:
    """Something a user should know of an answer: `code` for programs, `text` for people."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft as it was read. `project` is its code in the index where it is one of the projects there."""

    name: str
    title: str
    project: str | None
    words: int
    passages: tuple[Passage, ...]
    terms: tuple[KeyTerm, ...]


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """The projects most like a draft, best first; `calibration` is None where there were too few pairs."""

    draft: Draft
    filters: Filters
    projects: tuple[SimilarProject, ...]
    calibration: Calibration | None
    notes: tuple[Note, ...]

    @property
    def found(self) -> bool:
        """Tell whether any project is like the draft."""
        return bool(self.projects)
