"""Turn the rows of a sheet under its header into documents, and gather what can't be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from index.boilerplate import COMMON_IN_DOCUMENTS
from index.chunking import count_words
from index.cleaning import clean
from index.errors import UnreadableDocumentError
from index.esr_form import PERIOD
from index.model import Document, ProjectFacts
from index.readers.tables import problems
from index.readers.tables.column_names import PERSONAL, SKIP, TEXT
from index.readers.tables.header import Column, Header
from index.readers.tables.meanings import key, names_a_person
from index.readers.tables.names import Names
from index.readers.tables.people import without_people
from index.readers.tables.row_document import FACTS_NUMBER, Prose, row_document
from index.readers.tables.sheet import Sheet
from index.readers.tables.values import ANSWERS, VALUES_ALONE, convert, is_nothing

# A column nobody knows is prose when its cells have this many words on the average.
_WORDS_OF_PROSE = 8
# A row with fewer words of prose of its own is found by its facts as well.
_FEW_WORDS = 30
_SUM_KEYS = frozenset(map(key, ("yhteensä", "summa", "loppusumma", "kaikki yhteensä", "total", "sum", "grand total")))
_FEWEST_CELLS_OF_GROUP = 3


@dataclass(frozen=True, slots=True)
class _Roles:
    """What the columns of a sheet are read as; prose columns go by the number of their section."""

    facts: tuple[Column, ...]
    prose: tuple[tuple[str, Column], ...]
    people: tuple[Column, ...]
    left_out: tuple[Column, ...]


@dataclass(slots=True)
class _Findings:
    """Rows, by their numbers, with something that can't be used."""

    not_understood: dict[Column, list[int]] = field(default_factory=dict)
    without_project: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)


def read_rows(
    sheet: Sheet, header: Header, path: Path, names: Names
) -> tuple[list[Document], list[UnreadableDocumentError]]:
    """Return the documents of a sheet's rows, and what of it can't be used.

    `names` are those of the file's projects so far; the sheet's are added.
    """
    body = sheet.rows[header.row + 1 :]
    roles = _roles(header, body)
    repeats = Counter(row[column.at] for row in body for _, column in roles.prose if column.at < len(row))
    header_keys = {"", *(key(column.name) for column in header.columns)}
    findings = _Findings()
    documents: list[Document] = []
    for index, row in enumerate(body, header.row + 1):
        if _is_beside_the_projects(row, header_keys):
            continue
        number = sheet.row_number(index)
        document = _document(row, number, roles, repeats, findings)
        if document is None:
            findings.without_project.append(number)
            continue
        name = names.add(document, f"{path.stem} {number}")
        if name is None:
            findings.repeated.append(number)
        else:
            documents.append(replace(document, source=f"{path}#{name}"))
    return documents, list(_told(path, sheet, roles, findings))


def _roles(header: Header, body: Sequence[Sequence[str]]) -> _Roles:
    facts: list[Column] = []
    prose: list[Column] = []
    left_out: list[Column] = []
    for column in header.columns:
        if column.meaning is None:
            words = [count_words(row[column.at]) for row in body if column.at < len(row) and row[column.at].strip()]
            if column.name and words and sum(words) >= _WORDS_OF_PROSE * len(words):
                prose.append(column)
            elif words:
                left_out.append(column)
        elif column.meaning == TEXT:
            prose.append(column)
        elif column.meaning not in (PERSONAL, SKIP):
            facts.append(column)
    people = tuple(c for c in header.columns if c.meaning == PERSONAL and names_a_person(c.name))
    numbered = tuple((str(number), column) for number, column in enumerate(prose, int(FACTS_NUMBER) + 1))
    return _Roles(tuple(facts), numbered, people, tuple(left_out))


def _is_beside_the_projects(row: Sequence[str], header_keys: Set[str]) -> bool:
    """Tell whether a row is empty, a sum, a heading over a group (one value in merged cells) or the header again."""
    told = [cell.strip() for cell in row if cell.strip()]
    if not told or key(told[0]) in _SUM_KEYS:
        return True
    if len(told) >= _FEWEST_CELLS_OF_GROUP and len(set(told)) == 1:
        return True
    return all(key(cell) in header_keys for cell in told)


def _document(
    row: Sequence[str], number: int, roles: _Roles, repeats: Counter[str], findings: _Findings
) -> Document | None:
    """Return the document of a row, as yet without a source, or None when it tells of no project."""
    people = _people(row, roles)
    facts = _facts(row, number, roles, people, findings)
    prose: list[Prose] = []
    own_words = 0
    for section, column in roles.prose:
        cell = _cell(row, column)
        text = without_people(cell, people) if cell else ""
        if not is_nothing(text):
            prose.append(Prose(section, column.name, text))
            own_words += count_words(text) if repeats[cell] < COMMON_IN_DOCUMENTS else 0
    if not (facts.title or prose or (facts.code and facts != ProjectFacts(code=facts.code))):
        return None
    return row_document(facts, prose, facts_are_prose=own_words < _FEW_WORDS)


def _facts(row: Sequence[str], number: int, roles: _Roles, people: Sequence[str], findings: _Findings) -> ProjectFacts:
    """Return the facts in a row; of two columns that tell the same the first with a value counts."""
    values: dict[str, Any] = {}
    for column in roles.facts:
        meaning = column.meaning or ""
        cell = _cell(row, column)
        if not cell:
            continue
        cell = clean(cell) if meaning in VALUES_ALONE else without_people(cell, people)
        if not cell or (is_nothing(cell) and meaning not in ANSWERS):
            continue
        value = convert(meaning, cell)
        if value is None:
            findings.not_understood.setdefault(column, []).append(number)
        else:
            values.setdefault(meaning, value)
    start, end = values.pop(PERIOD, (None, None))
    return ProjectFacts(**({"start": start, "end": end} | values))


def _cell(row: Sequence[str], column: Column) -> str:
    return row[column.at] if column.at < len(row) else ""


def _people(row: Sequence[str], roles: _Roles) -> list[str]:
    """Return the names of the people that a row tells, first name and surname joined where each has a column."""
    names = [name for column in roles.people if (name := clean(_cell(row, column)))]
    return [*names, " ".join(name for name in names if " " not in name)]


def _told(path: Path, sheet: Sheet, roles: _Roles, findings: _Findings) -> Iterator[UnreadableDocumentError]:
    if roles.left_out:
        yield problems.columns_left_out(path, sheet, [_called(sheet, column) for column in roles.left_out])
    first: dict[str | None, Column] = {}
    again = [column for column in roles.facts if first.setdefault(column.meaning, column) is not column]
    if again:
        yield problems.columns_told_twice(path, sheet, [_called(sheet, column) for column in again])
    for column, rows in findings.not_understood.items():
        yield problems.values_not_understood(path, sheet, _called(sheet, column), rows)
    if findings.without_project:
        yield problems.rows_without_project(path, sheet, findings.without_project)
    if findings.repeated:
        yield problems.repeated_rows(path, sheet, findings.repeated)


def _called(sheet: Sheet, column: Column) -> str:
    """Return a column's letters and its name."""
    return f"{sheet.column_letter(column.at)} {column.name}".strip()
