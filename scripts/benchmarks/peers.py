"""Other ways to search the same passages, each in a process of its own: `peer_programs`."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

from scripts.benchmarks.cold import cold_figures
from scripts.benchmarks.collection import QUERIES
from scripts.benchmarks.figures import Figure
from scripts.benchmarks.processes import module, run
from scripts.benchmarks.warm import percentiles

# What each peer imports, by its name in the tables; those that aren't installed are left out.
PEERS = {
    "sentence-transformers + FAISS": "sentence_transformers",
    "bm25s": "bm25s",
    "SQLite FTS5": "sqlite3",
    "txtai hybrid": "txtai",
}


def peer_figures(cold: str, warm: str, index: Path, store: Path, rounds: int) -> list[Figure]:
    """Prepare each installed peer's own index of the passages, then time it cold and warm."""
    store.mkdir(parents=True, exist_ok=True)
    present = [name for name, imported in PEERS.items() if importlib.util.find_spec(imported)]
    for name in present:
        run(module("peer_programs", "prepare", name, store, index))
    commands = {name: module("peer_programs", "answer", name, store, QUERIES[0]) for name in present}
    figures = cold_figures(cold, commands, rounds)
    for name in present:
        told = json.loads(run(module("peer_programs", "warm", name, store, str(rounds))).output)
        figures += percentiles(warm, {name: told})
    return figures
