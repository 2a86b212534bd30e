"""The language of the user interface: Finnish where the locale is Finnish, English elsewhere, or as --lang says."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Literal

from index.errors import Text

Language = Literal["fi", "en"]
LANGUAGE_VARIABLE = "HANKEHAKU_LANG"


def language_first(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with --lang and its value in front, where the root command takes it."""
    chosen: list[str] = []
    others: list[str] = []
    coming = iter(arguments)
    for argument in coming:
        if argument == "--":
            others += [argument, *coming]
        elif argument == "--lang":
            chosen = [argument, *islice(coming, 1)]
        elif argument.startswith("--lang="):
            chosen = [argument]
        else:
            others.append(argument)
    return chosen + others


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language of this run: --lang, else HANKEHAKU_LANG, else the locale of messages (POSIX order).

    `arguments` are as `language_first` returns them.
    """
    match arguments:
        case ["--lang", value, *_]:
            return _known(value)
        case [argument, *_] if argument.startswith("--lang="):
            return _known(argument.removeprefix("--lang="))
    for variable in (LANGUAGE_VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG"):
        if locale := environment.get(variable):
            return _known(locale)
    return "en"


def current_language() -> Language:
    """Return the language that `main` chose for this process."""
    return _known(os.environ.get(LANGUAGE_VARIABLE, "en"))


def say(en: str, fi: str) -> str:
    """Return the text in the language of this process."""
    return Text(en, fi).in_language(current_language())


def _known(value: str) -> Language:
    return "fi" if re.match(r"fi(?![a-z])", value.lower()) else "en"  # fil is Filipino
