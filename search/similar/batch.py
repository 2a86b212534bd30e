"""A folder of applications, each against the index and against each other; broken off, it goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from index.document_json import document_to_json
from index.errors import HankehakuError, QueryError, Text, UnreadableDocumentError
from index.filters import Filters
from index.limits import LARGEST_FILE
from index.manifest import sha256_of
from index.model import Document
from index.program import program_digest
from index.readers import find_documents, read_document, read_documents
from index.readers.files import check_file, not_readable
from index.readers.tables import SUFFIXES as TABLES
from search.retrieve import Retriever
from search.similar.answer import SimilarFinder
from search.similar.batch_json import matches_from_json, matches_to_json, profile_from_json, profile_to_json
from search.similar.batch_model import LOOKED_AT, Application, BatchAnswer, Match, reasons_for, suspicious_pairs
from search.similar.batch_state import BatchState
from search.similar.model import Calibration
from search.similar.neighbours import Neighbourhood, Seen
from search.similar.profile import Profile
from search.similar.program import comparing_program

Stage = Literal["index", "each_other"]
# A stage, how many applications of how many are done, and how many of these an earlier run had done.
Progress = Callable[[Stage, int, int, int], None]
Problem = tuple[str, HankehakuError]


@dataclass(frozen=True, slots=True)
class _Draft:
    """An application to compare: `key` tells what its document is made of, `read` gives it."""

    name: str
    key: str
    read: Callable[[], Document]


@dataclass(frozen=True, slots=True)
class _Compared:
    """An application that has been compared with the index."""

    name: str
    key: str
    seen: Seen
    own: str | None
    passages: int
    title: str
    projects: tuple[Match, ...]


def compare_applications(
    index: Path, paths: Sequence[Path], filters: Filters, limit: int, states: Path | None, progress: Progress
) -> BatchAnswer:
    """Compare all applications in `paths`, folders or files, with the index and with each other.

    `limit` is how many projects and how many other applications are told of each; what is suspicious is told whatever
    the limit. `states` is the folder where results are kept as they come, None where nothing can be kept. Files that
    can't be read are told in the answer. Raises UnreadableDocumentError when none can be, and what opening the index's
    parts raises.
    """
    drafts, unreadable = _find_drafts(paths)
    retriever = Retriever(index)
    try:
        made_by = [retriever.generation.manifest.checksum, program_digest().hex(), comparing_program()]
        with BatchState(states, _digest([made_by, filters.active(), limit])[:32]) as state:
            batch = _Batch(retriever, state, filters, limit, progress)
            compared = batch.with_index(drafts, unreadable)
            if not compared:
                raise _nothing_to_compare(paths, unreadable)
            applications = batch.with_each_other(compared)
        calibration = batch.calibration
    finally:
        retriever.catalogue.close()
    suspicious = suspicious_pairs(applications, calibration)
    return BatchAnswer(filters, applications, suspicious, tuple(unreadable), calibration, batch.taken_over)


class _Batch:
    """One run over a batch."""

    def __init__(
        self, retriever: Retriever, state: BatchState, filters: Filters, limit: int, progress: Progress
    ) -> None:
        self.finder = SimilarFinder(retriever)
        self.taken_over = 0
        self._retriever, self._state, self._filters = retriever, state, filters
        self._limit, self._progress = limit, progress

    @property
    def calibration(self) -> Calibration | None:
        """What similarities mean in the index's collection."""
        return self.finder.scale.told if self.finder.scale else None

    def with_index(self, drafts: Sequence[_Draft], unreadable: list[Problem]) -> list[_Compared]:
        """Compare each draft with the index, or take what an earlier run found; add those that fail to `unreadable`."""
        compared = []
        for done, draft in enumerate(drafts, 1):
            try:
                compared.append(self._known(draft) if draft.key in self._state else self._new(draft))
            except (UnreadableDocumentError, QueryError) as error:
                unreadable.append((draft.name, error))
            self.taken_over += draft.key in self._state.earlier
            self._progress("index", done, len(drafts), self.taken_over)
        return compared

    def with_each_other(self, compared: Sequence[_Compared]) -> tuple[Application, ...]:
        """Compare the applications with each other, or take what an earlier run found."""
        whole = _digest([[one.name, one.key] for one in compared])
        near = Neighbourhood(
            self.finder,
            self._retriever.catalogue,
            [one.seen for one in compared],
            lambda at: self._profile(self._state.get(compared[at].key)),
        )
        applications, taken = [], 0
        for at, one in enumerate(compared):
            key = f"{one.key} {one.name} {whole}"
            taken += key in self._state.earlier
            if key not in self._state:
                self._state.put(key, matches_to_json(self._told(near.matches(at, self._looked_at))))
            others = matches_from_json(self._state.get(key))
            applications.append(Application(one.name, one.title, one.own, one.passages, one.projects, others))
            self._progress("each_other", at + 1, len(compared), taken)
        return tuple(applications)

    def _new(self, draft: _Draft) -> _Compared:
        profile = self.finder.profile_of(draft.name, draft.read())
        answer = self.finder.answer(draft.name, profile, self._filters, self._looked_at)
        matches = self._told([Match.of(project, is_application=False) for project in answer.projects])
        kept = {"profile": profile_to_json(profile), "own": answer.draft.project, "matches": matches_to_json(matches)}
        self._state.put(draft.key, kept)
        return self._compared(draft, profile, answer.draft.project, matches)

    @property
    def _looked_at(self) -> int:
        return max(self._limit, LOOKED_AT)

    def _told(self, matches: Sequence[Match]) -> tuple[Match, ...]:
        """Return as many matches as were asked for, and of the rest those that somebody should look at."""
        return tuple(one for one in matches if one.rank <= self._limit or reasons_for(one, self.calibration))

    def _known(self, draft: _Draft) -> _Compared:
        kept = self._state.get(draft.key)
        return self._compared(draft, self._profile(kept), kept["own"], matches_from_json(kept["matches"]))

    def _compared(self, draft: _Draft, profile: Profile, own: str | None, projects: tuple[Match, ...]) -> _Compared:
        seen = Seen.of(draft.name, self.finder.comparer.words(profile), profile)
        return _Compared(draft.name, draft.key, seen, own, len(profile.passages), profile.title, projects)

    def _profile(self, kept: dict[str, Any]) -> Profile:
        return profile_from_json(kept["profile"], self._retriever.keywords.recall)


