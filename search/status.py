"""What is in use: the index, its model and analyser, and where each setting comes from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.errors import AnalyserError, HankehakuError
from index.generation import Generation, current_generation
from search.retrieve import other_analyser
from search.settings import Setting


@dataclass(frozen=True, slots=True)
class Status:
    """The state of this installation; `generation` is None with a problem where the index can't be opened."""

    index: Setting
    model: Setting
    generation: Generation | None
    analyser: str | None
    problems: tuple[HankehakuError, ...]


def read_status(index: Setting, model: Setting) -> Status:
    """Return the state of the index folder and of the analyser, without loading a model."""
    from index.finnish import analyser_version

    problems: list[HankehakuError] = []
    generation = analyser = None
    folder = Path(index.value or "").expanduser()
    try:
        generation = current_generation(folder)
    except HankehakuError as error:
        problems.append(error)
    try:
        analyser = analyser_version()
    except AnalyserError as error:
        problems.append(error)
    if generation and analyser and (mismatch := other_analyser(folder, generation.manifest, analyser)):
        problems.append(mismatch)
    return Status(index, model, generation, analyser, tuple(problems))
