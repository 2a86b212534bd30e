"""Read OpenDocument texts (.odt): the text as it is printed, without what was deleted, hidden or noted beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from index.readers.archive import Archive
from index.readers.paragraphs import TITLE_LEVEL, Kind, Paragraph, table_row, to_text
from index.readers.problems import Problem, UnreadableContentError
from index.readers.xml_tree import parse_xml

# Deleted text is kept in `tracked-changes`; notes and comments stand in the middle of a sentence.
_SKIPPED = frozenset(
    {"tracked-changes", "note", "annotation", "hidden-text", "hidden-paragraph", "title", "desc", "ruby-text", "script"}
    | {f"{kind}-index" for kind in ("alphabetical", "illustration", "table", "object", "user")}
    | {"table-of-content", "bibliography", "forms", "sequence-decls", "variable-decls", "user-field-decls"}
)
_DEEPEST_HEADING = 6
_LONGEST_STYLE_CHAIN = 20
_MOST_SPACES = 100


def extract_open_document(data: bytes) -> str:
    """Return the text of the OpenDocument file in `data`; raises UnreadableContentError."""
    archive = Archive(data)
    if b"encryption-data" in (archive.read("META-INF/manifest.xml") or b""):
        raise UnreadableContentError(Problem.PASSWORD)
    content = archive.read("content.xml")
    if content is None:
        raise UnreadableContentError(Problem.DAMAGED)
    root = parse_xml(content)
    body = root.find("body/text")
    if body is None:
        raise UnreadableContentError(Problem.DAMAGED)
    common = archive.read("styles.xml")
    return to_text(_Body(_Styles([*([parse_xml(common)] if common else []), root])).paragraphs(body))


@dataclass(frozen=True, slots=True)
class _Style:
    is_bold: bool | None
    is_hidden: bool
    is_title: bool


class _Styles:
    """What the styles of a document mean, by name; the document's own follow those of styles.xml."""

    def __init__(self, roots: list[Element]) -> None:
        self._elements = {style.get("name"): style for root in roots for style in root.iter("style")}
        self._lists = {style.get("name"): style for root in roots for style in root.iter("list-style")}
        outlines = [outline for root in roots for outline in root.iter("outline-style")]
        self._outline = outlines[-1] if outlines else None
        self._known: dict[str | None, _Style] = {}

    def __getitem__(self, name: str | None) -> _Style:
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str | None) -> _Style:
        bold: bool | None = None
        is_hidden = is_title = False
        for _ in range(_LONGEST_STYLE_CHAIN):
            element = self._elements.get(name)
            if name == "Title":
                is_title = True
            if element is None:
                break
            properties = element.find("text-properties")
            if properties is not None:
                weight = properties.get("font-weight")
                bold = weight == "bold" if bold is None and weight else bold
                is_hidden = is_hidden or properties.get("display") == "none"
            name = element.get("parent-style-name")
        return _Style(bold, is_hidden, is_title)

    def list_is_numbered(self, name: str | None, level: int) -> bool:
        """Tell whether the list style `name` counts its items on `level`, the outermost being 1."""
        return any(
            shape.tag == "list-level-style-number" and shape.get("level") == str(level) and shape.get("num-format")
            for shape in self._lists.get(name, ())
        )

    def counts_headings(self, level: int) -> int:
        """Return how many levels the number of a heading on `level` shows; 0 for no number."""
        for shape in self._outline if self._outline is not None else ():
            if shape.get("level") == str(level) and shape.get("num-format"):
                shown = shape.get("display-levels", "1")
                return min(int(shown), level) if shown.isdecimal() else 1
        return 0


class _Body:
    """Walk through a document's body with its styles at hand."""

    def __init__(self, styles: _Styles) -> None:
        self._styles = styles
        self._headings = [0] * (_DEEPEST_HEADING + 1)

    def paragraphs(self, container: Iterable[Element]) -> Iterator[Paragraph]:
        """Yield the paragraphs in `container` (the body, a section, a table's cell, a list's item, a text box)."""
        for element in container:
            if element.tag in ("p", "h"):
                yield from self._paragraph(element)
            elif element.tag == "list":
                yield from self._list(element, element.get("style-name"), 1)
            elif element.tag == "table":
                for row in _rows(element):
                    yield from table_row([list(self.paragraphs(cell)) for cell in row if cell.tag == "table-cell"])
            elif element.tag not in _SKIPPED and element.get("display") != "none":
                yield from self.paragraphs(element)

    def _list(self, element: Element, style: str | None, level: int) -> Iterator[Paragraph]:
        is_numbered = self._styles.list_is_numbered(style, level)
        start = element.find("list-item")
        first = start.get("start-value", "1") if start is not None else "1"
        number = int(first) if first.isdecimal() and len(first) < 6 else 1
        for item in element:
            mark = f"{number}. " if is_numbered else "- "
            for child in item:
                if child.tag == "list":
                    yield from self._list(child, child.get("style-name") or style, level + 1)
                    continue
                for paragraph in self.paragraphs([child]):
                    if not paragraph.text or paragraph.heading is not None or paragraph.kind is Kind.ROW:
                        yield paragraph
                    else:
                        yield replace(paragraph, text=mark + paragraph.text, kind=Kind.ITEM)
                        mark = ""
            number += 1

    def _paragraph(self, element: Element) -> Iterator[Paragraph]:
        style = self._styles[element.get("style-name")]
        boxes: list[Element] = []
        runs = list(self._runs(element, style, boxes))
        text = "".join(text for text, _ in runs).strip()
        if not style.is_hidden:
            is_bold = all(bold for text, bold in runs if text.strip())
            heading = TITLE_LEVEL if style.is_title else None
            if element.tag == "h" and text:
                heading, text = self._heading(element, text)
            yield Paragraph(text, heading, is_bold=is_bold)
        for box in boxes:
            yield from self.paragraphs(box)

    def _heading(self, element: Element, text: str) -> tuple[int, str]:
        """Return a heading's level, and its text with the number that the document shows before it."""
        told = element.get("outline-level", "1")
        level = min(max(int(told), 1), _DEEPEST_HEADING) if told.isdecimal() else 1
        shown = self._styles.counts_headings(level)
        if shown == 0 or element.get("is-list-header") == "true":
            return level, text
        self._headings[level] += 1
        self._headings[level + 1 :] = [0] * (_DEEPEST_HEADING - level)
        return level, ".".join(map(str, self._headings[level - shown + 1 : level + 1])) + " " + text

    def _runs(self, element: Element, style: _Style, boxes: list[Element]) -> Iterator[tuple[str, bool]]:
        """Yield the texts in a paragraph with whether they are bold; put its text boxes in `boxes`."""
        is_bold = bool(style.is_bold)
        yield element.text or "", is_bold
        for child in element:
            if child.tag == "s":
                count = child.get("c", "1")
                yield " " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1), is_bold
            elif child.tag in ("tab", "line-break"):
                yield " " if child.tag == "tab" else "\n", is_bold
            elif child.tag == "text-box":
                boxes.append(child)
            elif child.tag not in _SKIPPED:
                own = self._styles[child.get("style-name")] if child.tag == "span" else style
                if not own.is_hidden:
                    yield from self._runs(child, style if own.is_bold is None else own, boxes)
            yield child.tail or "", is_bold


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "table-row":
            yield child
        elif child.tag in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)
