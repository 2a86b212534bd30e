"""Read a project description in the ESR form: numbered sections, facts, running text with sub-headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.blocks import BlockBuilder, Line, mend_line_breaks, prose_blocks, split_lines
from index.cleaning import clean
from index.esr_facts import SectionContent, project_facts, read_rows
from index.esr_form import BANNER_KEYS, FACT_SECTIONS, LONGEST_LABEL, SECTION_BY_KEY, SECTIONS, key
from index.esr_horizontal import read_gender_equality, read_sustainability
from index.model import Document, Section
from index.personal_data import remove_personal_data

_NUMBERS = tuple(SECTIONS)
# Sections of running text in which a short line by itself is a sub-heading; in lists of target groups it may be one
# of the groups.
_WITH_STANDALONE_HEADINGS = frozenset({"3", "9"})
_FEWEST_HEADINGS = 2


@dataclass(frozen=True, slots=True)
class _Heading:
    number: str
    line: int
    end_line: int


def parse_esr(text: str, source: str) -> Document | None:
    """Return the description in `text`, read from `source`, or None when it isn't in the ESR form.

    The form is known by two or more of its numbered section headings. Document.text is clean (see `clean`), has no
    contact details (see `remove_personal_data`), and no line break in a block cuts a sentence (see
    `mend_line_breaks`). A section's span reaches from its heading to the next heading, a sub-section's included.
    What stands above the form's first heading is in no section.
    """
    text = remove_personal_data(clean(text))
    lines = split_lines(text)
    headings = _find_headings(lines)
    if len(headings) < _FEWEST_HEADINGS:
        return None
    if headings[0].number != "1":
        # Rows before the first heading are the first section's, whose heading is missing.
        start = _end_of_banner(lines, headings[0].line)
        headings.insert(0, _Heading("1", start, start))
    ends = [heading.line for heading in headings[1:]] + [len(lines)]
    sections: list[Section] = []
    contents: list[SectionContent] = []
    for heading, end in zip(headings, ends, strict=True):
        if heading.line == end:
            continue
        body = lines[heading.end_line : end]
        content = _read_section(heading.number, body)
        start, stop = _span(body, lines[heading.end_line - 1].end if heading.end_line else 0)
        sections.append(Section(heading.number, SECTIONS[heading.number], start, stop, content.blocks))
        contents.append(content)
    mended = mend_line_breaks(text, (block for section in sections for block in section.blocks))
    return Document(source, mended, tuple(sections), project_facts(contents))


def _find_headings(lines: Sequence[Line]) -> list[_Heading]:
    """Return the longest chain of section headings in the form's order, the earliest of equals.

    A line of prose that happens to repeat a heading breaks the order and is left out.
    """
    # For each section the longest chain so far that ends in its heading.
    chains: dict[int, list[_Heading]] = {}
    for i in range(len(lines)):
        heading = _heading_at(lines, i)
        if heading is None:
            continue
        rank = _NUMBERS.index(heading.number)
        before = max((chain for last, chain in chains.items() if last < rank), key=len, default=[])
        if len(before) + 1 > len(chains.get(rank, [])):
            chains[rank] = [*before, heading]
    return max(chains.values(), key=len, default=[])


def _heading_at(lines: Sequence[Line], i: int) -> _Heading | None:
    """Return the section heading that starts at line `i`, with or without Markdown's marks; a break may cut it."""
    text = lines[i].text.lstrip("# ")
    if not text[:1].isdigit() or len(text) > 2 * LONGEST_LABEL:
        return None
    number = SECTION_BY_KEY.get(key(text))
    if number:
        return _Heading(number, i, i + 1)
    below = lines[i + 1].text if i + 1 < len(lines) else ""
    number = SECTION_BY_KEY.get(key(text + below)) if below else None
    return _Heading(number, i, i + 2) if number else None


def _end_of_banner(lines: Sequence[Line], end: int) -> int:
    """Return the first of the lines before `end` that is more than the form's title, or `end`."""
    return next((i for i in range(end) if lines[i].text and key(lines[i].text) not in BANNER_KEYS), end)


def _span(body: Sequence[Line], heading_end: int) -> tuple[int, int]:
    """Return where the text of a section's body starts and ends; an empty one lies at its heading's end."""
    with_text = [line for line in body if line.text]
    return (with_text[0].start, with_text[-1].end) if with_text else (heading_end, heading_end)


def _read_section(number: str, lines: Sequence[Line]) -> SectionContent:
    if number in FACT_SECTIONS:
        return _read_fact_section(number, lines)
    if number == "8.1":
        return read_gender_equality(lines)
    if number == "8.2":
        return read_sustainability(lines)
    return SectionContent(prose_blocks(lines, standalone=number in _WITH_STANDALONE_HEADINGS))


def _read_fact_section(number: str, lines: Sequence[Line]) -> SectionContent:
    """Read the rows; a line that belongs to none is prose."""
    values, other_lines = read_rows([line.text for line in lines], number)
    builder = BlockBuilder()
    before = -1
    for i in other_lines:
        if any(line.text for line in lines[before + 1 : i]):
            builder.begin(None)
        builder.add(lines[i].start, lines[i].end)
        before = i
    return SectionContent(builder.finish(), values=values)
