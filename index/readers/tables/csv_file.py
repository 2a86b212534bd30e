"""Read CSV files as Finnish and other spreadsheet programs write them."""

from __future__ import annotations

import contextlib
import csv
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from index.errors import UnreadableDocumentError
from index.limits import LONGEST_CELL, MOST_CELLS
from index.readers.tables.columns import Columns
from index.readers.tables.header import find_header
from index.readers.tables.problems import too_large, unclosed_quotation
from index.readers.tables.sheet import Sheet
from index.readers.text import extract_text

_DELIMITERS = (";", ",", "\t", "|")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# The characters at the beginning of a file in which its header is looked for.
_HEAD = 100_000
# A row of its own after the last one: a quotation mark that is never closed swallows it.
_END = "\0"


def read_csv(data: bytes, path: Path, columns: Columns) -> tuple[Sheet, list[UnreadableDocumentError]]:
    """Return the rows of the CSV file in `data`, and an error where a quotation mark that is open spoils its end.

    The encoding is found as for plain text (see `extract_text`), the delimiter by the header that it gives. Raises
    UnreadableDocumentError for a file that isn't text or has too many cells.
    """
    text = extract_text(data, path)
    delimiter = max(_DELIMITERS, key=lambda each: _fit(text[:_HEAD], each, columns))
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in _rows(text, delimiter):
            rows.append(row)
            cells += len(row)
            if cells > MOST_CELLS:
                raise too_large(path)
    except csv.Error:
        return Sheet(None, rows), [unclosed_quotation(path, len(rows) + 1)]
    if rows.pop() != [_END]:
        return Sheet(None, rows), [unclosed_quotation(path, len(rows) + 1)]
    return Sheet(None, rows), []


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the rows of `text` and one with the end mark; raises csv.Error for a cell that is too long."""
    csv.field_size_limit(LONGEST_CELL)
    lines = (match[0] for match in _LINE.finditer(text))
    return csv.reader(chain(lines, [_END]), delimiter=delimiter)


def _fit(head: str, delimiter: str, columns: Columns) -> tuple[int, int]:
    """Return how many columns with a meaning, and how many at all, `delimiter` gives the beginning of a file."""
    rows: list[list[str]] = []
    with contextlib.suppress(csv.Error):  # the rows before the error will do
        rows.extend(_rows(head, delimiter))
    header = find_header(Sheet(None, rows), columns)
    known = sum(column.meaning is not None for column in header.columns) if header else 0
    return known, max(map(len, rows), default=0)
