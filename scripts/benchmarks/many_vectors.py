"""The vectors of a collection that is too large to build for measuring: recall and time, also within filters."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.benchmarks.collection import QUERIES
from scripts.benchmarks.figures import Figure
from scripts.benchmarks.processes import AS_THE_PRODUCT, module, run

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.vectors import VectorIndex

# The shares of the passages that filters leave, as they are called in the tables.
_FILTERS = {"all passages": 1.0, "a filter that leaves 10 %": 0.1, "a filter that leaves 1 %": 0.01}
_DEPTH = 200


def many_vectors_figures(group: str, likely: Path, folder: Path, count: int) -> list[Figure]:
    """Write and search `count` vectors like those of the index folder `likely`, in the new folder `folder`."""
    told = json.loads(run(module("many_vectors", likely, folder, str(count)), **AS_THE_PRODUCT).output)
    figures = [Figure(group, "written", "s", (told["written"],)), Figure(group, "opened", "ms", (told["opened"],))]
    for name, (found, times) in told["searches"].items():
        figures.append(Figure(group, name, "recall@10", (found,)))
        figures.append(Figure(group, name, "ms", tuple(times)))
    return figures


def main(arguments: Sequence[str], write: Callable[[str], object]) -> None:
    """Write the seconds and milliseconds of each step, and the recall, as JSON."""
    from index.generation import current_generation
    from index.vectors import VectorIndex, write_vectors
    from scripts.benchmarks.vectors import likely_vectors, recall
    from search.retrieve import Retriever

    likely, folder, count = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    vectors = likely_vectors(current_generation(likely))
    queries = [one.pooled for one in Retriever(likely).encoder.encode_all(QUERIES)]
    folder.mkdir(parents=True)
    began = time.perf_counter()
    write_vectors(folder, vectors.dimension, vectors.pooled(count))
    written = time.perf_counter() - began
    began = time.perf_counter()
    index = VectorIndex(folder)
    index.search(queries[0], _DEPTH)
    opened = 1e3 * (time.perf_counter() - began)
    searches = {}
    for name, share in _FILTERS.items():
        allowed = None if share == 1 else _left(count, share)
        times = [_milliseconds(index, query, allowed) for query in queries]
        searches[name] = (recall(folder, queries, allowed), times)
    write(json.dumps({"written": written, "opened": opened, "searches": searches}))


def _left(count: int, share: float) -> NDArray[np.int64]:
    """Return in order the ids that a filter leaves, the same each time."""
    import numpy as np

    return np.sort(np.random.default_rng(count).choice(count, max(1, int(share * count)), replace=False))


def _milliseconds(index: VectorIndex, query: NDArray[np.float32], allowed: NDArray[np.int64] | None) -> float:
    began = time.perf_counter()
    index.search(query, _DEPTH, allowed)
    return 1e3 * (time.perf_counter() - began)


if __name__ == "__main__":
    import sys

    main(sys.argv[1:], sys.stdout.write)
