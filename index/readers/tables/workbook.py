"""Read the sheets of Excel and OpenDocument workbooks; what the parsers' process tells comes as JSON text."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.limits import LONGEST_ANSWER, MOST_CELLS, MOST_CELLS_BETWEEN, MOST_MERGED_CELLS
from index.readers.archive import Archive
from index.readers.formats import Format, actual_format, is_locked
from index.readers.isolation import extract
from index.readers.problems import Problem, UnreadableContentError, unreadable
from index.readers.tables.problems import no_workbook
from index.readers.tables.sheet import Sheet
from index.readers.xml_tree import check_xml

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

# The place of a cell of an Excel sheet, up to XFD1048576, as programs write it, which is found in a third of the time;
# what shows that some cell is written otherwise; and whatever stands for the place of any cell.
_PLACE = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_OTHERWISE = (b"<c\t", b"<c\n", b"<c\r", b":c ", b":c\t", b":c\n", b":c\r")
_ANY_PLACE = re.compile(rb"""[<:]c\s[^<>]*?\br\s*=\s*["']([^"'<>]*)""")
# A workbook that is cut off doesn't tell what its archive holds.
_MAY_BE_WORKBOOKS = (Format.WORKBOOK, Format.ARCHIVE)


def read_workbook(data: bytes, path: Path) -> tuple[list[Sheet], list[str]]:
    """Return the visible sheets of the workbook in `data`, and the names of the hidden ones.

    Raises UnreadableDocumentError, which names the file at `path` and the cure.
    """
    _check_is_workbook(data, path)
    told = extract(path, data, path.suffix.casefold())
    try:
        return _sheets(json.loads(told))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise unreadable(path, Problem.CRASHED) from None


def _check_is_workbook(data: bytes, path: Path) -> None:
    """Raise UnreadableDocumentError when the first bytes of the file at `path` are seen to be something else's."""
    if not data.strip():
        raise unreadable(path, Problem.NO_TEXT)
    if is_locked(data):
        raise unreadable(path, Problem.PASSWORD)
    actual = actual_format(data)
    if actual not in _MAY_BE_WORKBOOKS:
        raise no_workbook(path, actual.value if actual else None)


def _sheets(told: Any) -> tuple[list[Sheet], list[str]]:
    """Return what the parsers' process told; raises TypeError or KeyError when it has another shape."""
    visible: list[Sheet] = []
    for sheet in told["visible"]:
        rows = sheet["rows"]
        if not all(isinstance(cell, str) for row in rows for cell in row):
            raise TypeError("a cell that is no text")
        visible.append(Sheet(str(sheet["name"]), rows, int(sheet["first_row"]), int(sheet["first_column"])))
    return visible, [str(name) for name in told["hidden"]]


def extract_workbook(data: bytes) -> str:
    """Return the sheets of the workbook in `data` as JSON: values as they are shown, formulas by their last result.

    Runs in the parsers' process. Numbers have a decimal comma and at most two decimals, dates are ISO 8601, merged
    cells all have their common value. Raises UnreadableContentError.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    _check_parts(Archive(data))
    visible: list[dict[str, object]] = []
    hidden: list[str] = []
    cells = 0
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for about in workbook.sheets_metadata:
                if about.typ != SheetTypeEnum.WorkSheet:
                    continue
                if about.visible != SheetVisibleEnum.Visible:
                    hidden.append(about.name)
                    continue
                sheet = workbook.get_sheet_by_name(about.name)
                cells += sheet.height * sheet.width
                if cells > MOST_CELLS:
                    raise UnreadableContentError(Problem.TABLE_TOO_LARGE)
                visible.append(_told(sheet))
    except PasswordError as error:
        raise UnreadableContentError(Problem.PASSWORD) from error
    except CalamineError as error:
        raise UnreadableContentError(Problem.DAMAGED) from error
    told = json.dumps({"visible": visible, "hidden": hidden}, ensure_ascii=False, separators=(",", ":"))
    if len(told) > LONGEST_ANSWER:
        raise UnreadableContentError(Problem.TABLE_TOO_LARGE)
    return told


def _check_parts(archive: Archive) -> None:
    """Raise UnreadableContentError for what calamine would hang on or be out of memory with."""
    content = archive.read("content.xml")
    if content is not None:
        check_xml(content)  # calamine looks for the end of a table beyond the end of an OpenDocument file
    for name in archive.names:
        if "/worksheets/" in name and (sheet := archive.read(name)):
            _check_extent(sheet)


def _check_extent(sheet: bytes) -> None:
    """Raise UnreadableContentError where an Excel sheet's cells lie too far apart, or at places that are none.

    calamine makes all cells between them.
    """
    places = _PLACE.findall(sheet)
    if len(places) != sheet.count(b"<c ") or any(mark in sheet for mark in _OTHERWISE):
        found = [_PLACE.fullmatch(b'<c r="' + place.upper() + b'"') for place in _ANY_PLACE.findall(sheet)]
        places = [place.groups() for place in found if place]
        if len(places) < len(found):
            raise UnreadableContentError(Problem.DAMAGED)
    columns = [_column(letters) for letters in {letters for letters, _ in places}]
    rows = [int(row) for row in {row for _, row in places}]
    if places and (max(columns) - min(columns) + 1) * (max(rows) - min(rows) + 1) > MOST_CELLS_BETWEEN:
        raise UnreadableContentError(Problem.TABLE_TOO_LARGE)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number


def _told(sheet: CalamineSheet) -> dict[str, object]:
    row, column = sheet.start or (0, 0)
    rows = [[_as_text(cell) for cell in cells] for cells in sheet.to_python()]
    for (top, left), (bottom, right) in _merged(sheet):
        value = rows[top - row][left - column]
        for filled in range(top - row, bottom - row + 1):
            rows[filled][left - column : right - column + 1] = [value] * (right - left + 1)
    return {"name": sheet.name, "first_row": row + 1, "first_column": column, "rows": rows}


def _merged(sheet: CalamineSheet) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the merged ranges as far as they lie within the cells of `sheet`, up to the limit of cells in them."""
    if sheet.start is None or sheet.end is None:
        return
    cells = 0
    for (top, left), end in sheet.merged_cell_ranges or ():
        bottom, right = min(end[0], sheet.end[0]), min(end[1], sheet.end[1])
        if top < sheet.start[0] or left < sheet.start[1] or top > bottom or left > right:
            continue
        cells += (bottom - top + 1) * (right - left + 1)
        if cells > MOST_MERGED_CELLS:
            return
        yield (top, left), (bottom, right)


def _as_text(cell: object) -> str:
    match cell:
        case str():
            return cell
        case bool():
            return "kyllä" if cell else "ei"
        case float() if not cell.is_integer():
            return f"{cell:.2f}".replace(".", ",")
        case float() | int():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case timedelta():
            return str(cell)
    return str(cell)
