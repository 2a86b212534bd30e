"""Queries to an index that is open: what an interactive session or a service has."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scripts.benchmarks.collection import QUERIES
from scripts.benchmarks.figures import Figure, percentile
from scripts.benchmarks.processes import AS_THE_PRODUCT, module, run

_SHARES = {"p50": 0.5, "p95": 0.95}


def warm_figures(group: str, index: Path, rounds: int) -> list[Figure]:
    """Return the median and the 95th percentile of a query's time in each mode, in one process of its own."""
    finished = run(module("warm", index, str(rounds)), **AS_THE_PRODUCT)
    return percentiles(group, json.loads(finished.output))


def percentiles(group: str, rounds: Mapping[str, Sequence[Sequence[float]]]) -> list[Figure]:
    """Return the percentiles of each round's seconds, in milliseconds."""
    return [
        Figure(group, f"{name} {label}", "ms", tuple(1e3 * percentile(one, share) for one in times))
        for name, times in rounds.items()
        for label, share in _SHARES.items()
    ]


def timed(answer: Callable[[str], object], rounds: int) -> list[list[float]]:
    """Return the seconds that each of the benchmark's queries takes, round by round; the first round is lost."""
    results = []
    for _ in range(rounds + 1):
        times = []
        for query in QUERIES:
            began = time.perf_counter()
            answer(query)
            times.append(time.perf_counter() - began)
        results.append(times)
    return results[1:]


def main(arguments: Sequence[str], write: Callable[[str], object]) -> None:
    """Write the seconds of each mode's queries in an index folder as JSON."""
    from index.filters import Filters
    from search.group import search
    from search.query import parse_query
    from search.retrieve import Mode, Retriever

    retriever = Retriever(Path(arguments[0]), warm=True)

    def answering(mode: Mode) -> Callable[[str], object]:
        return lambda query: search(retriever, parse_query(query), Filters(), mode, "project", 10)

    modes: tuple[Mode, ...] = ("keyword", "vector", "hybrid")
    write(json.dumps({mode: timed(answering(mode), int(arguments[1])) for mode in modes}))


if __name__ == "__main__":
    import sys

    main(sys.argv[1:], sys.stdout.write)
