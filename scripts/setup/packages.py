"""The virtual environment and the Python packages in it."""

from __future__ import annotations

import csv
import importlib.util
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from index.errors import Text
from scripts.setup import apt, stamp
from scripts.setup.workplace import Workplace

PIP_HINT = Text(
    "Check the network, pip's settings (.venv/bin/python -m pip config list) and the disk's free space, "
    "and run the command again: it goes on from here.",
    "Tarkista verkkoyhteys, pipin asetukset (.venv/bin/python -m pip config list) ja levytila, "
    "ja käynnistä komento uudelleen: se jatkaa tästä.",
)

# Other settings of pip are the user's; these keep it from installing elsewhere, asking, or adding notices.
PIP_VARIABLES = {"PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def pip(place: Workplace, subcommand: str, *arguments: str | Path) -> list[str | Path]:
    """Return the command line of one of pip's subcommands, held to the pinned versions where it installs."""
    held: list[str | Path] = ["-c", place.constraints] if subcommand == "install" else []
    settings = [f"{name}={value}" for name, value in PIP_VARIABLES.items()]
    return ["env", *settings, place.python, "-m", "pip", subcommand, *held, *arguments]


def pip_output(place: Workplace, subcommand: str, *arguments: str | Path) -> str | None:
    """Return what a subcommand of pip writes to stdout, or None where it fails."""
    with place.log.open("ab") as log:
        finished = subprocess.run(
            pip(place, subcommand, *arguments),
            cwd=place.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            pass_fds=(place.lock,),
            text=True,
            check=False,
        )
    return finished.stdout if finished.returncode == 0 else None


def provide_environment(place: Workplace) -> None:
    """Make the virtual environment, or take one that works and mend what a broken-off pip left in it."""
    if (
        stamp.made_here(place.root)
        and (stamp.was_ever_ready(place.root) or _has_this_python(place))
        and place.succeeds([place.python, "-m", "pip", "--version"])
    ):
        remove_broken_packages(place.site_packages)
    else:
        _make_environment(place)
        stamp.mark_made_here(place.root)
    place.run(
        pip(place, "install", "--no-compile", "pip", "hatchling", "editables"),
        Text("Installing pip and hatchling failed.", "Pipin ja hatchlingin asennus epäonnistui."),
        PIP_HINT,
    )


def install_packages(place: Workplace, extra: str | None) -> None:
    """Install what pyproject.toml requires, with the tools of `extra`, and the checkout itself in place."""
    project = tomllib.loads((place.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = project["dependencies"] + (project["optional-dependencies"][extra] if extra else [])
    message = Text("Installing the packages failed.", "Pakettien asennus epäonnistui.")
    place.run(pip(place, "install", "--no-compile", *requirements), message, PIP_HINT)
    # hatchling is in the environment, pinned; an isolated build would fetch another one.
    itself: list[str | Path] = ["--no-build-isolation", "--no-deps", "--editable", place.root]
    place.run(pip(place, "install", "--no-compile", *itself), message, PIP_HINT)
    _name_checkout_in_ascii(place)


def compile_bytecode(place: Workplace) -> None:
    """Compile all modules on all cores; one that can't be (some packages ship templates) stays as it is."""
    folders = [place.site_packages, place.root / "index", place.root / "search"]
    place.succeeds([place.python, "-m", "compileall", "-q", "-j", "0", *folders])


def remove_broken_packages(site_packages: Path) -> None:
    """Remove the marks of packages whose files aren't all there, so that pip installs them again.

    A kill or a power failure can leave any of a package's files cut or missing.
    """
    for leftover in site_packages.glob("~*"):
        shutil.rmtree(leftover)
    for metadata in site_packages.glob("*.dist-info"):
        if not _is_whole(metadata):
            shutil.rmtree(metadata)


def _name_checkout_in_ascii(place: Workplace) -> None:
    """Make the path that every start reads relative: before Python 3.13 it is read in the locale's encoding."""
    for path in place.site_packages.glob("*hankehaku.pth"):
        path.write_text("../../../..\n", encoding="ascii")


def _has_this_python(place: Workplace) -> bool:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return (place.venv / "lib" / version / "site-packages").is_dir()


def _is_whole(metadata: Path) -> bool:
    try:
        with (metadata / "RECORD").open(encoding="utf-8", newline="") as record:
            rows = [row for row in csv.reader(record) if len(row) == 3 and row[2]]
        sizes = [(metadata.parent / path).stat().st_size == int(size) for path, _, size in rows]
    except (OSError, ValueError):
        return False
    return bool(sizes) and all(sizes)


def _make_environment(place: Workplace) -> None:
    _clear(place)
    if importlib.util.find_spec("ensurepip") is None and apt.available():
        apt.install(place, [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"])
    place.run(
        [sys.executable, "-m", "venv", place.venv],
        Text(
            f"{sys.executable} can't make a virtual environment.",
            f"{sys.executable} ei voi luoda virtuaaliympäristöä.",
        ),
        Text(
            "Install Python's venv module (Debian and Ubuntu: sudo apt install python3-venv) "
            "and run the command again.",
            "Asenna Pythonin venv-moduuli (Debian ja Ubuntu: sudo apt install python3-venv) "
            "ja käynnistä komento uudelleen.",
        ),
    )


def _clear(place: Workplace) -> None:
    """Empty the environment's folder but for the lock and the log, which are in use."""
    for entry in place.venv.iterdir():
        if entry.name in ("setup.lock", place.log.name):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
