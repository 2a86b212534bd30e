"""What was measured: figures with their single values, kept as JSON."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")

_LIBRARIES = ("faiss-cpu", "numpy", "sentence-transformers", "tantivy", "torch", "typer")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing: the `group` it is listed in, and the `values` of the single runs in `unit`."""

    group: str
    name: str
    unit: str
    values: tuple[float, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what tells the figure from the others of its run."""
        return self.group, self.name, self.unit

    @property
    def median(self) -> float:
        """Return the median of the values."""
        return statistics.median(self.values)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of the values don't pass (the nearest rank)."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def alternate(tasks: Mapping[str, Callable[[], Result]], rounds: int) -> dict[str, list[Result]]:
    """Run the tasks in turn, so that a machine that grows slower or quicker does so for all; the first round is lost.

    The lost round fills the caches of the file system and compiles what isn't compiled.
    """
    results: dict[str, list[Result]] = {name: [] for name in tasks}
    for number in range(rounds + 1):
        for name, task in tasks.items():
            result = task()
            if number:
                results[name].append(result)
    return results


def save(figures: Sequence[Figure], path: Path) -> None:
    """Write the figures with what they were measured on."""
    machine = {
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
    }
    created = datetime.now(UTC).isoformat(timespec="seconds")
    content = {"created": created, "machine": machine, "figures": [asdict(figure) for figure in figures]}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> list[Figure]:
    """Return the figures that `save` wrote; raises ValueError for another file."""
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return [Figure(**{**one, "values": tuple(one["values"])}) for one in content["figures"]]
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path} holds no figures of this benchmark") from error
