"""Read a collection's files, those alone that are new or changed, and choose one document for each project."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from pathlib import Path

from index.errors import HankehakuError, Text, UnreadableDocumentError
from index.kept_documents import KeptDocuments, Place
from index.memo import Memo
from index.model import Document
from index.readers import read_documents
from index.readers.tables.columns import Columns, load_columns
from index.source_records import SourceFile, fingerprint_of, record_key, record_of, recorded, recorded_path, source_file

# Python gives the bytes of a path that are no text as lone surrogates.
_NO_TEXT = re.compile("[\ud800-\udfff]")

Skipped = tuple[str, HankehakuError]


class SourceReader:
    """Read files, or take what an earlier build read where a file hasn't changed.

    `columns` is a file that tells what the columns of tables mean (None: the one beside each table, if any).
    """

    def __init__(self, memo: Memo, columns: Path | None) -> None:
        self._memo = memo
        self._columns_file = columns
        self._columns: Columns | None = load_columns(columns) if columns else None

    def read(self, path: Path) -> SourceFile:
        """Return the documents in the file at `path`. Raises UnreadableDocumentError."""
        file = self._known(path)
        if file is not None:
            return file
        began = time.time_ns()
        before = path.stat() if path.exists() else None
        reading = read_documents(path, self._columns)
        mtime = before.st_mtime_ns if before else 0
        file = SourceFile(path, reading.documents, reading.problems, mtime, is_kept=False)
        return replace(file, is_kept=self._remember(file, before, began))

    def _known(self, path: Path) -> SourceFile | None:
        """Return what was read of a file that is as it was, else None."""
        known = self._memo.get(record_key(path))
        # Messages and sources repeat the path as it was given.
        if known is None or recorded_path(known) != str(path):
            return None
        fingerprint = recorded(known)
        began = time.time_ns()
        try:
            now = path.stat()
            if not fingerprint.fits(path, self._columns_file):
                return None
        except OSError:
            return None  # the reader tells what is the matter
        file = source_file(known, path, now.st_mtime_ns)
        if not fingerprint.has_times_of(now):
            self._remember(file, now, began)
        return file

    def _remember(self, file: SourceFile, before: os.stat_result | None, began: int) -> bool:
        """Keep what was read of a file, and tell whether that could be done."""
        fingerprint = fingerprint_of(file.path, before, began, self._columns_file)
        if fingerprint is None:
            return False
        self._memo.put(record_key(file.path), record_of(file, fingerprint))
        return True


def read_sources(
    files: Sequence[Path], reader: SourceReader, memo: Memo, progress: Callable[[int, int], None]
) -> tuple[KeptDocuments, list[Skipped], list[HankehakuError]]:
    """Return the documents of the files by project code or name, what isn't among them with the reasons, and notes.

    Notes tell what of a table that was read can't be used. `memo` is the reader's own.

    Of two documents of one project a file of its own stays before a row of a table, then that of the newer file, and of
    files of the same age the first. Of two files neither is left out where the name of one alone says that it is of the
    project: it becomes a project of its own.
    """
    documents = KeptDocuments(memo, _with_shown_names)
    skipped: list[Skipped] = []
    notes: list[HankehakuError] = []
    for done, path in enumerate(files, 1):
        try:
            file = reader.read(path)
        except UnreadableDocumentError as error:
            skipped.append((str(path), error))
        else:
            notes += file.problems
            for number in range(len(file.documents)):
                skipped += _add_best(documents, number, file)
        progress(done, len(files))
    return documents, skipped, notes


def _add_best(documents: KeptDocuments, number: int, file: SourceFile) -> list[Skipped]:
    """Add a document under its project; of two with the same project the better one stays, the other is told."""
    document = file.documents[number]
    row = document.source.removeprefix(f"{file.path}#") if document.source != str(file.path) else None
    code, source = document.facts.code, _shown(document.source)
    is_named = row is None and not (code and _tells(document.text, code))
    place = Place.of(file, number, source, (row is None, file.mtime_ns), is_named=is_named)
    project = code or (_shown(row) if row and row not in documents else _name(source, documents))
    other = documents.place(project)
    if other is None:
        documents.put(project, place)
        return []
    if place.rank[0] and other.rank[0] and (is_named or other.is_named):
        named, owner = (place, other) if is_named else (other, place)
        documents.put(project, owner)
        documents.put(_name(named.source, documents), named)
        return []
    best, rest = (place, other) if place.rank > other.rank else (other, place)
    documents.put(project, best)
    return [(rest.source, _told_twice(project, best.source, newer=place.rank[0] == other.rank[0]))]


def _tells(text: str, code: str) -> bool:
    """Tell whether a text has its project's code in a row of its own."""
    return re.search(rf"hankekoodi\s?:?\s*{re.escape(code)}", text, re.IGNORECASE) is not None


def _with_shown_names(document: Document) -> Document:
    facts = document.facts
    if facts.title:
        facts = replace(facts, title=_shown(facts.title))
    return replace(document, source=_shown(document.source), facts=facts)


def _told_twice(project: str, best: str, *, newer: bool) -> UnreadableDocumentError:
    if newer:
        reason = Text("which is newer", "joka on uudempi")
        cure = Text(
            "An older version isn't needed; if it tells other things, give it a code of its own (Hankekoodi: …).",
            "Vanhempaa versiota ei tarvita; jos se kertoo muusta, anna sille oma koodi (Hankekoodi: …).",
        )
    else:
        reason = Text("which is a file of its own", "joka on sen oma tiedosto")
        cure = Text("The row of the table isn't needed.", "Taulukon riviä ei tarvita.")
    return UnreadableDocumentError(
        Text(
            en=f"Project {project} is told in {best} too, {reason.en}.",
            fi=f"Hanke {project} on myös tiedostossa {best}, {reason.fi}.",
        ),
        cure,
    )


def _name(source: str, taken: Container[str]) -> str:
    """Return the name of a document without a project code: its file's, with as many folders as make it unique."""
    parts = Path(source).with_suffix("").parts
    names = (" ".join("/".join(parts[at:]).split()) for at in range(len(parts) - 1, -1, -1))
    return next((name for name in names if name not in taken), source)


def _shown(text: str) -> str:
    """Return a path, or what was taken from one, as text: the bytes of a file's name needn't be any."""
    return _NO_TEXT.sub("\ufffd", text)


def nothing_to_index(paths: Sequence[Path], skipped: Sequence[Skipped]) -> UnreadableDocumentError:
    """Return the error for paths under which there is no document that can be read."""
    places = ", ".join(str(path) for path in paths)
    if skipped:
        first = skipped[0][1]
        return UnreadableDocumentError(
            Text(
                en=f"None of the {len(skipped)} documents in {places} can be read. The first: {first.message.en}",
                fi=f"Yhtäkään {len(skipped)} asiakirjasta ei voi lukea ({places}). Ensimmäinen: {first.message.fi}",
            ),
            first.hint,
        )
    return UnreadableDocumentError(
        Text(en=f"There are no documents in {places}.", fi=f"Asiakirjoja ei löydy: {places}."),
        Text(
            en="Name a folder or files of project descriptions: hankehaku build FOLDER",
            fi="Anna hankekuvausten kansio tai tiedostoja: hankehaku rakenna KANSIO",
        ),
    )
