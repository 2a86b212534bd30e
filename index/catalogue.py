"""Read the catalogue of an index: documents with their facts, sections and chunks; filters and facts to ids."""

from __future__ import annotations

import difflib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.damage import damaged_file
from index.errors import QueryError, Text
from index.facts_json import facts_from_json
from index.filters import FACT_FIELDS, OPTION_NAMES, Filters, fold, in_sections, matching_values, section_order
from index.model import Chunk, ProjectFacts, Section

# SQLite allows at most 32 766 variables in one statement; this stays well below on every build of it.
_VARIABLES = 900
# The pages that stay in memory, in KiB: those of the chunks' rows of 100 000 passages. With SQLite's 2 MB one query
# pushed out what the next one read, and finding the documents of 400 passages took half as long again.
_CACHE = 32_768
_LARGEST_INTEGER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class StoredProject:
    """A project as the catalogue holds it, without its text."""

    id: int
    project: str
    title: str
    source: str
    facts: ProjectFacts


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk as the catalogue holds it, with its project's id."""

    id: int
    document: int
    chunk: Chunk


class Catalogue:
    """Read a catalogue; never writes, so many readers can share one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # What was told last: a search asks for all its candidates first, then for some of them again.
        self._known_documents: dict[int, int] = {}
        # immutable: a published generation never changes, so no lock file is needed beside it.
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._db.execute(f"PRAGMA cache_size = -{_CACHE}")
        except sqlite3.DatabaseError as error:
            raise damaged_file(path, error) from error

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def count(self, table: str) -> int:
        """Return the number of rows of "documents" or "chunks"."""
        return int(self._one(f"SELECT count(*) FROM {table}")[0])  # noqa: S608

    def projects(self, ids: Iterable[int]) -> dict[int, StoredProject]:
        """Return the projects with these document ids."""
        rows = self._among("SELECT id, project, title, source, facts FROM documents WHERE id IN ", sorted(set(ids)))
        return {
            document: StoredProject(document, project, title, source, self._facts(facts))
            for document, project, title, source, facts in rows
        }

    def find_project(self, code: str) -> StoredProject | None:
        """Return the project of this code or name, in any letter case, or None."""
        # SQLite takes no lone surrogates, which no stored code has either.
        exact = code.encode(errors="replace").decode()
        found = [row[0] for row in self._all("SELECT id FROM documents WHERE project = ?", exact)]
        if not found:
            rows = self._all("SELECT id, project FROM documents")
            found = [row[0] for row in rows if fold(row[1]) == fold(code)]
        return self.projects(found)[found[0]] if found else None

    def similar_codes(self, code: str, limit: int = 3) -> list[str]:
        """Return the project codes that look most like `code`."""
        codes = {fold(row[0]): row[0] for row in self._all("SELECT project FROM documents")}
        return [codes[key] for key in difflib.get_close_matches(fold(code), codes, limit, cutoff=0.6)]

    def document_text(self, document_id: int) -> str:
        """Return the whole text of a document."""
        return str(self._one("SELECT text FROM documents WHERE id = ?", document_id)[0])

    def sections(self, document_id: int) -> list[Section]:
        """Return a document's sections in order, without their blocks."""
        rows = self._all(
            'SELECT number, heading, start, "end" FROM sections WHERE document = ? ORDER BY position',
            document_id,
        )
        return [Section(*row) for row in rows]

    def chunks(self, ids: Iterable[int]) -> dict[int, StoredChunk]:
        """Return the chunks with these ids, with their texts."""
        query = """
            SELECT c.id, c.document, c.section, c.section_heading, c.heading, c.start, c."end",
                   substr(d.text, c.start + 1, c."end" - c.start), c.context
            FROM chunks c JOIN documents d ON d.id = c.document WHERE c.id IN """
        rows = self._among(query, sorted(set(ids)))
        return {row[0]: StoredChunk(row[0], row[1], Chunk(*row[2:])) for row in rows}

    def documents_of(self, chunk_ids: Iterable[int]) -> dict[int, int]:
        """Return the document id of each of these chunks, in their order."""
        asked = sorted(set(chunk_ids))
        known = self._known_documents
        if not known.keys() >= set(asked):
            known = dict(self._among("SELECT id, document FROM chunks WHERE id IN ", asked))
            self._known_documents = known
        return {chunk: known[chunk] for chunk in asked if chunk in known}

    def content_keys(self) -> Iterator[tuple[bytes, int]]:
        """Yield each chunk's content key and id, in the order of the ids."""
        try:
            with closing(self._db.execute("SELECT content_key, id FROM chunks ORDER BY id")) as cursor:
                yield from cursor
        except sqlite3.DatabaseError as error:
            raise damaged_file(self._path, error) from error

    def chunks_with_content(self, keys: Sequence[bytes]) -> dict[bytes, int]:
        """Return a chunk's id for each of these content keys that the index has."""
        return dict(self._among("SELECT content_key, id FROM chunks WHERE content_key IN ", keys))

    def document_ids(self) -> list[int]:
        """Return the ids of all documents, in order."""
        return [row[0] for row in self._all("SELECT id FROM documents ORDER BY id")]

    def section_numbers(self, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Return the numbers of the stored sections that are `wanted` (none: all) or below one that is.

        Raises QueryError for one that no stored section is meant by.
        """
        # From each number to the next by the index: DISTINCT would go through all chunks.
        rows = self._all("""
            WITH RECURSIVE stored (number) AS (
                SELECT min(section) FROM chunks
                UNION ALL SELECT (SELECT min(section) FROM chunks WHERE section > number) FROM stored
                WHERE number IS NOT NULL
            ) SELECT number FROM stored WHERE number IS NOT NULL""")
        stored = [row[0] for row in rows]
        for one in wanted:
            if not any(in_sections(number, (one,)) for number in stored):
                raise _no_such_section(one, stored)
        return tuple(number for number in stored if in_sections(number, wanted))

    def chunk_ids(self, documents: Sequence[int] | None, sections: tuple[str, ...]) -> list[int]:
        """Return, in order, the ids of the chunks in these documents (None: all) and sections (none: all)."""
        numbers = self.section_numbers(sections) if sections else ()
        within = f"section IN ({','.join('?' * len(numbers))})" if sections else "1"
        query = f"SELECT id FROM chunks WHERE {within}"  # noqa: S608
        if documents is None:
            rows = self._all(query, *numbers)
        else:
            rows = self._among(f"{query} AND document IN ", documents, *numbers)
        return sorted(row[0] for row in rows)

    def allowed_documents(self, filters: Filters) -> list[int] | None:
        """Return, in order, the ids of the documents that meet the filters on facts, or None when none is set.

        Raises QueryError when a filter's value stands in no document.
        """
        if not filters.narrows_projects():
            return None
        allowed = {row[0] for row in self._all(*_period_and_funding(filters))}
        for field in FACT_FIELDS:
            if wanted := getattr(filters, field):
                allowed &= self._documents_with(field, wanted)
        return sorted(allowed)

    def values(self, field: str) -> list[tuple[str, int]]:
        """Return a filter field's values with the number of documents that have each."""
        return self._all("SELECT value, count(*) FROM fact_values WHERE field = ? GROUP BY value", field)

    def _facts(self, stored: str) -> ProjectFacts:
        try:
            return facts_from_json(json.loads(stored))
        except (ValueError, TypeError, AttributeError) as error:
            raise damaged_file(self._path, error) from error

    def _documents_with(self, field: str, wanted: tuple[str, ...]) -> set[int]:
        values = [value for value, _ in self.values(field)]
        documents: set[int] = set()
        for one in wanted:
            matching = matching_values(one, values)
            if not matching:
                raise _no_such_value(field, one, values)
            rows = self._among(
                "SELECT document FROM fact_values WHERE field = ? AND value IN ", sorted(matching), field
            )
            documents.update(row[0] for row in rows)
        return documents

    def _among(self, query: str, keys: Sequence[Any], *before: Any) -> list[Any]:
        rows: list[Any] = []
        for at in range(0, len(keys), _VARIABLES):
            part = keys[at : at + _VARIABLES]
            rows += self._all(f"{query} ({','.join('?' * len(part))})", *before, *part)
        return rows

    def _one(self, query: str, *values: Any) -> Any:
        return self._all(query, *values)[0]

    def _all(self, query: str, *values: Any) -> list[Any]:
        try:
            with closing(self._db.execute(query, values)) as cursor:
                return cursor.fetchall()
        except sqlite3.DatabaseError as error:
            raise damaged_file(self._path, error) from error


def _period_and_funding(filters: Filters) -> tuple[Any, ...]:
    """Return the statement and values that select documents by period and sum; unknown ones don't pass a filter."""
    conditions = [
        ("last_year >= ?", filters.running_from),
        ("first_year <= ?", filters.running_to),
        ("granted >= ?", filters.granted_from),
        ("granted <= ?", filters.granted_to),
    ]
    active = [(condition, value) for condition, value in conditions if value is not None]
    where = " AND ".join(condition for condition, _ in active) or "1"
    # No project's sum or year comes near SQLite's largest integer.
    values = (max(-_LARGEST_INTEGER, min(value, _LARGEST_INTEGER)) for _, value in active)
    return (f"SELECT id FROM documents WHERE {where}", *values)  # noqa: S608


def _no_such_section(wanted: str, stored: Iterable[str]) -> QueryError:
    known = ", ".join(sorted(stored, key=section_order))
    return QueryError(
        Text(
            en=f"No project has text in section {wanted}.", fi=f"Missään hankkeessa ei ole tekstiä kohdassa {wanted}."
        ),
        Text(
            en=f"Sections: {known}" if known else "Leave the filter out.",
            fi=f"Kohdat: {known}" if known else "Jätä rajaus pois.",
        ),
    )


def _no_such_value(field: str, wanted: str, values: list[str]) -> QueryError:
    by_folded = {fold(value): value for value in values}
    close = [by_folded[key] for key in difflib.get_close_matches(fold(wanted), list(by_folded), 3, cutoff=0.5)]
    shown = ", ".join(close or sorted(values)[:8])
    option = OPTION_NAMES.get(field, field.replace("_", "-"))
    return QueryError(
        Text(
            en=f"No project in the index has “{wanted}” as its {field.replace('_', ' ')}.",
            fi=f"Yhdelläkään hakemiston hankkeella ei ole arvoa ”{wanted}” rajauksessa --{option}.",
        ),
        Text(
            en=f"Try: {shown}" if shown else "Leave the filter out.",
            fi=f"Kokeile: {shown}" if shown else "Jätä rajaus pois.",
        ),
    )
