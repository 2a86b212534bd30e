"""Searches as other libraries' documentation shows them, over the passages of an index folder.

It imports nothing but what a peer needs, as a program of a few lines would.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Answer = Callable[[str], Sequence[Any]]
_HITS = 10


def prepare(name: str, store: Path, index: Path) -> None:
    """Write a peer's own index of the passages of `index`; vectors are taken from there, as computing them takes long.

    That is no advantage to the product: only answers are timed.
    """
    {
        "sentence-transformers + FAISS": _prepare_faiss,
        "bm25s": _prepare_bm25s,
        "SQLite FTS5": _prepare_fts5,
        "txtai hybrid": _prepare_txtai,
    }[name](store, index)


def opened(name: str, store: Path) -> Answer:
    """Return what answers a query from a peer's own index."""
    openers: dict[str, Callable[[Path], Answer]] = {
        "sentence-transformers + FAISS": _open_faiss,
        "bm25s": _open_bm25s,
        "SQLite FTS5": _open_fts5,
        "txtai hybrid": _open_txtai,
    }
    return openers[name](store)


def _vectors(index: Path) -> Any:
    import numpy as np

    from index.generation import current_generation
    from index.vectors import open_vectors

    return np.asarray(open_vectors(current_generation(index).path), np.float32)


def _model() -> Any:
    from sentence_transformers import SentenceTransformer

    from index.bundled_model import default_model_directory

    return SentenceTransformer(str(default_model_directory()))


def _prepare_faiss(store: Path, index: Path) -> None:
    import faiss

    vectors = _vectors(index)
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    faiss.write_index(flat, str(store / "peer.faiss"))


def _open_faiss(store: Path) -> Answer:
    import faiss

    flat, model = faiss.read_index(str(store / "peer.faiss")), _model()
    return lambda query: list(flat.search(model.encode([query], prompt="query: "), _HITS)[1][0])


def _prepare_bm25s(store: Path, index: Path) -> None:
    import bm25s

    from scripts.benchmarks.passages import passage_texts

    ranker = bm25s.BM25()
    ranker.index(bm25s.tokenize(passage_texts(index), stopwords=None, show_progress=False), show_progress=False)
    ranker.save(str(store / "bm25s"))


def _open_bm25s(store: Path) -> Answer:
    import bm25s

    ranker = bm25s.BM25.load(str(store / "bm25s"), mmap=True)

    def answer(query: str) -> Sequence[Any]:
        tokens = bm25s.tokenize([query], stopwords=None, show_progress=False)
        return list(ranker.retrieve(tokens, k=_HITS, show_progress=False)[0][0])

    return answer


def _prepare_fts5(store: Path, index: Path) -> None:
    import sqlite3

    from scripts.benchmarks.passages import passage_texts

    (store / "fts5.sqlite").unlink(missing_ok=True)
    db = sqlite3.connect(store / "fts5.sqlite")
    db.execute("CREATE VIRTUAL TABLE passages USING fts5(text)")
    db.executemany("INSERT INTO passages VALUES (?)", ((text,) for text in passage_texts(index)))
    db.commit()
    db.close()


def _open_fts5(store: Path) -> Answer:
    import sqlite3

    db = sqlite3.connect(store / "fts5.sqlite")
    statement = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY bm25(passages) LIMIT ?"
    return lambda query: db.execute(statement, (" OR ".join(query.split()), _HITS)).fetchall()


def _prepare_txtai(store: Path, index: Path) -> None:
    from scripts.benchmarks import txtai_peer
    from scripts.benchmarks.passages import embedded_texts

    texts = embedded_texts(index)
    txtai_peer.prepare(store / "txtai", texts, dict(zip(texts, _vectors(index), strict=True)))


def _open_txtai(store: Path) -> Answer:
    from scripts.benchmarks import txtai_peer

    return txtai_peer.answering(store / "txtai")


def main(arguments: Sequence[str], write: Callable[[str], object]) -> None:
    """Do one of: prepare NAME STORE INDEX; answer NAME STORE QUERY; warm NAME STORE ROUNDS, which writes seconds."""
    task, name, store, last = arguments
    if task == "prepare":
        prepare(name, Path(store), Path(last))
    elif task == "answer":
        write(json.dumps(len(opened(name, Path(store))(last))))
    else:
        from scripts.benchmarks.warm import timed

        write(json.dumps(timed(opened(name, Path(store)), int(last))))


if __name__ == "__main__":
    import sys

    main(sys.argv[1:], sys.stdout.write)
