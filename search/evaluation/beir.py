"""Judged collections in the BEIR layout (Thakur et al. 2021): corpus, queries and qrels in one folder."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.blocks import mend_line_breaks, prose_blocks, split_lines
from index.build import BuildReport, Progress, index_documents
from index.cleaning import clean
from index.errors import (
    DamagedIndexError,
    HankehakuError,
    IndexMismatchError,
    IndexMissingError,
    QueryError,
    SettingsError,
    Text,
)
from index.generation import current_generation
from index.model import Document, ProjectFacts, Section
from index.personal_data import remove_personal_data
from search.evaluation.judgements import JudgedQuery, Unit
from search.query import without_operators

_CORPUS = ("corpus.jsonl", "corpus.jsonl.gz")


def read_queries(folder: Path) -> list[JudgedQuery]:
    """Return the judged queries of `queries*.jsonl` with the grades of `qrels*.tsv` (or `qrels/*.tsv`), in order.

    A document is a unit as a whole. What a query of such a collection has in quotation marks, or behind a hyphen as in
    "take away -piste", is text like the rest. `type` or `kind` of a query is its kind, `lang` its language. Queries
    without grades are left out. Raises QueryError, naming file and line, for what can't be read, and where nothing is
    judged.
    """
    grades: dict[str, dict[Unit, int]] = {}
    for path in _found(folder, "qrels*.tsv", "qrels/*.tsv"):
        for number, row in _rows(path):
            query, document, grade = _judgement(path, number, row)
            grades.setdefault(query, {})[document, ""] = grade
    queries: dict[str, JudgedQuery] = {}
    for path in _found(folder, "queries*.jsonl", "queries*.jsonl.gz"):
        for number, entry in _entries(path):
            key = _field(path, number, entry, "_id")
            if key in grades:
                kind = str(entry.get("type") or entry.get("kind") or "")
                text = without_operators(_field(path, number, entry, "text"))
                queries[key] = JudgedQuery(key, text, grades[key], kind, str(entry.get("lang", "")))
    if not queries:
        raise _unusable(folder, Text("no query has a judgement", "yhdelläkään haulla ei ole arviota"))
    return list(queries.values())


def read_corpus(folder: Path) -> dict[str, Document]:
    """Return the documents of `corpus.jsonl` or `corpus.jsonl.gz` by their ids.

    Text is cleaned and freed from contact details as any document's. It is one section without a heading; a title
    is the document's, or its text where it has no other. Raises QueryError, naming file and line.
    """
    path = _corpus_file(folder)
    documents: dict[str, Document] = {}
    for number, entry in _entries(path):
        key = _field(path, number, entry, "_id")
        if key in documents:
            raise _bad_line(path, number, Text(f"the id {key} comes twice", f"tunnus {key} on kahdesti"))
        title = clean(str(entry.get("title") or "")).replace("\n", " ")
        text = _field(path, number, entry, "text")
        documents[key] = _document(str(path), title, text) if text.strip() else _document(str(path), "", title)
    if not documents:
        raise _unusable(folder, Text("the corpus is empty", "kokoelma on tyhjä"))
    return documents


def default_index(folder: Path) -> Path:
    """Return where the index of this collection is kept when nothing else is said: in the user's cache."""
    from platformdirs import user_cache_dir

    where = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]
    return Path(user_cache_dir("hankehaku")) / "evaluation" / f"{folder.resolve().name}-{where}"


def index_corpus(folder: Path, index: Path, model: str | None, progress: Progress) -> BuildReport:
    """Build the index of a collection in `index`, as of any documents: broken off, it goes on where it was.

    Raises SettingsError where `index` holds anything else, and what a build raises.
    """
    source = _corpus_file(folder)
    _check_that_it_is_the_same(source, index)
    return index_documents(read_corpus(folder), source, index, model, progress)


def _check_that_it_is_the_same(source: Path, index: Path) -> None:
    """Raise SettingsError where `index` is that of another collection."""
    try:
        manifest = current_generation(index).manifest
    except (IndexMissingError, IndexMismatchError, DamagedIndexError):
        return
    if manifest.sources != (str(source.resolve()),):
        raise SettingsError(
            Text(en=f"{index} holds the index of another collection.", fi=f"{index} on toisen kokoelman hakemisto."),
            Text(
                en="Name another folder with --index, or leave the option out.",
                fi="Anna toinen kansio valitsimella --index tai jätä valitsin pois.",
            ),
        )


def _document(source: str, title: str, text: str) -> Document:
    cleaned = remove_personal_data(clean(text))
    blocks = prose_blocks(split_lines(cleaned), standalone=False)
    sections = (Section("1", "", blocks[0].start, blocks[-1].end, blocks),) if blocks else ()
    return Document(source, mend_line_breaks(cleaned, blocks), sections, ProjectFacts(title=title or None))


def _corpus_file(folder: Path) -> Path:
    found = [folder / name for name in _CORPUS if (folder / name).is_file()]
    if not found:
        raise _unusable(folder, Text("corpus.jsonl is missing", "corpus.jsonl puuttuu"))
    return found[0]


def _found(folder: Path, *patterns: str) -> list[Path]:
    try:
        return [path for pattern in patterns for path in sorted(folder.glob(pattern))]
    except (OSError, ValueError):
        return []  # it can be no folder


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Raise QueryError where a file of the collection can't be read during the block."""
    try:
        yield
    except (OSError, EOFError, UnicodeDecodeError, zlib.error, csv.Error) as error:
        reason = Text(f"{path.name} can't be read ({error})", f"tiedostoa {path.name} ei voi lukea ({error})")
        raise _unusable(path.parent, reason) from error


def _entries(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield line numbers and objects of a file of JSON lines, packed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with _told(path), opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, _object(path, number, line)


def _object(path: Path, number: int, line: str) -> Mapping[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _bad_line(path, number, Text(str(error), str(error))) from error
    if not isinstance(entry, dict):
        raise _bad_line(path, number, Text("no JSON object", "ei JSON-olio"))
    return entry


def _field(path: Path, number: int, entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str):
        raise _bad_line(path, number, Text(f'"{name}" is missing', f'"{name}" puuttuu'))
    return value


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield line numbers and cells of a table of judgements without its header."""
    with _told(path), path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if row and not (number == 1 and row[0] == "query-id"):
                yield number, row


def _judgement(path: Path, number: int, row: list[str]) -> tuple[str, str, int]:
    if len(row) != 3 or not row[2].isdecimal():
        text = "not query-id, corpus-id and score (0, 1, 2 ...) with tabs between them"
        finnish = "ei ole query-id, corpus-id ja score (0, 1, 2 ...) sarkaimin erotettuina"
        raise _bad_line(path, number, Text(text, finnish))
    return row[0], row[1], int(row[2])


def _bad_line(path: Path, number: int, reason: Text) -> HankehakuError:
    return _unusable(
        path.parent,
        Text(f"{path.name}, line {number}: {reason.en}", f"{path.name}, rivi {number}: {reason.fi}"),
    )


def _unusable(folder: Path, reason: Text) -> HankehakuError:
    return QueryError(
        Text(
            en=f"{folder} is no collection in the BEIR layout: {reason.en}.",
            fi=f"{folder} ei ole BEIR-muotoinen kokoelma: {reason.fi}.",
        ),
        Text(
            en="It holds corpus.jsonl[.gz] {_id, title, text}, queries*.jsonl {_id, text} and qrels*.tsv.",
            fi="Siinä on corpus.jsonl[.gz] {_id, title, text}, queries*.jsonl {_id, text} ja qrels*.tsv.",
        ),
    )
