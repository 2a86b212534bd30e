"""Build an index: read, chunk, analyse and embed documents, store them, publish the result."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.boilerplate import SentenceCounts, form_sentences, without_boilerplate
from index.catalogue_writer import CatalogueWriter
from index.chunking import chunk_document, embedding_text
from index.errors import (
    HankehakuError,
    Text,
    UnreadableDocumentError,
)
from index.finnish import analyse, analyser_version
from index.generation import (
    CATALOGUE,
    KEYWORDS,
    Generation,
    Manifest,
    locked,
    new_generation,
    publish,
)
from index.keywords import KeywordWriter
from index.model import Chunk, Document, Token
from index.passage_vectors import embed_passages, known_vectors
from index.readers import find_documents, read_document

if TYPE_CHECKING:
    from index.embedding import Embedder

# What a model adds to a text besides its prompt: a token before and one behind, and room for the line break between
# context and passage.
_SPECIAL_TOKENS = 4


class Progress(Protocol):
    """Hear of a build's progress: a stage ("read", "analyse", "embed", "store") and how far it is."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take one report; `done` reaches `total` when the stage is finished."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `skipped` holds a path with the reason for each document that is not in the index."""

    generation: Generation
    embedded: int
    seconds: float
    skipped: tuple[tuple[str, HankehakuError], ...]


@dataclass(frozen=True, slots=True)
class _Passage:
    document: int
    chunk: Chunk
    key: bytes


def build_index(paths: Sequence[Path], index: Path, model: str | None, progress: Progress) -> BuildReport:
    """Build an index of the documents under `paths` in the folder `index` and make it the current one.

    `model` names a sentence-transformers model (None: the default one). Documents that can't be read are skipped and
    reported. Vectors of passages that the current index has already, made by the same model, are taken from it.

    Raises UnreadableDocumentError when no document can be read, and IndexLockedError, ModelError or AnalyserError.
    """
    began = time.monotonic()
    analyser = analyser_version()
    with locked(index):
        documents, skipped = _read_all(paths, progress)
        generation, embedded = _build(documents, paths, index, model, analyser, progress)
    return BuildReport(generation, embedded, time.monotonic() - began, tuple(skipped))


def index_documents(
    documents: Mapping[str, Document], source: Path, index: Path, model: str | None, progress: Progress
) -> BuildReport:
    """Build an index of documents that are read already, by project, as `build_index` does of files.

    `source` is what they were read from. Raises IndexLockedError, ModelError or AnalyserError.
    """
    began = time.monotonic()
    analyser = analyser_version()
    with locked(index):
        generation, embedded = _build(documents, [source], index, model, analyser, progress)
    return BuildReport(generation, embedded, time.monotonic() - began, ())


def _build(
    documents: Mapping[str, Document],
    sources: Sequence[Path],
    index: Path,
    model: str | None,
    analyser: str,
    progress: Progress,
) -> tuple[Generation, int]:
    """Publish the index of `documents`; return its generation and how many passages were embedded anew."""
    from index.embedding import Embedder

    embedder = Embedder.load(model)
    folder = new_generation(index)
    passages = _store_texts(folder, documents, embedder, progress)
    known = known_vectors(index, embedder.identity)
    texts = [(passage.key, embedding_text(passage.chunk)) for passage in passages]
    vectors = embed_passages(texts, embedder, known, lambda done, total: progress("embed", done, total))
    progress("store", 0, 1)
    vectors.write(folder)
    manifest = Manifest(
        documents=len(documents),
        chunks=len(passages),
        analyser=analyser,
        model=embedder.identity.to_json(),
        numpy_query_encoder=known.numpy_query_encoder if known else embedder.query_encoder_fits(),
        late_interaction=vectors.space is not None,
        sources=tuple(str(path.resolve()) for path in sources),
    )
    generation = publish(folder, manifest)
    progress("store", 1, 1)
    return generation, vectors.embedded


def _read_all(
    paths: Sequence[Path], progress: Progress
) -> tuple[dict[str, Document], list[tuple[str, HankehakuError]]]:
    """Return the readable documents by project code or name, and the others with their reasons."""
    files = find_documents(paths)
    documents: dict[str, Document] = {}
    skipped: list[tuple[str, HankehakuError]] = []
    for done, path in enumerate(files, 1):
        try:
            document = read_document(path)
        except UnreadableDocumentError as error:
            skipped.append((str(path), error))
        else:
            skipped += _add_newest(documents, document)
        progress("read", done, len(files))
    if not documents:
        raise _nothing_to_index(paths, skipped)
    return documents, skipped


def _name(document: Document, documents: dict[str, Document]) -> str:
    """Return the name of a document without a project code: its file's, with as many folders as make it unique."""
    parts = Path(document.source).with_suffix("").parts
    names = ("/".join(parts[at:]) for at in range(len(parts) - 1, -1, -1))
    return next((name for name in names if name not in documents), document.source)


def _add_newest(documents: dict[str, Document], document: Document) -> list[tuple[str, HankehakuError]]:
    """Add a document under its project; of two with the same project the newer file stays, the other is reported."""
    project = document.facts.code or _name(document, documents)
    other = documents.get(project)
    if other is None:
        documents[project] = document
        return []
    newest, oldest = sorted((other, document), key=lambda one: Path(one.source).stat().st_mtime, reverse=True)
    documents[project] = newest
    reason = UnreadableDocumentError(
        Text(
            en=f"Project {project} is told in {newest.source} too, which is newer.",
            fi=f"Hanke {project} on myös tiedostossa {newest.source}, joka on uudempi.",
        ),
        Text(en="Remove the older file.", fi="Poista vanhempi tiedosto."),
    )
    return [(oldest.source, reason)]


def _store_texts(
    folder: Path, documents: Mapping[str, Document], embedder: Embedder, progress: Progress
) -> list[_Passage]:
    """Write the catalogue and the keyword index; return the passages in the order of their ids."""
    counts = SentenceCounts()
    for document in documents.values():
        counts.add(document)
    common = counts.common()
    identity = embedder.identity
    budget = identity.max_tokens - embedder.count_tokens(identity.document_prompt) - _SPECIAL_TOKENS
    keywords = KeywordWriter(folder / KEYWORDS)
    passages: list[_Passage] = []
    with CatalogueWriter(folder / CATALOGUE) as catalogue:
        for done, (project, document) in enumerate(documents.items(), 1):
            document_id = catalogue.add_document(project, document)
            title = _title_tokens(project, document)
            chunks = chunk_document(document, embedder.count_tokens, budget)
            for chunk in without_boilerplate(chunks, common | form_sentences(document)):
                key = hashlib.sha256(embedding_text(chunk).encode()).digest()
                chunk_id = catalogue.add_chunk(document_id, chunk, key)
                keywords.add(chunk_id, document_id, chunk.section, analyse(chunk.text), title)
                passages.append(_Passage(document_id, chunk, key))
            progress("analyse", done, len(documents))
    keywords.close()
    return passages


def _title_tokens(project: str, document: Document) -> list[Token]:
    """Return the words of what a project is called and where it works: a passage is found by them, too."""
    facts = document.facts
    names = (project, facts.title, facts.applicant, *(partner.name for partner in facts.partners))
    return analyse("\n".join(name for name in (*names, *facts.municipalities, *facts.regions) if name))


def _nothing_to_index(paths: Iterable[Path], skipped: list[tuple[str, HankehakuError]]) -> UnreadableDocumentError:
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
