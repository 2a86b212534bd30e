"""Write the catalogue of an index: one SQLite file of documents with their facts, sections and chunks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from index.facts_json import facts_to_json
from index.filters import FACT_FIELDS
from index.model import Chunk, Document, ProjectFacts

_SCHEMA = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY, project TEXT NOT NULL UNIQUE, title TEXT NOT NULL, source TEXT NOT NULL,
    text TEXT NOT NULL, facts TEXT NOT NULL, first_year INTEGER, last_year INTEGER, granted INTEGER
) STRICT;
CREATE TABLE fact_values (
    document INTEGER NOT NULL REFERENCES documents, field TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (field, value, document)
) STRICT, WITHOUT ROWID;
CREATE TABLE sections (
    document INTEGER NOT NULL REFERENCES documents, position INTEGER NOT NULL, number TEXT NOT NULL,
    heading TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents, section TEXT NOT NULL,
    section_heading TEXT NOT NULL, heading TEXT, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    context TEXT NOT NULL, content_key BLOB NOT NULL
) STRICT;
CREATE INDEX chunks_of_document ON chunks (document, section);
CREATE INDEX chunks_of_section ON chunks (section);
-- Without it a filter by years reads all rows, which hold whole texts.
CREATE INDEX documents_of_period ON documents (last_year, first_year, granted);
"""


class CatalogueWriter:
    """Write a new catalogue; use as a context manager, which commits at its end."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        # The whole generation is synced when it is published, and a broken-off build is thrown away.
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.executescript(_SCHEMA)
        self._chunks = 0

    def __enter__(self) -> CatalogueWriter:
        return self

    def __exit__(self, exception_type: type[BaseException] | None, *_: object) -> None:
        if exception_type is None:
            self._db.commit()
        self._db.close()

    def add_document(self, project: str, document: Document) -> int:
        """Store a document and its sections under its project's code or name; return its id."""
        facts = document.facts
        row = (
            project,
            facts.title or project,
            document.source,
            document.text,
            json.dumps(facts_to_json(facts), ensure_ascii=False),
            facts.start.year if facts.start else None,
            facts.end.year if facts.end else None,
            facts.granted_eu_and_state_funding,
        )
        columns = "project, title, source, text, facts, first_year, last_year, granted"
        cursor = self._db.execute(f"INSERT INTO documents ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
        document_id = int(cursor.lastrowid or 0)
        self._db.executemany(
            "INSERT OR IGNORE INTO fact_values VALUES (?, ?, ?)",
            [(document_id, field, value) for field, value in _filter_values(facts)],
        )
        self._db.executemany(
            "INSERT INTO sections VALUES (?, ?, ?, ?, ?, ?)",
            [(document_id, at, s.number, s.heading, s.start, s.end) for at, s in enumerate(document.sections)],
        )
        return document_id

    def add_chunk(self, document_id: int, chunk: Chunk, content_key: bytes) -> int:
        """Store a chunk; return its id: 0, 1, 2, ... in the order of adding, which is its row of vectors."""
        row = (
            self._chunks,
            document_id,
            chunk.section,
            chunk.section_heading,
            chunk.heading,
            chunk.start,
            chunk.end,
            chunk.context,
            content_key,
        )
        self._db.execute("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._chunks += 1
        return self._chunks - 1


def _filter_values(facts: ProjectFacts) -> Iterator[tuple[str, str]]:
    for field, attribute in FACT_FIELDS.items():
        value: str | tuple[str, ...] | None = getattr(facts, attribute)
        for one in (value,) if isinstance(value, str) else value or ():
            yield field, one
    for partner in facts.partners:
        yield "applicant", partner.name
