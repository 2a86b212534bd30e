"""What is in use: the index, its model and analyser, and where each setting comes from."""

from __future__ import annotations

from dataclasses import dataclass

from index.errors import AnalyserError, DictionaryError, HankehakuError
from index.generation import Generation, KeptGeneration, current_generation, kept_generations
from index.paths import expand_home
from search.retrieve import other_analyser
from search.settings import Setting


@dataclass(frozen=True, slots=True)
class Status:
    """The state of this installation; `generation` is None with a problem where the index can't be opened.

    `others` are the generations that are kept besides it. `dictionaries` are the languages ("en", "sv") that words of
    queries are translated from.
    """

    index: Setting
    model: Setting
    generation: Generation | None
    others: tuple[KeptGeneration, ...]
    analyser: str | None
    dictionaries: tuple[str, ...]
    problems: tuple[HankehakuError, ...]


def read_status(index: Setting, model: Setting) -> Status:
    """Return the state of the index folder, the analyser and the dictionaries, without loading a model."""
    from index.finnish import analyser_version
    from search.dictionary import dictionaries

    problems: list[HankehakuError] = []
    generation = analyser = None
    folder = expand_home(index.value or "")
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
    usable = []
    for dictionary in dictionaries():
        try:
            dictionary.check()
            usable.append(dictionary.language)
        except DictionaryError as error:
            problems.append(error)
    others = tuple(kept for kept in kept_generations(folder) if not kept.current)
    return Status(index, model, generation, others, analyser, tuple(usable), tuple(problems))
