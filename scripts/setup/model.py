"""The default embedding model, made from the weights in its package."""

from __future__ import annotations

import sys

from index.errors import HankehakuError, Text
from scripts.setup.console import report
from scripts.setup.workplace import Workplace


def provide(place: Workplace) -> None:
    """Make the model unless it is there; raise SetupError with what it lacks, and the cure, in the log's tail."""
    place.run(
        place.in_environment([place.python, "-m", "scripts.setup.model"]),
        Text("Making the language model failed.", "Kielimallin teko epäonnistui."),
        Text(
            "Cure what the lines above tell, and run the command again.",
            "Korjaa yllä kerrottu ja käynnistä komento uudelleen.",
        ),
    )


def main() -> int:
    """Make the model in the environment's Python, and return the exit code."""
    from index.bundled_model import default_model_directory

    try:
        default_model_directory()
    except HankehakuError as error:
        report(error)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
