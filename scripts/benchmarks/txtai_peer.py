"""txtai's hybrid search with the product's model, over vectors that were computed before."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

# txtai calls functions that an index names only where this says that they may be trusted: here it is our own.
os.environ.setdefault("ALLOW_RESOLVE_TRANSFORM", "True")

_HITS = 10
# What `transform` is to give for the passages while they are indexed.
_known: dict[str, Any] = {}


def transform(texts: Sequence[str]) -> Any:
    """Return the vectors of texts: those of passages as they are known, those of queries by the model."""
    import numpy as np

    if all(text in _known for text in texts):
        return np.array([_known[text] for text in texts])
    return _model().encode(list(texts), prompt="query: ")


def prepare(folder: Path, texts: Sequence[str], vectors: Mapping[str, Any]) -> None:
    """Write txtai's index of passages whose vectors are given by their texts."""
    from txtai import Embeddings

    _known.update(vectors)
    embeddings = Embeddings(method="external", transform=f"{__name__}.transform", hybrid=True)
    embeddings.index(list(enumerate(texts)))
    embeddings.save(str(folder))


def answering(folder: Path) -> Callable[[str], Sequence[Any]]:
    """Return what answers a query from the index in `folder`."""
    from txtai import Embeddings

    embeddings = Embeddings()
    embeddings.load(str(folder))
    return lambda query: list(embeddings.search(query, _HITS))


@cache
def _model() -> Any:
    from sentence_transformers import SentenceTransformer

    from index.bundled_model import default_model_directory

    return SentenceTransformer(str(default_model_directory()))
