"""Build an index: read what is new, prepare and embed it, store everything, publish the result."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index import durable
from index.boilerplate import SentenceCounts, tells_something
from index.catalogue import Catalogue
from index.catalogue_writer import CatalogueWriter
from index.chunking import embedding_text
from index.errors import DamagedIndexError, HankehakuError, IndexMismatchError, IndexMissingError
from index.finnish import analyser_version
from index.generation import Generation, Manifest, current_generation, is_intact
from index.keywords import KeywordWriter
from index.layout import CATALOGUE, KEYWORDS, PREPARED, READINGS
from index.lexicon import LEXICON_FILE
from index.lock import locked
from index.memo import Memo, checkpoint_path, sweep_checkpoints
from index.model import Document
from index.model_library import DEVICE, Device
from index.passage_vectors import PassageVectors, known_vectors
from index.preparation import Preparer, content_key, preparation_digest
from index.program import program_digest
from index.publishing import new_generation, publish
from index.readers import find_documents
from index.reading import Skipped, SourceReader, nothing_to_index, read_sources
from index.storage import writing_to
from index.word_index import WordIndexWriter
from index.word_table import WordTable

if TYPE_CHECKING:
    from index.embedding import Embedder


class Progress(Protocol):
    """Hear of a build's progress: a stage ("read", "analyse", "embed", "store") and how far it is."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take one report; `done` reaches `total` when the stage is finished."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `skipped` holds a path with the reason for each document that is not in the index.

    `notes` tell what of a table that is in the index couldn't be used.
    """

    generation: Generation
    embedded: int
    seconds: float
    skipped: tuple[Skipped, ...]
    notes: tuple[HankehakuError, ...]


@dataclass(frozen=True, slots=True)
class _Workshop:
    """What all stages of one build need: the index folder, its current generation, the model, whom to tell."""

    index: Path
    before: Generation | None
    embedder: Embedder
    analyser: str
    program: bytes
    table: WordTable | None
    columns: Path | None
    progress: Progress

    def memo(self, name: str, maker: bytes) -> Memo:
        """Return what earlier builds worked out under `name`."""
        return Memo(checkpoint_path(self.index, name), self.before.path / name if self.before else None, maker)

    def earlier_keywords(self) -> Path | None:
        """Return the current keyword index where its lexicon is whole and by the same analyser."""
        lexicon = f"{KEYWORDS}/{LEXICON_FILE}"
        if self.before is None or self.before.manifest.analyser != self.analyser:
            return None
        known = lexicon in self.before.manifest.files and is_intact(self.before, lexicon)
        return self.before.path / KEYWORDS if known else None


def build_index(
    paths: Sequence[Path],
    index: Path,
    model: str | None,
    progress: Progress,
    columns: Path | None = None,
    device: Device = DEVICE,
) -> BuildReport:
    """Build an index of the documents under `paths` in the folder `index` and make it the current one.

    `model` names a sentence-transformers model (None: the default one), `columns` a file that tells what the columns of
    tables mean, `device` what computes the vectors. Documents that can't be read are skipped and reported. Only files
    that are new or have changed are read, analysed and embedded; the result is that of a build from nothing.

    Raises UnreadableDocumentError when no document can be read, and IndexLockedError, ModelError, AnalyserError,
    SettingsError or StorageError.
    """
    began = time.monotonic()
    files = find_documents(paths)
    with (
        _workshop(index, model, device, columns, progress) as workshop,
        workshop.memo(READINGS, workshop.program) as readings,
    ):
        reader = SourceReader(readings, columns)
        documents, skipped, notes = read_sources(files, reader, readings, partial(progress, "read"))
        durable.step("read")
        if not documents:
            raise nothing_to_index(paths, skipped)
        generation, embedded = _build(workshop, documents, paths, readings)
    return BuildReport(generation, embedded, time.monotonic() - began, tuple(skipped), tuple(notes))


def index_documents(
    documents: Mapping[str, Document], source: Path, index: Path, model: str | None, progress: Progress
) -> BuildReport:
    """Build an index of documents that are read already, by project, as `build_index` does of files.

    `source` is what they were read from. Raises IndexLockedError, ModelError, AnalyserError or StorageError.
    """
    began = time.monotonic()
    with _workshop(index, model, DEVICE, None, progress) as workshop:
        generation, embedded = _build(workshop, documents, [source], None)
    return BuildReport(generation, embedded, time.monotonic() - began, (), ())


@contextmanager
def _workshop(
    index: Path, model: str | None, device: Device, columns: Path | None, progress: Progress
) -> Iterator[_Workshop]:
    from index.embedding import Embedder

    analyser = analyser_version()
    with writing_to(index), locked(index):
        embedder = Embedder.load(model, device)
        before, table = _generation_before(index), WordTable.find()
        yield _Workshop(index, before, embedder, analyser, program_digest(), table, columns, progress)


def _generation_before(index: Path) -> Generation | None:
    try:
        return current_generation(index)
    except (IndexMissingError, IndexMismatchError, DamagedIndexError):
        return None


def _build(
    workshop: _Workshop, documents: Mapping[str, Document], sources: Sequence[Path], readings: Memo | None
) -> tuple[Generation, int]:
    """Publish the index of `documents`; return its generation and how many passages were embedded anew."""
    folder = new_generation(workshop.index)
    durable.step("begun")
    try:
        generation, embedded = _fill(folder, workshop, documents, sources, readings)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # a full disk has room again; the checkpoints stay
        raise
    sweep_checkpoints(workshop.index)
    durable.step("done")
    return generation, embedded


def _fill(
    folder: Path,
    workshop: _Workshop,
    documents: Mapping[str, Document],
    sources: Sequence[Path],
    readings: Memo | None,
) -> tuple[Generation, int]:
    identity, progress = workshop.embedder.identity, workshop.progress
    passages = _store_texts(folder, workshop, documents)
    durable.step("analysed")
    known = known_vectors(workshop.before, identity)
    fits = workshop.embedder.query_encoder_fits()
    encode = workshop.embedder.passage_encoder(quick=fits)
    with (
        closing(Catalogue(folder / CATALOGUE)) as catalogue,
        PassageVectors(catalogue, identity, encode, known, workshop.index) as vectors,
    ):
        embedded = vectors.compute(partial(progress, "embed"))
        workshop.embedder.release()  # storing needs the room that the model takes
        durable.step("embedded")
        progress("store", 0, 1)
        vectors.write(folder)
    if readings is not None:
        readings.write(folder / READINGS)
    manifest = Manifest(
        documents=len(documents),
        chunks=passages,
        analyser=workshop.analyser,
        model=identity.to_json(),
        numpy_query_encoder=fits,
        late_interaction=vectors.space is not None,
        sources=tuple(str(path.resolve()) for path in sources),
        columns=str(workshop.columns.resolve()) if workshop.columns else None,
        word_table=workshop.table.name if workshop.table else None,
    )
    durable.step("stored")
    generation = publish(folder, manifest)
    progress("store", 1, 1)
    return generation, embedded


def _store_texts(folder: Path, workshop: _Workshop, documents: Mapping[str, Document]) -> int:
    """Write the catalogue and the keyword index; return the number of passages.

    The documents are gone through twice: what is boilerplate shows when all have been seen, and what was prepared of
    them is too large to keep in memory.
    """
    embedder, total = workshop.embedder, 2 * len(documents)
    with workshop.memo(PREPARED, preparation_digest(workshop.program, workshop.analyser, embedder.identity)) as memo:
        preparer = Preparer(embedder.identity, embedder.count_tokens, memo)
        counts = SentenceCounts()
        for done, (project, document) in enumerate(documents.items(), 1):
            counts.add(preparer.prepare(project, document).prose)
            workshop.progress("analyse", done, total)
        durable.step("prepared")
        common = counts.common()
        passages = 0
        keywords = KeywordWriter(folder / KEYWORDS, workshop.earlier_keywords())
        with ExitStack() as stack:
            catalogue = stack.enter_context(CatalogueWriter(folder / CATALOGUE))
            words = stack.enter_context(WordIndexWriter(folder, workshop.table)) if workshop.table else None
            for done, (project, document) in enumerate(documents.items(), 1):
                document_id = catalogue.add_document(project, document)
                prepared = preparer.prepare(project, document)
                telling = tells_something((one.sentences for one in prepared.passages), common | prepared.form)
                for passage, tells in zip(prepared.passages, telling, strict=True):
                    if tells:
                        key = content_key(embedding_text(passage.chunk))
                        chunk_id = catalogue.add_chunk(document_id, passage.chunk, key)
                        keywords.add(chunk_id, document_id, passage.chunk.section, passage.terms, prepared.title)
                        if words:
                            words.add(passage.terms)
                        passages += 1
                workshop.progress("analyse", len(documents) + done, total)
        keywords.close()
        memo.write(folder / PREPARED)
    return passages
