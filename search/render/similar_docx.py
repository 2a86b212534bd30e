"""A report as a Word document, with real headings, header rows and its language set."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from search.language import current_language
from search.render.report import Bullets, Facing, Heading, Line, Paragraph, Report, Side, Table, harmless

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as WordTable
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph as WordParagraph

_LANGUAGES = {"fi": "fi-FI", "en": "en-GB"}
# The first moment that an archive can tell: the same report gives the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def to_docx(report: Report) -> bytes:
    """Return the report as the bytes of a .docx file; the same report gives the same bytes."""
    import docx

    document = docx.Document()
    _prepare(document, report)
    document.add_heading(harmless(report.title), 1)
    for block in report.blocks:
        match block:
            case Heading():
                heading = document.add_heading(harmless(block.text), block.level)
                heading.paragraph_format.page_break_before = block.new_page
            case Paragraph():
                _write(document.add_paragraph(), block.runs, strong=block.kind == "note")
            case Bullets():
                for item in block.items:
                    _write(document.add_paragraph(style="List Bullet"), item)
            case Table():
                _add_table(document, block)
            case Facing():
                _add_facing(document, block)
    document.add_paragraph(harmless(report.made_by))
    return _saved(document)


def _prepare(document: Document, report: Report) -> None:
    """Set what the whole document has: its title and language, and margins that leave room for two columns."""
    from docx.oxml.ns import qn
    from docx.shared import Mm

    language = _LANGUAGES[current_language()]
    properties = document.core_properties
    properties.title, properties.author, properties.language = harmless(report.title)[:255], "Hankehaku", language
    properties.comments = ""
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(18)


def _write(paragraph: WordParagraph, runs: Line, *, strong: bool = False) -> None:
    from docx.enum.text import WD_COLOR_INDEX

    for one in runs:
        run = paragraph.add_run(harmless(one.text))
        run.bold = True if one.marked or one.strong or strong else None
        if one.marked:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            run.underline = True


def _add_table(document: Document, table: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    _caption(document, table.caption)
    drawn = _new_table(document, table.caption, table.columns)
    for row in table.rows:
        added = drawn.add_row()  # type: ignore[no-untyped-call]
        _keep_whole(added)
        for place, (cell, runs) in enumerate(zip(added.cells, row, strict=True)):
            _write(cell.paragraphs[0], runs, strong=place == 0)
            if place in table.numeric:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()


def _add_facing(document: Document, facing: Facing) -> None:
    _caption(document, facing.caption)
    sides = (facing.left, facing.right)
    table = _new_table(document, facing.caption, tuple(f"{side.label}: {side.place}" for side in sides))
    row = table.add_row()  # type: ignore[no-untyped-call]
    for cell, side in zip(row.cells, sides, strict=True):
        _write_side(cell, side)
    document.add_paragraph(harmless(facing.words))


def _write_side(cell: _Cell, side: Side) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = cell.paragraphs[0]
    _write(paragraph, side.text)
    for run in paragraph.runs:
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), _LANGUAGES["fi"])
        run._r.get_or_add_rPr().append(language)


def _caption(document: Document, text: str) -> None:
    """Add a line that stays with what follows it."""
    paragraph = document.add_paragraph()
    paragraph.add_run(harmless(text)).bold = True
    paragraph.paragraph_format.keep_with_next = True


def _new_table(document: Document, caption: str, columns: tuple[str, ...]) -> WordTable:
    """Add a table of one row, which is its header and repeated on each page; the caption is its alternative text."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table: WordTable = document.add_table(1, len(columns), "Table Grid")
    description = OxmlElement("w:tblCaption")
    description.set(qn("w:val"), harmless(caption))
    table._tbl.tblPr.append(description)
    header = table.rows[0]
    header._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _keep_whole(header)
    for cell, name in zip(header.cells, columns, strict=True):
        cell.paragraphs[0].add_run(harmless(name)).bold = True
    return table


def _keep_whole(row: _Row) -> None:
    """Keep a row from being parted between two pages."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def _saved(document: Document) -> bytes:
    """Return the document's bytes, with no trace of when it was saved."""
    written, steady = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _NO_TIME), source.read(name), zipfile.ZIP_DEFLATED)
    return steady.getvalue()
