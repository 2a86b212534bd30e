"""Put a document's paragraphs, whatever format they come from, into text whose form the parsers know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from index.esr_form import LONGEST_LABEL, SECTION_BY_KEY, key
from index.limits import MOST_HEADINGS
from index.readers.problems import Problem, UnreadableContentError

TITLE_LEVEL = 0
_DEEPEST_HEADING = 6
_LONGEST_BOLD_HEADING = 120
# A text with this share of blank paragraphs shows by them where its paragraphs end; another leaves that to styles.
_BLANK_SHARE = 1 / 5
_FEWEST_FORM_HEADINGS = 2


class Kind(Enum):
    """What a paragraph is part of: running text, a list or a table."""

    PROSE = auto()
    ITEM = auto()
    ROW = auto()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document, a list item with its mark, or a row of a table.

    `heading` is its level: TITLE_LEVEL for the document's title, 1-6 for a heading, None for text. A blank one stands
    for an empty line.
    """

    text: str
    heading: int | None = None
    kind: Kind = Kind.PROSE
    is_bold: bool = False


def table_row(cells: Sequence[Sequence[Paragraph]]) -> list[Paragraph]:
    """Return the paragraphs of a table's row: the cells in one line, `label: value` where there are two.

    A row with one filled cell is layout: its paragraphs stay what they are. Several paragraphs in the last cell
    stay apart beneath the first.
    """
    filled = [[paragraph for paragraph in cell if paragraph.text] for cell in cells]
    filled = [cell for cell in filled if cell]
    if len(filled) < 2:
        return [paragraph for cell in filled for paragraph in cell]
    *first, last = filled
    texts = [" ".join(paragraph.text for paragraph in cell) for cell in first]
    begins_at_the_left = bool(cells[0]) and cells[0][0].text != ""
    rest = last[1:]
    value = last[0]
    line = join_cells([*texts, value.text], begins_at_the_left=begins_at_the_left)
    if value.kind is not Kind.PROSE:
        line, rest = join_cells([*texts, ""], begins_at_the_left=begins_at_the_left), last
    return [Paragraph(line, kind=Kind.ROW), *(replace(paragraph, kind=Kind.ROW) for paragraph in rest)]


def join_cells(texts: Sequence[str], *, begins_at_the_left: bool) -> str:
    """Return a row's cells in one line: two as `label: value` if the first looks like a label, else with spaces."""
    first = texts[0]
    is_label = len(key(first)) <= LONGEST_LABEL and (first[-1].isalnum() or first[-1] == ")")
    if len(texts) == 2 and begins_at_the_left and is_label:
        return f"{first}: {texts[1]}".rstrip(" ")
    return " ".join(texts).rstrip(" ")


def to_text(paragraphs: Iterable[Paragraph]) -> str:
    """Return `paragraphs` as text: headings marked as in Markdown, items and rows on lines of their own.

    A document in the ESR form, which knows its headings by their wording, gets no marks. Where no paragraph is a
    heading, short bold ones are. Raises UnreadableContentError over more than MOST_HEADINGS headings.
    """
    found = _with_bold_headings([replace(paragraph, text=paragraph.text.strip()) for paragraph in paragraphs])
    if sum(paragraph.heading is not None for paragraph in found) > MOST_HEADINGS:
        raise UnreadableContentError(Problem.TOO_COMPLEX)
    filled = sum(paragraph.text != "" for paragraph in found)
    is_spaced = len(found) - filled > 0 and len(found) - filled >= _BLANK_SHARE * filled
    marks = _marks(found)
    pieces: list[str] = []
    before: Paragraph | None = None
    for paragraph in found:
        if not paragraph.text:
            pieces.append("\n")
            continue
        if before is not None:
            pieces.append(_gap(before, paragraph, is_spaced=is_spaced))
        if paragraph.heading is None:
            pieces.append(paragraph.text)
        else:
            pieces.append(marks[paragraph.heading] + " ".join(paragraph.text.split()).rstrip(":"))
        before = paragraph
    return "".join(pieces).strip("\n")


def _marks(paragraphs: Sequence[Paragraph]) -> dict[int, str]:
    """Return the Markdown marks of each level of heading: none in the ESR form, one # more under a title."""
    levels = range(TITLE_LEVEL, _DEEPEST_HEADING + 1)
    if sum(key(paragraph.text) in SECTION_BY_KEY for paragraph in paragraphs) >= _FEWEST_FORM_HEADINGS:
        return dict.fromkeys(levels, "")
    has_title = any(paragraph.heading == TITLE_LEVEL for paragraph in paragraphs)
    return {level: "#" * min(level + has_title, _DEEPEST_HEADING) + " " for level in levels}


def _gap(before: Paragraph, paragraph: Paragraph, *, is_spaced: bool) -> str:
    if before.heading is not None or paragraph.heading is not None:
        return "\n\n"
    if is_spaced:
        return "\n"
    return "\n" if before.kind is paragraph.kind is not Kind.PROSE else "\n\n"


def _with_bold_headings(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return `paragraphs` with the short bold ones above others as headings, unless there are real headings."""
    if any(paragraph.heading not in (None, TITLE_LEVEL) for paragraph in paragraphs):
        return paragraphs
    filled = [i for i, paragraph in enumerate(paragraphs) if paragraph.text]
    found = list(paragraphs)
    for i, beneath in pairwise(filled):
        if _looks_like_heading(paragraphs[i]) and not paragraphs[beneath].is_bold:
            found[i] = replace(paragraphs[i], heading=1)
    return found


def _looks_like_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text
    is_line = len(text) <= _LONGEST_BOLD_HEADING and "\n" not in text and not text.endswith((".", ",", ";"))
    return is_line and paragraph.is_bold and paragraph.kind is Kind.PROSE and paragraph.heading is None
