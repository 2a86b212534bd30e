"""Measure everything side by side in one run, print tables and keep the figures."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.benchmarks.build import build_figures
from scripts.benchmarks.cold import cold_commands, cold_figures
from scripts.benchmarks.collection import write_collection
from scripts.benchmarks.embedding import embedding_figures
from scripts.benchmarks.figures import Figure, load, save
from scripts.benchmarks.many_vectors import many_vectors_figures
from scripts.benchmarks.peers import peer_figures
from scripts.benchmarks.processes import ROOT, module, run
from scripts.benchmarks.report import tables
from scripts.benchmarks.warm import warm_figures

SEEDS = ROOT / "seeds"


def main(arguments: Sequence[str]) -> int:
    """Run what the arguments ask for; return the exit code."""
    asked = _parser().parse_args(arguments)
    earlier = load(asked.against) if asked.against else []
    figures: list[Figure] = []
    # What has been measured is kept even where a later part fails or is broken off.
    for found in _measured(asked):
        print(tables(found, [one for one in earlier if one.key in {figure.key for figure in found}]) + "\n")  # noqa: T201
        figures += found
        if asked.json:
            save(figures, asked.json)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark",
        description="Measure cold and warm searches, builds and peers side by side, in medians of alternating runs.",
    )
    parser.add_argument(
        "--passages", type=int, nargs="+", default=[500, 10_000], metavar="N", help="sizes (default: 500 10000)"
    )
    parser.add_argument(
        "--vectors", type=int, nargs="+", default=[], metavar="N", help="sizes of which the vectors alone are searched"
    )
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="runs of each measurement (default: 5)")
    parser.add_argument(
        "--embed",
        type=int,
        default=100,
        metavar="N",
        help="passages that are embedded for timing (default: 100; 0: none)",
    )
    parser.add_argument("--no-peers", action="store_true", help="measure the product alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures")
    parser.add_argument("--against", type=Path, metavar="FILE", help="compare with the figures of an earlier run")
    parser.add_argument(
        "--work",
        type=Path,
        default=ROOT / ".venv" / "benchmarks",
        metavar="DIR",
        help="where collections and indexes are made, anew each time (default: .venv/benchmarks)",
    )
    return parser


def _measured(asked: argparse.Namespace) -> Iterator[list[Figure]]:
    """Yield the figures of each part when it is done."""
    _note("the default collection")
    seeds = asked.work / "seeds"
    shutil.rmtree(seeds, ignore_errors=True)
    built, passages = build_figures("build of the default collection", SEEDS, seeds, None)
    yield built
    if asked.embed:
        _note("embedding")
        yield embedding_figures("embedding", seeds, asked.embed, asked.rounds)
    for count in asked.vectors:
        _note(f"{count} vectors")
        folder = asked.work / f"vectors-{count}"
        shutil.rmtree(folder, ignore_errors=True)
        yield many_vectors_figures(f"{count} vectors", seeds, folder, count)
        shutil.rmtree(folder)
    for size in asked.passages:
        yield from _of_size(asked, size, seeds, passages)


def _of_size(asked: argparse.Namespace, size: int, seeds: Path, seeds_passages: int) -> Iterator[list[Figure]]:
    folder = asked.work / str(size)
    shutil.rmtree(folder, ignore_errors=True)
    documents = max(1, round(size * len(list(SEEDS.glob("S*.txt"))) / seeds_passages))
    _note(f"{size} passages: building")
    write_collection(SEEDS, folder / "documents", documents)
    index = folder / "index"
    built, passages = build_figures(f"build of {documents} documents", folder / "documents", index, seeds)
    yield built
    _note(f"{passages} passages: searching")
    draft = SEEDS / "S20876.txt"
    yield cold_figures(f"cold, {passages} passages", cold_commands(index, draft), asked.rounds)
    yield warm_figures(f"warm, {passages} passages", index, asked.rounds)
    share = float(run(module("vectors", index)).output)
    yield [Figure(f"vectors, {passages} passages", "recall@10", "share of the exact", (share,))]
    if not asked.no_peers:
        _note(f"{passages} passages: peers")
        yield peer_figures(
            f"peers cold, {passages} passages",
            f"peers warm, {passages} passages",
            index,
            folder / "peers",
            asked.rounds,
        )


def _note(text: str) -> None:
    print(f"… {text}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
