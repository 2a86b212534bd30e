"""Find the header of a sheet, under title lines and in two rows, and what its columns mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.cleaning import clean
from index.limits import HEADER_WITHIN_ROWS, MOST_COLUMNS
from index.readers.tables.column_names import PERSONAL, SKIP
from index.readers.tables.columns import Columns
from index.readers.tables.meanings import is_sign_of_projects
from index.readers.tables.sheet import Sheet

_FEWEST_KNOWN = 2
# A question of a form may be a column's name; what is longer is prose.
_LONGEST_NAME = 200
_CUT_COMPOUND = re.compile(r"(?<=\w)-\n(?=[a-zåäö])")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its place in the rows, its name (empty where it has none) and its meaning, if known."""

    at: int
    name: str
    meaning: str | None


@dataclass(frozen=True, slots=True)
class Header:
    """The header's row (its last one, of two) and its columns."""

    row: int
    columns: tuple[Column, ...]


def find_header(sheet: Sheet, columns: Columns) -> Header | None:
    """Return the header of `sheet`: the row, among the first ones, with most known names; None in other tables.

    A name may be told in two rows, a group's ("Rahoitus") above its columns' ("Myönnetty"). A list of projects is
    known by two names or more, one of which other lists don't have, or code, name and time. A row of more names than
    MOST_COLUMNS is no header.
    """
    best: Header | None = None
    most = _FEWEST_KNOWN - 1
    above: Sequence[str] = ()
    for row, cells in enumerate(sheet.rows[:HEADER_WITHIN_ROWS]):
        if sum(map(bool, cells)) > MOST_COLUMNS:
            above = ()
            continue
        header = Header(row, tuple(_columns(above, cells, columns)))
        above = cells
        known = {column.meaning for column in header.columns} - {None, SKIP, PERSONAL}
        if len(known) > most and _is_of_projects(header.columns, columns):
            best, most = header, len(known)
    return best


def _columns(above: Sequence[str], row: Sequence[str], columns: Columns) -> Iterable[Column]:
    upper, lower = [*map(_name, above)], [*map(_name, row)]
    has_own_names = any(columns.meaning(name) for name in lower if name)
    for at in range(max(len(upper), len(lower)) if has_own_names else 0):
        name = lower[at] if at < len(lower) else ""
        group = upper[at] if at < len(upper) else ""
        whole = f"{group} {name}" if group and name and group != name else name or group
        its_meaning = columns.meaning(whole) if whole else None
        if its_meaning is None and name:
            whole, its_meaning = name, columns.meaning(name)
        yield Column(at, whole, its_meaning)


def _name(cell: str) -> str:
    return cell and clean(_CUT_COMPOUND.sub("", cell[:_LONGEST_NAME])).replace("\n", " ")


def _is_of_projects(found: Sequence[Column], columns: Columns) -> bool:
    if any(c.meaning and (columns.are_own(c.name) or is_sign_of_projects(c.name, c.meaning)) for c in found):
        return True
    meanings = {column.meaning for column in found}
    return {"code", "title"} <= meanings and bool({"start", "end"} & meanings)
