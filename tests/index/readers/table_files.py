"""Real table files for the tests, and what is read of them; projects and people are invented."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from index.model import Document
from index.readers.tables import Reading

Cell = object
HEADER = ("Hankekoodi", "Hankkeen nimi", "Tiivistelmä")
BUS_SUMMARY = "Kyläbussi vie ikäihmiset uimahalliin joka tiistai, ja matkalla jutellaan."
BUS = ("S70001", "Kyläbussi", BUS_SUMMARY)
LOUNGE = ("S70002", "Torin olohuone", "Torin laidalla on olohuone, jota vapaaehtoiset pitävät auki.")


def write_xlsx(path: Path, *rows: Sequence[Cell], change: Callable[[Worksheet], None] | None = None) -> Path:
    """Write the rows to the one sheet of a workbook; `change` may do to it what its user would."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Hankkeet"
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    workbook.save(path)
    return path


def write_csv(path: Path, *rows: Sequence[Cell], delimiter: str = ";", encoding: str = "utf-8-sig") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def write_ods(path: Path, *rows: Iterable[str]) -> Path:
    """Write the rows as LibreOffice does, so far as a reader needs it."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="Hankkeet">{cells}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return write_zip(path, {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def add_sheet(sheet: Worksheet, title: str, *rows: Sequence[Cell]) -> Worksheet:
    """Add a sheet with these rows to the workbook of `sheet`."""
    assert isinstance(sheet.parent, Workbook)
    added = sheet.parent.create_sheet(title)
    for row in rows:
        added.append(row)
    return added


def write_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    path.write_bytes(data.getvalue())
    return path


def outline(document: Document) -> list[tuple[str, str, str]]:
    """Return number, heading and text of a document's sections."""
    return [(one.number, one.heading, document.text[one.start : one.end]) for one in document.sections]


def codes(reading: Reading) -> list[str | None]:
    """Return the project codes of a reading."""
    return [document.facts.code for document in reading.documents]


def problem(reading: Reading) -> str:
    """Return the message and the cure of the one problem of a reading."""
    (error,) = reading.problems
    assert error.message.fi
    assert error.hint.fi
    return f"{error.message.en} {error.hint.en}"
