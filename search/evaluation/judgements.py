"""Judged queries from a file: JSON lines, or a table that a user writes by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.errors import QueryError, Text
from index.limits import LARGEST_JUDGEMENTS
from index.small_files import read_small_text
from search.query import parse_query

# What judgements grade: project code and section number, or "" as the section for the whole project.
Unit = tuple[str, str]

_HEADER = ["query", "project", "section", "grade"]
_JSON_CURE = Text(
    en='A line is {"id", "kind", "lang", "text", "relevant": [{"project", "section", "grade"}], "answers": [...]}; '
    "lang and answers may be missing.",
    fi='Rivi on {"id", "kind", "lang", "text", "relevant": [{"project", "section", "grade"}], "answers": [...]}; '
    "lang ja answers voivat puuttua.",
)
_TABLE_CURE = Text(
    en="A line is query, project, section and grade (0, 1, 2 or 3) with tabs between them; the section may be empty.",
    fi="Rivillä on haku, hankekoodi, kohta ja arvo (0, 1, 2 tai 3), välissä sarkaimet; kohta voi olla tyhjä.",
)


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query with the grades of what answers it; what isn't named has grade 0.

    `answers` are texts one of which stands in a passage that answers. `kind` and `language` are "" where unknown.
    """

    id: str
    text: str
    grades: dict[Unit, int]
    kind: str = ""
    language: str = ""
    answers: tuple[str, ...] = ()
    relevant_projects: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        projects = frozenset(project for (project, _), grade in self.grades.items() if grade > 0)
        object.__setattr__(self, "relevant_projects", projects)


def read_judgements(path: Path) -> list[JudgedQuery]:
    """Read judged queries from a file: a table where its name ends in .tsv, else JSON lines.

    Raises QueryError, naming the line and what it should be, for anything else, and for a query that asks for nothing.
    """
    read = _read_table if path.suffix.casefold() == ".tsv" else _read_json_lines
    try:
        text = read_small_text(path, LARGEST_JUDGEMENTS)
    except OSError as error:
        raise not_opened(path, error) from error
    except ValueError as error:
        raise _unreadable(path, 1, error, Text("Save the file as UTF-8.", "Tallenna tiedosto UTF-8:na.")) from error
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    queries = read(path, lines)
    if not queries:
        raise _unreadable(path, 1, "the file is empty", _TABLE_CURE if read is _read_table else _JSON_CURE)
    return queries


def _read_json_lines(path: Path, lines: list[tuple[int, str]]) -> list[JudgedQuery]:
    queries: dict[str, JudgedQuery] = {}
    for number, line in lines:
        try:
            query = _query_from_json(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise _unreadable(path, number, error, _JSON_CURE) from error
        if query.id in queries:
            cure = Text("Give each query an id of its own.", "Anna jokaiselle haulle oma id.")
            raise _unreadable(path, number, f"the id {query.id} comes twice", cure)
        _check_query(path, number, query.text)
        queries[query.id] = query
    return list(queries.values())


def _query_from_json(row: dict[str, Any]) -> JudgedQuery:
    grades = {(str(one["project"]), str(one["section"])): int(one["grade"]) for one in row["relevant"]}
    answers = tuple(str(answer) for answer in row.get("answers", []))
    return JudgedQuery(str(row["id"]), str(row["text"]), grades, str(row["kind"]), str(row.get("lang", "")), answers)


def _read_table(path: Path, lines: list[tuple[int, str]]) -> list[JudgedQuery]:
    grades: dict[str, dict[Unit, int]] = {}
    for number, line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        if number == 1 and [cell.casefold() for cell in cells] == _HEADER:
            continue
        if len(cells) != len(_HEADER):
            raise _unreadable(path, number, f"{len(cells)} columns, not {len(_HEADER)}", _TABLE_CURE)
        text, project, section, grade = cells
        if not (text and project and grade in ("0", "1", "2", "3")):
            raise _unreadable(path, number, repr(line.strip()), _TABLE_CURE)
        if text not in grades:
            _check_query(path, number, text)
        judged = grades.setdefault(text, {})
        if (project, section) in judged:
            cure = Text("Leave one of the two lines.", "Jätä kahdesta rivistä toinen.")
            raise _unreadable(path, number, "this project and section were judged above", cure)
        judged[project, section] = int(grade)
    return [JudgedQuery(f"q{number}", text, judged) for number, (text, judged) in enumerate(grades.items(), 1)]


def _check_query(path: Path, line: int, text: str) -> None:
    """Raise QueryError, naming the line, for a query that no search answers: it would only lower every mean."""
    try:
        parse_query(text)
    except QueryError as error:
        message = Text(
            en=f"{path}, line {line}: {text!r} can't be searched for. {error.message.en}",
            fi=f"{path}, rivi {line}: {text!r} ei ole haku. {error.message.fi}",
        )
        raise QueryError(message, Text("Mend the line or leave it out.", "Korjaa rivi tai jätä se pois.")) from error


def not_opened(path: Path, error: OSError) -> QueryError:
    """Return the error for a file of an evaluation that can't be read."""
    reason = error.strerror or type(error).__name__
    return QueryError(
        Text(en=f"{path} can't be read: {reason}.", fi=f"Tiedostoa {path} ei voi lukea: {reason}."),
        Text(en="Check the path and its permissions.", fi="Tarkista polku ja sen käyttöoikeudet."),
    )


def _unreadable(path: Path, line: int, reason: object, cure: Text) -> QueryError:
    message = Text(
        en=f"{path}, line {line}: no judged query ({reason}).", fi=f"{path}, rivi {line}: ei arvioitu haku ({reason})."
    )
    return QueryError(message, cure)
