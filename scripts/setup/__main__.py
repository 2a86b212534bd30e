"""Run the set-up: python -m scripts.setup [run|test] [--if-needed], in the checkout."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.errors import Text
from scripts.setup import dictionaries, model, packages, stamp, torch_build, voikko, word_vectors
from scripts.setup.console import SetupError, report, say
from scripts.setup.workplace import Workplace, locked


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the set-up: what the user is told of it, and what it does."""

    title: Text
    work: Callable[[Workplace], None]


def steps(purpose: str) -> list[Step]:
    """Return the steps in order: to `run` Hankehaku, or to `test` it, with tools and without an index."""
    extra = "test" if purpose == "test" else None
    result = [
        Step(
            Text("Looking for Voikko, the analyser of Finnish", "Haetaan suomen kielen jäsennin Voikko"),
            voikko.provide,
        ),
        Step(
            Text(
                "Looking for the dictionaries that translate queries (5 MB)",
                "Haetaan sanakirjat, joilla hakuja käännetään (5 Mt)",
            ),
            dictionaries.provide,
        ),
        Step(
            Text("Making a Python environment (10 seconds)", "Luodaan Python-ympäristö (10 sekuntia)"),
            packages.provide_environment,
        ),
        Step(
            Text("Installing PyTorch (200 MB, about a minute)", "Asennetaan PyTorch (200 Mt, noin minuutti)"),
            torch_build.provide,
        ),
        Step(
            Text(
                "Installing the other packages (300 MB, a minute or two)",
                "Asennetaan muut paketit (300 Mt, pari minuuttia)",
            ),
            lambda place: packages.install_packages(place, extra),
        ),
        Step(
            Text("Installing vectors of Finnish words (90 MB)", "Asennetaan suomen sanojen vektorit (90 Mt)"),
            word_vectors.provide,
        ),
        Step(
            Text(
                "Compiling, so that searches start fast (about a minute)",
                "Käännetään, jotta haut käynnistyvät nopeasti (noin minuutti)",
            ),
            packages.compile_bytecode,
        ),
        Step(Text("Making the language model (10 seconds)", "Tehdään kielimalli (10 sekuntia)"), model.provide),
        Step(
            Text("Preparing the dictionaries (5 seconds)", "Valmistellaan sanakirjat (5 sekuntia)"),
            dictionaries.prepare,
        ),
    ]
    if purpose == "run":
        title = Text(
            "Building the index (about a minute for the default collection)",
            "Rakennetaan hakemisto (oletuskokoelmasta noin minuutti)",
        )
        result.append(Step(title, build_index))
    return result


def build_index(place: Workplace) -> None:
    """Build the default collection's index, or build the index that is there anew where this version can't use it."""
    place.run(
        place.in_environment([place.venv / "bin" / "hankehaku", "build", "--if-missing"]),
        Text("Building the index failed.", "Hakemiston rakentaminen epäonnistui."),
        Text(
            "Cure what the lines above tell, and run the command again.",
            "Korjaa yllä kerrottu ja käynnistä komento uudelleen.",
        ),
    )


def set_up(root: Path, purpose: str, *, if_needed: bool) -> None:
    """Take the steps for `purpose` in the checkout `root`; raise SetupError at the first that fails.

    With `if_needed` a finished set-up stays as it is, without a look at what may have gone wrong with it since.
    """
    with locked(root) as place:
        if if_needed and stamp.is_ready(root, purpose):
            return
        stamp.forget_outdated(root)
        made_from = stamp.read_recipe(root)
        place.log.write_bytes(b"")
        say(Text(f"Setting up Hankehaku in {root}", f"Asennetaan Hankehaku kansioon {root}"))
        todo = steps(purpose)
        for number, step in enumerate(todo, start=1):
            say(Text(*(f"[{number}/{len(todo)}] {title} ..." for title in (step.title.en, step.title.fi))))
            step.work(place)
        stamp.mark_ready(root, purpose, made_from)
        say(Text("Hankehaku is set up.", "Hankehaku on asennettu."))


def main() -> int:
    """Set up the checkout that this module lies in, and return the exit code."""
    parser = argparse.ArgumentParser(prog="scripts/setup.sh", description="Set up this checkout of Hankehaku.")
    parser.add_argument("purpose", nargs="?", choices=("run", "test"), default="run", help="what for (default: run)")
    parser.add_argument("--if-needed", action="store_true", help="leave a finished set-up as it is")
    asked = parser.parse_args()
    try:
        set_up(Path(__file__).resolve().parents[2], asked.purpose, if_needed=asked.if_needed)
    except SetupError as error:
        report(error)
        return 2
    except KeyboardInterrupt:
        say(Text("Broken off; the same command goes on from here.", "Keskeytetty; sama komento jatkaa tästä."))
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
