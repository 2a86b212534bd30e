"""The dictionaries that translate English and Swedish queries: found, installed, or unpacked into the checkout.

They are a help and no need: where they can't be had, the set-up says so and goes on.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from index.errors import Text
from scripts.setup import apt
from scripts.setup.console import say
from scripts.setup.workplace import Workplace

PACKAGES = ("dict-freedict-eng-fin", "dict-freedict-swe-fin")
# Where Debian's packages put dictionaries.
FOLDER = Path("/usr/share/dictd")


def provide(place: Workplace) -> None:
    """See to it that Hankehaku finds the dictionaries, where apt has them; else say that it does without."""
    if _found(place):
        return
    if apt.available():
        if apt.install(place, PACKAGES) and _found(place):
            return
        if _unpack(place) and _found(place):
            return
    say(
        Text(
            f"Going on without dictionaries: English and Swedish queries find less. Debian and Ubuntu have them: "
            f"sudo apt install {' '.join(PACKAGES)}",
            f"Jatketaan ilman sanakirjoja: englannin- ja ruotsinkieliset haut löytävät vähemmän. Debianissa ja "
            f"Ubuntussa ne ovat saatavilla: sudo apt install {' '.join(PACKAGES)}",
        )
    )


def prepare(place: Workplace) -> None:
    """Make of the dictionaries what searches look words up in; where that fails, the first search tries again."""
    script = "from search.dictionary import dictionaries; [one.check() for one in dictionaries()]"
    place.succeeds(place.in_environment([place.python, "-c", script]))


def _found(place: Workplace) -> bool:
    """Tell whether one folder has the index and the text of each dictionary."""
    names = [f"{package.removeprefix('dict-')}{suffix}" for package in PACKAGES for suffix in (".index", ".dict.dz")]
    return any(all((folder / name).is_file() for name in names) for folder in (place.root / ".dictionaries", FOLDER))


def _unpack(place: Workplace) -> bool:
    work = place.venv / "dictionaries"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    done = apt.unpack(place, PACKAGES, work / "tree")
    unpacked = work / "tree" / FOLDER.relative_to("/")
    if done and unpacked.is_dir():
        shutil.rmtree(place.root / ".dictionaries", ignore_errors=True)
        unpacked.rename(place.root / ".dictionaries")
    shutil.rmtree(work)
    return done
