"""How many passages a second are embedded: by the product, and by sentence-transformers as people call it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from scripts.benchmarks.figures import Figure, alternate
from scripts.benchmarks.processes import AS_THE_PRODUCT, module, run

BATCH_SIZES = (4, 8, 16, 32, 64)
_PASSIVE = {"OMP_WAIT_POLICY": "passive"}


def embedding_figures(group: str, index: Path, passages: int, rounds: int) -> list[Figure]:
    """Embed up to `passages` passages of an index in each way in turn; return passages per second."""
    tasks = {
        "product": partial(_speed, index, passages, "product", AS_THE_PRODUCT),
        "encode(), as it comes": partial(_speed, index, passages, "default", {}),
    }
    for size in BATCH_SIZES:
        tasks[f"encode(batch_size={size}), passive"] = partial(_speed, index, passages, str(size), _PASSIVE)
    speeds = alternate(tasks, rounds)
    return [Figure(group, name, "passages/s", tuple(values)) for name, values in speeds.items()]


def _speed(index: Path, passages: int, way: str, environment: dict[str, str]) -> float:
    return float(json.loads(run(module("embedding", index, str(passages), way), **environment).output))


def main(arguments: Sequence[str], write: Callable[[str], object]) -> None:
    """Write how many passages a second are embedded in one way; loading and the first text aren't counted."""
    from scripts.benchmarks.passages import embedded_texts

    index, passages, way = Path(arguments[0]), int(arguments[1]), arguments[2]
    texts = embedded_texts(index)[:passages]
    embed = _product() if way == "product" else _library(None if way == "default" else int(way))
    embed(texts[:1])
    began = time.perf_counter()
    embed(texts)
    write(json.dumps(len(texts) / (time.perf_counter() - began)))


def _product() -> Callable[[Sequence[str]], object]:
    """Return what a build does with texts: pooled vectors, and codes of token vectors, which `encode` doesn't make."""
    from index.content_tokens import passage_tokens
    from index.embedding import Embedder
    from index.passage_vectors import token_space

    encode = Embedder.load().passage_encoder(quick=True)
    space = token_space(encode)
    assert space is not None  # noqa: S101 - for the type checker; the default model has token vectors
    return lambda texts: [space.encode(passage_tokens(one)) for _, one in encode(texts)]


def _library(batch_size: int | None) -> Callable[[Sequence[str]], object]:
    from sentence_transformers import SentenceTransformer

    from index.bundled_model import default_model_directory

    model = SentenceTransformer(str(default_model_directory()))
    sizes: dict[str, Any] = {} if batch_size is None else {"batch_size": batch_size}
    return lambda texts: model.encode(list(texts), prompt="passage: ", show_progress_bar=False, **sizes)


if __name__ == "__main__":
    import sys

    main(sys.argv[1:], sys.stdout.write)
