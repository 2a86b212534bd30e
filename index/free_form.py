"""Read a text that isn't in the ESR form: sections from its own headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from index.blocks import Line, mend_line_breaks, prose_blocks, split_lines
from index.cleaning import clean
from index.esr_facts import parse_code
from index.model import Document, ProjectFacts, Section
from index.personal_data import remove_personal_data
from index.subheadings import LIST_MARK, MARKDOWN_HEADING, is_label, is_title, numbered_title, stands_over_prose

# A code among other words in a file's name may be another project's: "Jatkohakemus hankkeelle S29105".
_CODE_ALONE = re.compile(r"(?:[\W\d_]*[\W_])?(S\d{5})(?:[\W_][\W\d_]*)?", re.IGNORECASE)
_CODE_ROW = re.compile(r"^hankekoodi ?: ?(\S+)$", re.IGNORECASE | re.MULTILINE)
_TITLE_ROW = re.compile(r"^hankkeen nimi ?: ?(.+)$", re.IGNORECASE | re.MULTILINE)
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class _Heading:
    line: int
    title: str
    level: int


def parse_free_form(text: str, source: str) -> Document:
    """Return the document in `text`, read from `source`.

    Sections are what stands under Markdown headings, or else under numbered or short stand-alone heading lines; they
    are numbered from 1. Prose before the first heading is a section under the document's title: its first heading
    or line, or the name of its file. Deeper Markdown headings and the sub-headings of running text are headings of
    blocks. The text is cleaned, freed from contact details and mended as in `parse_esr`.
    """
    text = remove_personal_data(clean(text))
    lines = split_lines(text) if text else []
    headings = _markdown_headings(lines) or _heading_lines(lines)
    title, first_line = _title(lines, headings, source)
    headings = [heading for heading in headings if heading.line >= first_line]
    level = min((heading.level for heading in headings), default=0)
    starts = [_Heading(first_line - 1, title, level), *(h for h in headings if h.level == level)]
    ends = [h.line for h in starts[1:]] + [len(lines)]
    sections: list[Section] = []
    for start, end in zip(starts, ends, strict=True):
        blocks = prose_blocks(lines[start.line + 1 : end], standalone=False)
        if blocks:
            number = str(len(sections) + 1)
            sections.append(Section(number, start.title, blocks[0].start, blocks[-1].end, blocks))
    mended = mend_line_breaks(text, (block for section in sections for block in section.blocks))
    return Document(source, mended, tuple(sections), ProjectFacts(code=_code(text, source), title=title))


def _markdown_headings(lines: Sequence[Line]) -> list[_Heading]:
    matches = ((i, MARKDOWN_HEADING.fullmatch(line.text)) for i, line in enumerate(lines))
    return [_Heading(i, match["title"], len(match["marks"])) for i, match in matches if match]


def _heading_lines(lines: Sequence[Line]) -> list[_Heading]:
    """Return the numbered and the short stand-alone lines after a blank line that have prose beneath them.

    One that has such a line beneath it is a heading, too, and is told with that one. More of them in a row are a list.
    """
    texts = [line.text for line in lines]
    headings: dict[int, _Heading] = {}
    for i, text in enumerate(texts):
        title = _line_title(text)
        if not title or i in headings or (i > 0 and texts[i - 1]):
            continue
        if stands_over_prose(texts, i):
            headings[i] = _Heading(i, title, 1)
        elif (k := _heading_beneath(texts, i)) is not None:
            headings |= {i: _Heading(i, title, 1), k: _Heading(k, f"{title} › {_line_title(texts[k])}", 1)}
    return list(headings.values())


def _heading_beneath(texts: Sequence[str], i: int) -> int | None:
    """Return the number of the heading that line `i` stands directly over, None where it is a title or an item."""
    above = next((k for k in (i - 1, i - 2) if k >= 0 and texts[k]), None)
    beneath = next((k for k in (i + 1, i + 2) if k < len(texts) and texts[k]), None)
    if i == 0 or beneath is None or (above is not None and above > 0 and _line_title(texts[above])):
        return None
    return beneath if _line_title(texts[beneath]) and stands_over_prose(texts, beneath) else None


def _line_title(text: str) -> str | None:
    return numbered_title(text) or (_plain_title(text) if not LIST_MARK.match(text) else None)


def _plain_title(text: str) -> str | None:
    title = text.rstrip(": ")
    return title if is_title(title.rstrip("?")) else None


def _title(lines: Sequence[Line], headings: Sequence[_Heading], source: str) -> tuple[str, int]:
    """Return the document's title and the line after it, which is 0 when the title is no line of its own.

    The title is a `Hankkeen nimi` row, the heading or short line at the very beginning, or the name of the file.
    """
    row = _TITLE_ROW.search("\n".join(line.text for line in lines))
    if row:
        return row[1], 0
    first = lines[0].text if lines else ""
    if headings and headings[0].line == 0:
        alone = not any(heading.level == headings[0].level for heading in headings[1:])
        is_title_line = alone if MARKDOWN_HEADING.fullmatch(first) else first.startswith(headings[0].title)
        if is_title_line and not is_label(headings[0].title):
            return headings[0].title, 1
    elif first and len(first) <= _LONGEST_TITLE and not LIST_MARK.match(first):
        is_line_of_its_own = len(lines) > 1 and not first.endswith((".", ",", ";", ":"))
        return first, 1 if is_line_of_its_own else 0
    return PurePath(source).stem, 0


def _code(text: str, source: str) -> str | None:
    row = _CODE_ROW.search(text)
    if row and (code := parse_code(row[1])):
        return code
    name = _CODE_ALONE.fullmatch(PurePath(source).stem)
    return name[1].upper() if name else None
