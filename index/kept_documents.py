"""The documents of a build by project, each taken from what is kept of its file when it is asked for.

The texts of a large collection together take gigabytes; what is in memory of a document is where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.memo import Memo
from index.model import Document
from index.source_records import SourceFile, record_key, source_file

# What makes one document of a project better than another: that it is no row of a table, then its file's age.
Rank = tuple[bool, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a project's document stands: its number in the file at `path`, of which it is `source`.

    `is_named` tells that nothing but the file's name says which project it is of.
    `document` is the document itself where nothing is kept of its file, which changed while it was read.
    """

    path: Path
    number: int
    source: str
    rank: Rank
    is_named: bool
    document: Document | None

    @classmethod
    def of(cls, file: SourceFile, number: int, source: str, rank: Rank, *, is_named: bool) -> Place:
        """Return the place of a document in a file that was read."""
        return cls(file.path, number, source, rank, is_named, None if file.is_kept else file.documents[number])


class KeptDocuments(Mapping[str, Document]):
    """Documents by project, in the order in which the projects were first put; `shown` is applied to each document."""

    def __init__(self, memo: Memo, shown: Callable[[Document], Document]) -> None:
        self._memo, self._shown = memo, shown
        self._places: dict[str, Place] = {}
        # A table has thousands of documents, which are asked for one after another.
        self._opened: tuple[Path, tuple[Document, ...]] | None = None

    def put(self, project: str, place: Place) -> None:
        """Let a project's document be the one at `place`."""
        self._places[project] = place

    def place(self, project: str) -> Place | None:
        """Return where a project's document stands, None where the project has none."""
        return self._places.get(project)

    def __getitem__(self, project: str) -> Document:
        place = self._places[project]
        return self._shown(place.document or self._documents_in(place.path)[place.number])

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def _documents_in(self, path: Path) -> tuple[Document, ...]:
        if self._opened is None or self._opened[0] != path:
            content = self._memo.get(record_key(path)) or b""
            self._opened = path, source_file(content, path, 0).documents
        return self._opened[1]
