"""A sheet of a table as it stands: rows of cells, all text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet; `name` is None in a format that has one sheet alone.

    A row may be shorter than others. `first_row` is the number, from 1, of the first row in the file, and
    `first_column` the place, from 0, of the first column.
    """

    name: str | None
    rows: Sequence[Sequence[str]]
    first_row: int = 1
    first_column: int = 0

    def row_number(self, index: int) -> int:
        """Return the number that a spreadsheet program shows beside the row at `index`."""
        return self.first_row + index

    def column_letter(self, index: int) -> str:
        """Return the letters that a spreadsheet program shows above the column at `index`."""
        number, letters = self.first_column + index + 1, ""
        while number:
            number, digit = divmod(number - 1, 26)
            letters = chr(ord("A") + digit) + letters
        return letters
