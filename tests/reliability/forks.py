"""A process that forks a child for each task: builds may be killed, and searches may die of what they read.

Nothing but the fork differs from a process of its own, which takes seconds to import its libraries. Tasks come as lines
of JSON, and what became of each goes back as one.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, NoReturn

import faiss  # noqa: F401 - for the children
import pytest
import scipy.cluster.hierarchy  # noqa: F401
import tantivy  # noqa: F401

from index import durable
from tests.reliability.tally import Outcome, outcome_of
from tests.reliability.world import answer, build, use_stand_in


@dataclass(frozen=True)
class Task:
    """What a child does. A build may die at a step or after some seconds, or may write no file beyond a size."""

    do: Literal["build", "search"]
    index: str
    collection: str = ""
    die_at: str | None = None
    kill_after: float | None = None
    largest_file: int | None = None


def main() -> None:
    use_stand_in(pytest.MonkeyPatch())
    for line in sys.stdin:
        status, outcome = _forked(Task(**json.loads(line)))
        print(json.dumps([status, asdict(outcome) if outcome else None]), flush=True)  # noqa: T201


def _forked(task: Task) -> tuple[int, Outcome | None]:
    """Return a child's exit status, negative for a signal, and what it told before it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _work(task, writing)
    os.close(writing)
    if task.kill_after is not None:
        time.sleep(task.kill_after)
        os.kill(child, signal.SIGKILL)
    with open(reading, "rb") as pipe:  # noqa: PTH123 - a descriptor
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), Outcome(**json.loads(told)) if told else None


def _work(task: Task, writing: int) -> NoReturn:
    if task.largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (task.largest_file, resource.RLIM_INFINITY))
    if task.die_at is not None:
        durable.step = lambda name: _die() if name == task.die_at else None
    outcome = outcome_of(lambda: answer(Path(task.index)) if task.do == "search" else _built(task))
    with open(writing, "wb") as pipe:
        pipe.write(json.dumps(asdict(outcome)).encode())
    os._exit(0)


def _built(task: Task) -> str:
    return build(Path(task.collection), Path(task.index)).generation.path.name


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
