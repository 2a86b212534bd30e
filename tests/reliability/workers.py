"""The near end of `forks`: builds and searches in processes that may die."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.reliability.tally import Outcome

ROOT = Path(__file__).parents[2]


class Workers:
    """Give tasks to the process that forks; use as a context manager."""

    def __init__(self) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.forks"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def search(self, index: Path) -> Outcome:
        """Return what a search of an index gives; a search that dies counts as a traceback."""
        status, outcome = self._do(do="search", index=str(index))
        return outcome or Outcome("traceback", f"the search died with status {status}")

    def build(self, collection: Path, index: Path, *, largest_file: int | None = None) -> Outcome:
        """Build, where no file may grow beyond a size; return the generation's name or the error."""
        status, outcome = self._do(do="build", collection=str(collection), index=str(index), largest_file=largest_file)
        return outcome or Outcome("traceback", f"the build died with status {status}")

    def kill(self, collection: Path, index: Path, *, at: str | None = None, after: float | None = None) -> bool:
        """Begin a build and kill it at a step or after some seconds; tell whether it was killed before its end."""
        status, outcome = self._do(
            do="build", collection=str(collection), index=str(index), die_at=at, kill_after=after
        )
        assert outcome is None or outcome.kind == "answer", outcome
        return status == -signal.SIGKILL

    def _do(self, **task: object) -> tuple[int, Outcome | None]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        status, outcome = json.loads(self._process.stdout.readline())
        return status, Outcome(**outcome) if outcome else None
