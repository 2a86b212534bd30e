"""Searches in a new process, as a user starts them: wall and processor time, and memory."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from scripts.benchmarks.collection import QUERIES
from scripts.benchmarks.figures import Figure, alternate
from scripts.benchmarks.processes import product, python, run


def cold_commands(index: Path, draft: Path) -> dict[str, list[str]]:
    """Return the command lines that are timed, by what they are called in the tables."""
    asked = ("search", QUERIES[0], "--index", str(index))
    commands = {
        "python -c pass": python("-c", "pass"),
        "--help": product("--help"),
        "search --help": product("search", "--help"),
        "search --mode keyword": product(*asked, "--mode", "keyword"),
        "search --mode vector": product(*asked, "--mode", "vector"),
        "search": product(*asked),
    }
    if "similar" in _names():
        commands["similar"] = product("similar", str(draft), "--index", str(index))
    return commands


def _names() -> list[str]:
    """Return the names of the product's commands."""
    import typer

    from search.cli import app

    root = typer.main.get_group(app)
    return root.list_commands(typer.Context(root))


def cold_figures(group: str, commands: Mapping[str, list[str]], rounds: int) -> list[Figure]:
    """Run the commands in turn, `rounds` times; return for each its wall time, processor time and peak memory."""
    finished = alternate({name: partial(run, command) for name, command in commands.items()}, rounds)
    figures = []
    for name, runs in finished.items():
        figures += [
            Figure(group, name, "s", tuple(one.seconds for one in runs)),
            Figure(group, name, "s of processor", tuple(one.processor for one in runs)),
            Figure(group, name, "MB at peak", tuple(one.peak for one in runs)),
        ]
    return figures
