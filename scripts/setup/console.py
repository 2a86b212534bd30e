"""What the set-up tells its user: steps and errors, on stderr, in Finnish or English."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from index.errors import HankehakuError, Text


class SetupError(HankehakuError):
    """A step of the set-up failed; `log_tail` holds the last lines of the command that did."""

    def __init__(self, message: Text, hint: Text, log_tail: str = "") -> None:
        super().__init__(message, hint)
        self.log_tail = log_tail


def language(environment: Mapping[str, str] = os.environ) -> str:
    """Return the user's language, "fi" or "en", from the locale's variables in POSIX's order."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "fi" if value.lower().startswith("fi") else "en"
    return "en"


def say(text: Text) -> None:
    """Write one line to stderr; stdout belongs to the command that the set-up was started for."""
    sys.stderr.write(text.in_language(language()) + "\n")
    sys.stderr.flush()


def report(error: HankehakuError) -> None:
    """Write what failed, the log's last lines if it was a step, and the cure to stderr."""
    say(error.message)
    if isinstance(error, SetupError) and error.log_tail:
        say(Text("The last lines of .venv/setup.log:", "Lokin .venv/setup.log viimeiset rivit:"))
        sys.stderr.write("".join(f"    {line}\n" for line in error.log_tail.splitlines()))
    say(error.hint)
