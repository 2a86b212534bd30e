"""Read rich text (.rtf)."""

from __future__ import annotations

import re

from index.readers.paragraphs import Kind, Paragraph, table_row, to_text
from index.readers.problems import Problem, UnreadableContentError
from index.readers.word_styles import level_of_style

_SIGNATURE = b"{\\rtf"
# A style's definition ends in its name, behind the last of its control words. (One pattern for both would try all
# places in a damaged file where one could end.) A paragraph names its style by number, or gives its outline level,
# before its text; Word does both.
_STYLE = re.compile(r"\{\\s(?P<number>\d{1,5})(?!\d)(?P<definition>[^{};]*);\}")
_STYLE_NAME = re.compile(r"\\[a-z]+-?\d* ?(?P<name>[^\\]+)")
_STYLE_USED = re.compile(r"(?<!\\)\\s(?P<number>\d{1,5})(?!\d) ?")
_OUTLINE_LEVEL = re.compile(r"(?<!\\)\\outlinelevel([0-5])(?!\d) ?")
# Hidden text and text that was deleted while changes were tracked; the group becomes one that isn't read.
_HIDDEN = re.compile(r"(?<!\\)\\(?:v|deleted)(?![a-z0-9-])")
_UNREAD = r"\*"
# Private characters carry a heading's level through to the text.
_FIRST_MARK = 0xE000
_HEADING = re.compile("[\ue000-\ue006]")
_CELL_END = "|"
_ITEM = re.compile(r"(?P<mark>[•·▪◦\uf0b7\uf0a7o-]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zA-Z][.)])\t")


def extract_rich_text(data: bytes) -> str:
    """Return the text of the rich text in `data`; raises UnreadableContentError."""
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(_SIGNATURE) or not data.rstrip(b"\0\r\n\t ").endswith(b"}"):
        raise UnreadableContentError(Problem.DAMAGED)
    source = data.decode("cp1252", errors="replace")
    source = _HIDDEN.sub(lambda _: _UNREAD, _with_heading_marks(source))
    # The library writes a link's address after its text, unless it doesn't find the field's name.
    source = source.replace("HYPERLINK", "")
    text: str = rtf_to_text(source, errors="replace")  # type: ignore[no-untyped-call]
    return to_text(paragraph for line in text.split("\n") for paragraph in _read(line))


def _with_heading_marks(source: str) -> str:
    """Return `source` with a private character where the text of a heading begins."""
    levels = {style["number"]: _level(style["definition"]) for style in _STYLE.finditer(source)}

    def mark(begin: str, level: int | None) -> str:
        return begin if level is None else f"{begin.rstrip(' ')} {chr(_FIRST_MARK + level)}"

    source = _OUTLINE_LEVEL.sub(lambda match: mark(match[0], int(match[1]) + 1), source)
    return _STYLE_USED.sub(lambda match: mark(match[0], levels.get(match["number"])), source)


def _level(definition: str) -> int | None:
    """Return the level of the headings that have a style with this definition, None where it is no heading's."""
    named = _STYLE_NAME.fullmatch(definition, max(0, definition.rfind("\\")))
    return level_of_style(named["name"].strip()) if named else None


def _read(line: str) -> list[Paragraph]:
    """Return the paragraph in a line, or those of a table's row."""
    heading = _HEADING.search(line)
    text = _HEADING.sub("", line)
    if text.rstrip().endswith(_CELL_END):
        return table_row([[Paragraph(cell.strip())] for cell in text.rstrip().removesuffix(_CELL_END).split(_CELL_END)])
    if heading and text.strip():
        return [Paragraph(text, ord(heading[0]) - _FIRST_MARK)]
    item = _ITEM.match(text.lstrip())
    if item:
        mark = item["mark"] if item["mark"][0].isalnum() and item["mark"] != "o" else "-"
        return [Paragraph(f"{mark} {text.lstrip()[item.end() :]}", kind=Kind.ITEM)]
    return [Paragraph(text)]
