"""Make a document of what a row of a table tells: its facts as rows of the form, its prose as sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.blocks import mend_line_breaks, prose_blocks, split_lines
from index.esr_form import ROWS
from index.model import Block, Document, Partner, ProjectFacts, Section

FACTS_NUMBER = "1"
_FACTS_HEADING = "Hankkeen tiedot"
_COUNTS = {
    "planned_companies": "Osallistuvat yritykset, suunniteltu",
    "realised_companies": "Osallistuvat yritykset, toteutunut",
    "planned_persons": "Osallistuvat henkilöt, suunniteltu",
    "realised_persons": "Osallistuvat henkilöt, toteutunut",
}
# Field -> the form's label. The period has two fields and one label.
_LABELS = {
    **{name: label for label, name in ROWS.items() if name in ProjectFacts.__dataclass_fields__},
    **_COUNTS,
}


@dataclass(frozen=True, slots=True)
class Prose:
    """The clean text of one cell, under its column's name; `number` is that of the section it becomes."""

    number: str
    heading: str
    text: str


def row_document(facts: ProjectFacts, prose: Iterable[Prose], *, facts_are_prose: bool) -> Document:
    """Return the document of a row, without its source: a section of its facts, then a section for each text.

    Facts are passages to be found only where `facts_are_prose`; otherwise they accompany the prose, as those of an
    ESR description do.
    """
    parts = [*prose]
    lines = "\n".join(_fact_lines(facts))
    if lines:
        parts.insert(0, Prose(FACTS_NUMBER, _FACTS_HEADING, lines))
    text = "\n\n".join(f"{part.heading}\n{part.text}" for part in parts)
    sections: list[Section] = []
    at = 0
    for part in parts:
        start = at + len(part.heading) + 1
        at = start + len(part.text) + 2
        if part.number != FACTS_NUMBER:
            blocks = _shifted(prose_blocks(split_lines(part.text), standalone=False), start)
        else:
            blocks = (Block(None, start, start + len(part.text)),) if facts_are_prose else ()
        sections.append(Section(part.number, part.heading, start, start + len(part.text), blocks))
    in_prose = (block for section in sections if section.number != FACTS_NUMBER for block in section.blocks)
    return Document("", mend_line_breaks(text, in_prose), tuple(sections), facts)


def _shifted(blocks: Iterable[Block], by: int) -> tuple[Block, ...]:
    return tuple(Block(block.heading, block.start + by, block.end + by) for block in blocks)


def _fact_lines(facts: ProjectFacts) -> Iterator[str]:
    """Yield the facts as rows of the form, in its order."""
    for name, label in _LABELS.items():
        value = getattr(facts, name)
        if value not in (None, ()):
            yield f"{label}: {_told(name, value)}"
        if name == "specific_objective" and (facts.start or facts.end):
            starts = f"Alkaa {_day(facts.start)}" if facts.start else ""
            ends = f"päättyy {_day(facts.end)}" if facts.end else ""
            yield f"Suunnitelman mukainen toteutusaika: {' ja '.join(filter(None, (starts, ends)))}"


def _told(name: str, value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(one.name if isinstance(one, Partner) else str(one) for one in value)
    if name.endswith("funding"):
        return f"{value:,} €".replace(",", " ")
    return str(value)


def _day(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
