"""Read web pages (.html, .htm), and documents saved as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from index.readers.html_tree import is_block, parse_html
from index.readers.paragraphs import TITLE_LEVEL, Kind, Paragraph, table_row, to_text
from index.readers.text import decode

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD = frozenset({"b", "strong", "th"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡]{1,3})[\])]?")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)


def extract_web_page(data: bytes) -> str:
    """Return the text of the page in `data`; raises UnreadableContentError."""
    return to_text(_blocks(parse_html(_decode(data)), None))


def _decode(data: bytes) -> str:
    declared = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, ValueError):
            pass
    return decode(data)


def _blocks(element: Element, mark: str | None) -> Iterator[Paragraph]:
    """Yield the paragraphs in `element`; the first is an item with `mark` if there is one."""
    line = _Line()
    line.add(element.text or "", is_bold=False)
    number = int(element.get("start", "1")) if element.get("start", "1").isdecimal() else 1
    for child in element:
        if not is_block(child.tag) and not _holds_block(child):
            line.add_inline(child, is_bold=False)
        else:
            yield from line.paragraphs(mark)
            mark = mark if line.is_empty else None
            line = _Line()
            if child.tag == "li":
                own = f"{number}." if element.tag == "ol" else "-"
                number += 1
                yield from _blocks(child, own)
            else:
                for paragraph in _block(child):
                    yield _marked(paragraph, mark)
                    mark = None if paragraph.text else mark
        line.add(child.tail or "", is_bold=False)
    yield from line.paragraphs(mark)


def _block(element: Element) -> Iterator[Paragraph]:
    if element.tag == "table":
        for row in _rows(element):
            yield from table_row([list(_blocks(cell, None)) for cell in row if cell.tag in ("td", "th")])
        return
    if element.tag == "pre":
        yield from (Paragraph(line.strip()) for line in "".join(_verbatim(element)).split("\n"))
        return
    if element.tag in ("p", *_HEADINGS) and not any(map(_holds_block, element)):
        line = _Line()
        line.add_content(element, is_bold=_is_bold(element))
        is_title = element.get("class") == "title"
        heading = TITLE_LEVEL if is_title else _HEADINGS.get(element.tag)
        yield Paragraph(line.text(), heading, is_bold=line.is_bold)
        return
    yield from _blocks(element, None)


def _verbatim(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from ("\n",) if child.tag == "br" else _verbatim(child)
        yield child.tail or ""


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot", "form"):
            yield from _rows(child)


def _holds_block(element: Element) -> bool:
    return any(is_block(inner.tag) for inner in element.iter())


def _is_bold(element: Element) -> bool:
    return element.tag in _BOLD or bool(_BOLD_STYLE.search(element.get("style", "")))


def _marked(paragraph: Paragraph, mark: str | None) -> Paragraph:
    if mark is None or not paragraph.text or paragraph.heading is not None or paragraph.kind is not Kind.PROSE:
        return paragraph
    return replace(paragraph, text=f"{mark} {paragraph.text}", kind=Kind.ITEM)


class _Line:
    """Gather text that runs on, with the breaks that the page asks for and no others."""

    def __init__(self) -> None:
        self._pieces: list[tuple[str, bool]] = []

    @property
    def is_empty(self) -> bool:
        """Whether there is no text."""
        return not self.text()

    @property
    def is_bold(self) -> bool:
        """Whether all of the text is bold."""
        return all(is_bold for text, is_bold in self._pieces if text.strip())

    def add(self, text: str, *, is_bold: bool) -> None:
        """Add text; line ends and spaces in it are single spaces."""
        self._pieces.append((_SPACES.sub(" ", text), is_bold))

    def add_inline(self, element: Element, *, is_bold: bool) -> None:
        """Add the text of an element within a line."""
        if element.tag == "br":
            self._pieces.append(("\n", is_bold))
        elif not _is_note_mark(element):
            self.add_content(element, is_bold=is_bold or _is_bold(element))

    def add_content(self, element: Element, *, is_bold: bool) -> None:
        """Add the text in `element`, which may be a block."""
        self.add(element.text or "", is_bold=is_bold)
        for child in element:
            self.add_inline(child, is_bold=is_bold)
            self.add(child.tail or "", is_bold=is_bold)

    def text(self) -> str:
        """Return the text so far."""
        return re.sub(" *\n *", "\n", re.sub(" {2,}", " ", "".join(text for text, _ in self._pieces))).strip()

    def paragraphs(self, mark: str | None) -> Iterator[Paragraph]:
        """Yield the text, if there is any, as a paragraph."""
        text = self.text()
        if text:
            yield _marked(Paragraph(text, is_bold=self.is_bold), mark)


def _is_note_mark(element: Element) -> bool:
    """Tell whether `element` is the mark of a footnote: a raised number that is a link."""
    if element.tag not in ("sup", "a"):
        return False
    tags = {inner.tag for inner in element.iter()}
    return {"sup", "a"} <= tags and bool(_NOTE_MARK.fullmatch("".join(element.itertext()).strip()))
