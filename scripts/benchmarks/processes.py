"""Run a program as its user does, in a process of its own, and tell what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What the command line sets for itself before anything is imported.
AS_THE_PRODUCT = {"OMP_WAIT_POLICY": "passive", "OPENBLAS_NUM_THREADS": "1"}
# ru_maxrss is in kilobytes on Linux and in bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that ended well: wall and processor time in seconds, peak memory in MB, and what it wrote.

    The system counts as the child's what its parent had when it was started, so that no peak reads below our own: the
    benchmark's main process imports nothing heavy.
    """

    seconds: float
    processor: float
    peak: float
    output: str


def run(command: Sequence[str], **environment: str) -> Finished:
    """Run `command` to its end; raises RuntimeError with its messages where it fails."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        started = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=_surroundings(environment)
        )
        _, status, usage = os.wait4(started.pid, 0)
        seconds = time.perf_counter() - began
        started.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if started.returncode:
            raise RuntimeError(f"{command[:4]} ended with {started.returncode}: {errors.read().decode()[-2000:]}")
        return Finished(
            seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _RSS_UNIT / 1e6, output.read().decode()
        )


def python(*arguments: str) -> list[str]:
    """Return the command line of this very Python."""
    return [sys.executable, *arguments]


def module(name: str, *arguments: str | Path) -> list[str]:
    """Return the command line of a module beside this one."""
    return python("-m", f"scripts.benchmarks.{name}", *map(str, arguments))


def product(*arguments: str) -> list[str]:
    """Return the command line of Hankehaku in this checkout."""
    return python("-c", "from search.main import main; main()", *arguments)


def _surroundings(changed: Mapping[str, str]) -> dict[str, str]:
    """Return our environment with compiled code kept and this checkout importable."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "HANKEHAKU_LANG": "en", **changed}
