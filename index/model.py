"""The values that flow from a file to the index: documents, their sections and facts, chunks and words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Partner:
    """A co-applicant of a joint project (form: osatoteuttaja)."""

    name: str
    business_id: str | None = None


@dataclass(frozen=True, slots=True)
class SustainabilityScore:
    """One row of section 8.2: the effect on a scale of 0-10, direct and indirect."""

    group: str
    name: str
    direct: int
    indirect: int


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """The facts and figures of a project; None or empty where the document doesn't tell.

    Sums are whole euros. `start` and `end` are the planned period.
    """

    code: str | None = None
    title: str | None = None
    priority_axis: str | None = None
    specific_objective: str | None = None
    start: date | None = None
    end: date | None = None
    status: str | None = None
    managing_authority: str | None = None
    applicant: str | None = None
    organisation_type: str | None = None
    business_id: str | None = None
    street_address: str | None = None
    postcode: str | None = None
    post_office: str | None = None
    website: str | None = None
    applicants: str | None = None
    partners: tuple[Partner, ...] = ()
    granted_eu_and_state_funding: int | None = None
    realised_eu_and_state_funding: int | None = None
    planned_public_funding: int | None = None
    realised_public_funding: int | None = None
    regions: tuple[str, ...] = ()
    sub_regions: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    site_street_address: str | None = None
    site_postcode: str | None = None
    site_post_office: str | None = None
    planned_companies: int | None = None
    realised_companies: int | None = None
    planned_persons: int | None = None
    realised_persons: int | None = None
    gender_analysis_made: bool | None = None
    gender_perspective_mainstreamed: bool | None = None
    gender_equality_main_goal: bool | None = None
    sustainability: tuple[SustainabilityScore, ...] = ()

    def names(self, project: str) -> str:
        """Return what `project` is called and where it works, in lines: its passages are found by those words, too."""
        names = (project, self.title, self.applicant, *(partner.name for partner in self.partners))
        return "\n".join(name for name in (*names, *self.municipalities, *self.regions) if name)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of prose under one sub-heading, or under none; `start` and `end` are offsets in Document.text."""

    heading: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a document; `start` and `end` (offsets in Document.text) span its body without the heading.

    `number` is the form's own ("3", "4.1"), or the running number of a document in another form.
    `blocks` hold the section's prose in order, without fact rows; a section of facts alone has none.
    """

    number: str
    heading: str
    start: int
    end: int
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was read: clean text without personal data, its sections and its project's facts.

    `source` is the path it came from. All offsets of sections, blocks and chunks count the characters of `text`.
    """

    source: str
    text: str
    sections: tuple[Section, ...]
    facts: ProjectFacts = field(default_factory=ProjectFacts)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage that is indexed and found: a span of Document.text within one section.

    `heading` is the sub-heading when the whole passage stands under one. `context` (project, section, sub-heading)
    goes before `text` when the passage is embedded.
    """

    section: str
    section_heading: str
    heading: str | None
    start: int
    end: int
    text: str
    context: str


@dataclass(frozen=True, slots=True)
class Token:
    """A word of running text as the analyser sees it.

    `text` is the word normalised and lower-cased; `start` and `end` are its offsets in the text as it was given.
    `lemmas` are base forms, best first: one to three when `known`, otherwise the word itself (or the best guess).
    `parts` are the base forms of a compound's parts, empty for a word that is no compound.
    """

    text: str
    start: int
    end: int
    lemmas: tuple[str, ...]
    parts: tuple[str, ...] = ()
    known: bool = True
