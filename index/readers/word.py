"""Read Word files (.docx, .docm): the text as it is printed, without what was deleted, hidden or noted beside it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from index.readers.archive import Archive
from index.readers.paragraphs import Kind, Paragraph, table_row, to_text
from index.readers.problems import Problem, UnreadableContentError
from index.readers.word_styles import Lists, Style, is_on, numbering, outline_level, read_styles, value
from index.readers.xml_tree import parse_xml

# Text that was deleted or moved away while changes were tracked; the second version of a text box, for old programs.
_SKIPPED = frozenset({"del", "moveFrom", "Fallback"})
_CHARACTERS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TABLE_OF_CONTENTS = "Table of Contents"


def extract_word(data: bytes) -> str:
    """Return the text of the Word file in `data`; raises UnreadableContentError."""
    archive = Archive(data)
    main = _target(archive, "_rels/.rels", "officeDocument", "") or "word/document.xml"
    folder, name = posixpath.split(main)
    links = f"{folder}/_rels/{name}.rels"
    root = _part(archive, main)
    body = root.find("body") if root is not None else None
    if body is None:
        raise UnreadableContentError(Problem.DAMAGED)
    styles = read_styles(_part(archive, _target(archive, links, "styles", folder) or f"{folder}/styles.xml"))
    lists = Lists(_part(archive, _target(archive, links, "numbering", folder) or f"{folder}/numbering.xml"))
    return to_text(_Body(styles, lists).paragraphs(body))


def _part(archive: Archive, name: str) -> Element | None:
    content = archive.read(name)
    return None if content is None else parse_xml(content)


def _target(archive: Archive, links: str, kind: str, folder: str) -> str | None:
    """Return the name of the part that the file `links` gives for `kind`, relative to `folder`."""
    root = _part(archive, links)
    for link in root.iter("Relationship") if root is not None else ():
        if link.get("Type", "").endswith(f"/{kind}"):
            return posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
    return None


class _Body:
    """Walk through a document's body with its styles and lists at hand."""

    def __init__(self, styles: dict[str, Style], lists: Lists) -> None:
        self._styles = styles
        self._lists = lists

    def paragraphs(self, container: Element) -> Iterator[Paragraph]:
        """Yield the paragraphs in `container` (the body, a table's cell, a text box, a content control)."""
        for element in container:
            if element.tag == "p":
                yield from self._paragraph(element)
            elif element.tag == "tbl":
                yield from self._table(element)
            elif element.tag not in _SKIPPED and not _is_table_of_contents(element):
                yield from self.paragraphs(element)

    def _table(self, table: Element) -> Iterator[Paragraph]:
        for row in _children(table, "tr"):
            if is_on(row.find("trPr"), "del") is None:
                yield from table_row([list(self.paragraphs(cell)) for cell in _children(row, "tc")])

    def _paragraph(self, element: Element) -> Iterator[Paragraph]:
        properties = element.find("pPr")
        style = self._styles.get(value(properties, "pStyle") or "", Style())
        boxes: list[Element] = []
        runs = [(text, bold) for text, bold in _runs(element, boxes) if text]
        text = "".join(text for text, _ in runs).strip()
        if not style.is_contents:
            is_bold = all(style.is_bold if bold is None else bold for text, bold in runs if text.strip())
            heading = outline_level(properties) or style.heading
            yield self._marked(Paragraph(text, heading, is_bold=is_bold), numbering(properties) or style.numbering)
        for box in boxes:
            yield from self.paragraphs(box)

    def _marked(self, paragraph: Paragraph, place: tuple[str, int] | None) -> Paragraph:
        """Return `paragraph` with its number or bullet; headings show numbers only."""
        if not paragraph.text or place is None:
            return paragraph
        mark = self._lists.mark(*place)
        if paragraph.heading is not None:
            return replace(paragraph, text=f"{mark.rstrip('.-')} {paragraph.text}".strip())
        return replace(paragraph, text=f"{mark} {paragraph.text}", kind=Kind.ITEM) if mark else paragraph


def _children(element: Element, name: str) -> Iterator[Element]:
    """Yield the children called `name`, those in content controls and tracked insertions as well."""
    for child in element:
        if child.tag == name:
            yield child
        elif child.tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            yield from _children(child, name)


def _is_table_of_contents(element: Element) -> bool:
    return element.tag == "sdt" and value(element, "sdtPr/docPartObj/docPartGallery") == _TABLE_OF_CONTENTS


def _runs(element: Element, boxes: list[Element]) -> Iterator[tuple[str, bool | None]]:
    """Yield the texts in a paragraph with whether they are bold (None: as its style is); put text boxes in `boxes`."""
    for child in element:
        if child.tag == "r":
            properties = child.find("rPr")
            if not is_on(properties, "vanish"):
                text = "".join(_run_text(child, boxes))
                yield text, is_on(properties, "b")
        elif child.tag not in _SKIPPED and child.tag != "pPr":
            yield from _runs(child, boxes)


def _run_text(run: Element, boxes: list[Element]) -> Iterator[str]:
    for child in run:
        if child.tag == "t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag in ("drawing", "pict", "AlternateContent", "object"):
            boxes.extend(_text_boxes(child))


def _text_boxes(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == "txbxContent":
            yield child
        elif child.tag not in _SKIPPED:
            yield from _text_boxes(child)
