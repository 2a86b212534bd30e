"""Builds by stage, and the index folders that the other measurements search."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from scripts.benchmarks.figures import Figure
from scripts.benchmarks.processes import AS_THE_PRODUCT, module, run

if TYPE_CHECKING:
    from scripts.benchmarks.vectors import InventedVectors

STAGES = ("read", "analyse", "embed", "store")


class StageClock:
    """Hears of a build's progress; `seconds` holds what each stage took."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.seconds = dict.fromkeys(STAGES, 0.0)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Add the time since the last report to the stage that reports."""
        now = time.perf_counter()
        self.seconds[stage] += now - self._last
        self._last = now


def build_figures(group: str, source: Path, index: Path, likely: Path | None) -> tuple[list[Figure], int]:
    """Build an index; return what each stage took, memory, size, and the number of passages.

    With `likely`, an index folder, vectors are invented like its own and not computed.
    """
    finished = run(module("build", source, index, *([likely] if likely else [])), **AS_THE_PRODUCT)
    told: dict[str, Any] = json.loads(finished.output)
    passages = int(told["passages"])
    figures = []
    for stage, seconds in told["seconds"].items():
        if stage != "embed" or not likely:
            figures.append(Figure(group, stage, "passages/s", (passages / max(seconds, 1e-9),)))
    if not likely:
        embed = told["seconds"]["embed"]
        figures.append(Figure(group, "embed", "tokens/s", (told["tokens"] / embed,)))
        rest = sum(told["seconds"].values()) - embed
        figures.append(Figure(group, "all other stages", "% of embed", (100 * rest / embed,)))
    figures.append(Figure(group, "whole build", "s", (finished.seconds,)))
    figures.append(Figure(group, "whole build", "MB at peak", (finished.peak,)))
    figures += [Figure(group, f"file {name}", "MB on disk", (size / 1e6,)) for name, size in told["files"].items()]
    figures.append(Figure(group, "all files", "MB on disk", (sum(told["files"].values()) / 1e6,)))
    return figures, passages


def main(arguments: Sequence[str], write: Callable[[str], object]) -> None:
    """Build the index that is asked for and write what it took as JSON."""
    from index.build import build_index

    source, index = Path(arguments[0]), Path(arguments[1])
    clock = StageClock()
    if len(arguments) > 2:
        with patch("index.build.PassageVectors", _inventing(Path(arguments[2]))), _checked_before():
            report = build_index([source], index, None, clock)
    else:
        report = build_index([source], index, None, clock)
    manifest = report.generation.manifest
    write(
        json.dumps(
            {
                "passages": manifest.chunks,
                "tokens": 0 if len(arguments) > 2 else _tokens(index),
                "seconds": clock.seconds,
                "files": _sizes({name: size for name, (size, _) in manifest.files.items()}),
            }
        )
    )


def _inventing(likely: Path) -> Callable[..., InventedVectors]:
    """Return what stands in for the vectors of passages: some like those of the index folder `likely`."""
    from index.generation import current_generation
    from scripts.benchmarks.vectors import InventedVectors, likely_vectors

    vectors = likely_vectors(current_generation(likely))
    return lambda catalogue, *_: InventedVectors(vectors, catalogue.count("chunks"))


def _checked_before() -> Any:
    """Return a context in which the model isn't loaded only to be compared with the query encoder."""
    return patch("index.embedding.Embedder.query_encoder_fits", return_value=True)


def _tokens(index: Path) -> int:
    """Return how many tokens the index's passages have as they are embedded."""
    from index.embedding import Embedder
    from scripts.benchmarks.passages import embedded_texts

    return sum(map(Embedder.load().count_tokens, embedded_texts(index)))


def _sizes(files: dict[str, int]) -> dict[str, int]:
    """Return the sizes with a folder's files added up."""
    sizes: dict[str, int] = {}
    for name, size in files.items():
        top = name.partition("/")[0]
        sizes[top] = sizes.get(top, 0) + size
    return sizes


if __name__ == "__main__":
    import sys

    main(sys.argv[1:], sys.stdout.write)
