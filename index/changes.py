"""What a build would change, found out without writing anything."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import (
    DamagedIndexError,
    HankehakuError,
    IndexMismatchError,
    IndexMissingError,
    UnreadableDocumentError,
)
from index.generation import current_generation
from index.layout import READINGS
from index.readers import find_documents, read_documents
from index.readers.tables import load_columns
from index.reading import Skipped
from index.records import Records
from index.source_records import record_key, recorded, recorded_path


@dataclass(frozen=True, slots=True)
class Changes:
    """The files that a build would find, by what has become of them since the current index was built.

    `removed` files are in the index and no longer among those to build from. `notes` tell what of new and changed
    tables can't be used.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    unreadable: tuple[Skipped, ...]
    notes: tuple[HankehakuError, ...]


def find_changes(paths: Sequence[Path], index: Path, columns: Path | None = None) -> Changes:
    """Return what `build_index` would find under the same arguments; new and changed files are read to see if they can.

    Raises UnreadableDocumentError for a path that doesn't exist, and SettingsError.
    """
    found: dict[str, list[str]] = {"new": [], "changed": [], "unchanged": []}
    unreadable: list[Skipped] = []
    notes: list[HankehakuError] = []
    files = find_documents(paths)
    own = load_columns(columns) if columns else None
    with _records(index) as records:
        for path in files:
            state = _state(path, records, columns)
            try:
                if state != "unchanged":
                    notes += read_documents(path, own).problems
                found[state].append(str(path))
            except UnreadableDocumentError as error:
                unreadable.append((str(path), error))
        here = {record_key(path) for path in files}
        removed = sorted(recorded_path(records.get(key) or b"") for key in records if key not in here)
    new, changed, unchanged = (tuple(found[state]) for state in ("new", "changed", "unchanged"))
    return Changes(new, changed, tuple(removed), unchanged, tuple(unreadable), tuple(notes))


def _records(index: Path) -> Records:
    """Return the records of the files that the current index was built from; none where it can't be used."""
    try:
        return Records(current_generation(index).path / READINGS, maker=None)
    except (IndexMissingError, IndexMismatchError, DamagedIndexError):
        return Records(Path(os.devnull), maker=None)


def _state(path: Path, records: Records, columns: Path | None) -> str:
    content = records.get(record_key(path))
    if content is None:
        return "new"
    try:
        return "unchanged" if recorded(content).fits(path, columns) else "changed"
    except OSError:
        return "changed"  # it can't be read, as reading it will tell
