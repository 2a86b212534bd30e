"""Open a generation's stores and compare what they hold: with the manifest, with each other and with the model."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from index.catalogue import Catalogue
from index.chunking import embedding_text
from index.damage import Damage
from index.errors import HankehakuError, ModelError, Text
from index.generation import Generation
from index.keywords import KeywordIndex
from index.layout import CATALOGUE, KEYWORDS
from index.manifest import Manifest
from index.model_identity import ModelIdentity
from index.token_codes import CODES_FILE, TokenCodes
from index.vectors import FAISS_FILE, VECTORS_FILE, VectorIndex, open_vectors
from index.word_index import OFFSETS_FILE, WordIndex

# Passages whose vectors are computed anew, and the least cosine to what is stored: rounding to half precision and
# another batch leave it over .9999.
_SAMPLE = 8
_SAME = 0.999


def disagreements(folder: Path, manifest: Manifest) -> Iterator[Damage]:
    """Yield the stores that can't be opened, or count other documents or passages than the manifest, and why."""
    yield from _broken_database(folder / CATALOGUE)
    for path, count, told in _counts(folder, manifest):
        try:
            counted = count()
        except HankehakuError as error:
            yield Damage(path, error.message)
        else:
            if counted != told:
                reason = Text(f"it counts {counted}, not {told}", f"siinä on {counted}, pitäisi olla {told}")
                yield Damage(path, reason)


def wrong_vectors(generation: Generation) -> Iterator[Damage]:
    """Yield the file of vectors when some of them aren't what the index's model gives for their passages.

    Raises ModelError when the model is missing, damaged or another.
    """
    from index.embedding import Embedder

    path, wanted = generation.path, ModelIdentity.from_json(generation.manifest.model)
    embedder = Embedder.load(wanted.name)
    if embedder.identity.sha256 != wanted.sha256:
        raise _other_model(wanted.name)
    stored = open_vectors(path)
    chosen = sorted({at * len(stored) // _SAMPLE for at in range(_SAMPLE)}) if len(stored) else []
    with closing(Catalogue(path / CATALOGUE)) as catalogue:
        texts = [embedding_text(one.chunk) for _, one in sorted(catalogue.chunks(chosen).items())]
    encode = embedder.passage_encoder(quick=generation.manifest.numpy_query_encoder)
    for at, vectors in encode(texts):
        if not float(stored[chosen[at]].astype("float32") @ vectors.pooled) > _SAME:
            embedder.check_files()
            reason = Text("its vectors aren't those of the model", "sen vektorit eivät ole kielimallin antamia")
            yield Damage(path / VECTORS_FILE, reason)
            return


def _counts(folder: Path, manifest: Manifest) -> Iterator[tuple[Path, Callable[[], object], object]]:
    """Yield of each store how to count what it holds, and what it should count."""
    catalogue, dimension = folder / CATALOGUE, int(manifest.model.get("dimension", 0))
    yield catalogue, lambda: _rows(catalogue, "documents"), manifest.documents
    yield catalogue, lambda: _rows(catalogue, "chunks"), manifest.chunks
    yield folder / KEYWORDS, lambda: KeywordIndex(folder / KEYWORDS).count, manifest.chunks
    yield folder / VECTORS_FILE, lambda: open_vectors(folder).shape, (manifest.chunks, dimension)
    yield folder / FAISS_FILE, lambda: VectorIndex(folder).count, manifest.chunks
    if manifest.late_interaction:
        yield folder / CODES_FILE, lambda: TokenCodes(folder).count, manifest.chunks
    if manifest.word_table:
        yield folder / OFFSETS_FILE, lambda: WordIndex(folder).count, manifest.chunks


def _rows(path: Path, table: str) -> int:
    with closing(Catalogue(path)) as catalogue:
        return catalogue.count(table)


def _broken_database(path: Path) -> Iterator[Damage]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            (found,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        yield Damage(path, Text(found, found))


def _other_model(name: str) -> ModelError:
    return ModelError(
        Text(f"The model {name} isn't the one that made the index.", f"Kielimalli {name} ei ole hakemiston tehnyt."),
        Text("Build the index again with it.", "Rakenna hakemisto uudelleen sillä."),
    )