def _find_drafts(paths: Sequence[Path]) -> tuple[list[_Draft], list[Problem]]:
    """Return the applications in folders and files, and what can't be read; raises UnreadableDocumentError."""
    drafts: list[_Draft] = []
    unreadable: list[Problem] = []
    for path in find_documents(paths):
        try:
            drafts += _drafts_in(path, _short_name(path, paths), unreadable)
        except UnreadableDocumentError as error:
            unreadable.append((_short_name(path, paths), error))
        except OSError as error:
            unreadable.append((_short_name(path, paths), not_readable(path, error)))
    return drafts, unreadable


def _drafts_in(path: Path, name: str, unreadable: list[Problem]) -> Iterator[_Draft]:
    """Yield a file's application, which is read only when it must be, or those of a table's rows."""
    if path.suffix.casefold() not in TABLES:
        check_file(path, LARGEST_FILE)
        # A document that doesn't tell its title or code itself has them from the file's name.
        yield _Draft(name, f"{sha256_of(path)} {path.name}", lambda: read_document(path))
        return
    reading = read_documents(path)
    unreadable += [(name, problem) for problem in reading.problems]
    for row, document in enumerate(reading.documents, 1):
        told = document.facts.code or document.facts.title or str(row)
        yield _Draft(f"{name}: {told}", _digest(document_to_json(document)), lambda document=document: document)  # type: ignore[misc]


def _short_name(path: Path, given: Sequence[Path]) -> str:
    """Return a file's path within the folder, where only one folder was given."""
    if len(given) == 1 and path.is_relative_to(given[0]) and path != given[0]:
        return str(path.relative_to(given[0]))
    return str(path)


def _digest(values: object) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _nothing_to_compare(paths: Sequence[Path], unreadable: Sequence[Problem]) -> UnreadableDocumentError:
    places = ", ".join(map(str, paths))
    if unreadable:
        first = unreadable[0][1]
        return UnreadableDocumentError(
            Text(
                f"None of the {len(unreadable)} applications in {places} can be used. The first: {first.message.en}",
                f"Yhtäkään {len(unreadable)} hakemuksesta ei voi verrata ({places}). Ensimmäinen: {first.message.fi}",
            ),
            first.hint,
        )
    return UnreadableDocumentError(
        Text(f"There are no applications in {places}.", f"Hakemuksia ei löydy: {places}."),
        Text(
            "Name the folder that holds them: hankehaku similar FOLDER",
            "Anna kansio, jossa ne ovat: hankehaku samankaltaiset KANSIO",
        ),
    )
