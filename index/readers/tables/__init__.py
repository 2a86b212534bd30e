"""Read tables of projects, one project a row: Excel, OpenDocument and CSV files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.errors import SettingsError, UnreadableDocumentError
from index.model import Document
from index.readers.tables import problems
from index.readers.tables.columns import FILE_NAME, Columns, load_columns
from index.readers.tables.csv_file import read_csv
from index.readers.tables.header import find_header
from index.readers.tables.names import Names
from index.readers.tables.rows import read_rows
from index.readers.tables.sheet import Sheet

_CSV = frozenset({".csv", ".tsv"})
# .xls is here to be found in a folder and refused with the cure.
SUFFIXES = _CSV | {".ods", ".xls", ".xlsm", ".xlsx"}

__all__ = ["SUFFIXES", "Columns", "Reading", "columns_beside", "load_columns", "read_table"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file told: its documents, and an error for whatever of a table couldn't be used.

    An ordinary file's one document has the path as its `source`. A row's source is the path, `#` and the row's name,
    which is unique in the file: its project code, or else its title (with a number after an equal one), or else the
    file's name and the row's number.
    """

    documents: tuple[Document, ...]
    problems: tuple[UnreadableDocumentError, ...] = ()


def read_table(data: bytes, path: Path, columns: Columns | None) -> Reading:
    """Return the projects in the table `data` of the file at `path`, and what of it can't be used.

    Sheets whose header isn't recognised, hidden sheets, columns of short values that nobody knows, values that can't
    be understood, rows without a project and repeated projects are told in the problems; personal data, sums and
    empty rows are left out without a word. `columns` as in `read_documents`. Raises UnreadableDocumentError, which
    names the file and the cure, when the file can't be read or has no header or no project.
    """
    columns = columns or _columns_for(path)
    sheets, found = _sheets(data, path, columns)
    headers = [(sheet, find_header(sheet, columns)) for sheet in sheets]
    if not any(header for _, header in headers):
        raise problems.no_header(path)
    without = [sheet.name or "" for sheet, header in headers if header is None and any(map(any, sheet.rows))]
    found += problems.sheets_left_out(path, (), without)
    documents: list[Document] = []
    names = Names()
    for sheet, header in headers:
        if header:
            of_sheet, problems_of_sheet = read_rows(sheet, header, path, names)
            documents += of_sheet
            found += problems_of_sheet
    if not documents:
        raise problems.no_projects(path)
    return Reading(tuple(documents), tuple(found))


def columns_beside(path: Path) -> Path | None:
    """Return the file that tells of the columns of the table at `path`, if there is one in its folder."""
    beside = path.with_name(FILE_NAME)
    return beside if beside.is_file() else None


def _columns_for(path: Path) -> Columns:
    """Return the columns for the table at `path`; a file of columns that can't be used is the table's error."""
    beside = columns_beside(path)
    try:
        return load_columns(beside) if beside else Columns()
    except SettingsError as error:
        raise UnreadableDocumentError(error.message, error.hint) from error


def _sheets(data: bytes, path: Path, columns: Columns) -> tuple[list[Sheet], list[UnreadableDocumentError]]:
    if path.suffix.casefold() in _CSV:
        sheet, found = read_csv(data, path, columns)
        return [sheet], found
    # The parsers' process is nothing for a command that reads no workbook.
    from index.readers.tables.workbook import read_workbook

    sheets, hidden = read_workbook(data, path)
    return sheets, problems.sheets_left_out(path, hidden, ())
