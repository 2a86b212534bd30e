"""Getting the dictionaries: as root, without root's rights, and going on where they can't be had."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scripts.setup import __main__ as set_up_program
from scripts.setup import apt, dictionaries, model
from scripts.setup.workplace import Workplace, locked
from tests.scripts.conftest import BASH, Checkout

FILES = [f"freedict-{pair}-fin{suffix}" for pair in ("eng", "swe") for suffix in (".dict.dz", ".index")]

# Downloads an archive for each package that it is asked for.
APT_GET = f"""#!{BASH}
for word in "$@"; do
    [[ $word == Dir::Cache=* ]] && cache=${{word#*=}}
    [[ $word == dict-freedict-* && -n ${{cache-}} ]] && touch "$cache/archives/${{word}}_1.0_all.deb"
done
exit "${{APT_RESULT:-0}}"
"""

# Unpacks an archive of a dictionary as its two files and a text on its licence.
DPKG_DEB = f"""#!{BASH}
name=$(basename "$2")
name=${{name%%_*}}
mkdir -p "$3$DICTD" "$3/usr/share/doc/$name"
touch "$3$DICTD/${{name#dict-}}.index" "$3$DICTD/${{name#dict-}}.dict.dz"
touch "$3/usr/share/doc/$name/copyright"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pretend a user without rights on a machine without dictionaries; return the folder where it would have them."""
    made = Checkout(tmp_path / "machine")
    made.program("apt-get", APT_GET)
    made.program("dpkg-deb", DPKG_DEB)
    made.program("sudo", "#!/bin/sh\nexit 1\n")
    monkeypatch.setenv("PATH", f"{made.root}:{os.environ['PATH']}")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    folder = tmp_path / "dictd"
    monkeypatch.setattr(dictionaries, "FOLDER", folder)
    monkeypatch.setenv("DICTD", str(folder))
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty checkout."""
    (tmp_path / "checkout").mkdir()
    return tmp_path / "checkout"


def provided(root: Path) -> list[str]:
    with locked(root) as place:
        dictionaries.provide(place)
    return sorted(path.name for path in (root / ".dictionaries").glob("*"))


def test_without_root_they_are_unpacked_into_the_checkout(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert provided(root) == FILES
    assert sorted(path.name for path in (root / ".venv").iterdir()) == ["setup.lock", "setup.log"]
    assert capfd.readouterr().err == ""


def test_as_root_they_are_installed(root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def install(place: Workplace, packages: tuple[str, ...]) -> bool:
        assert packages == ("dict-freedict-eng-fin", "dict-freedict-swe-fin")
        folder.mkdir()
        for name in FILES:
            (folder / name).touch()
        return True

    monkeypatch.setattr(apt, "install", install)
    assert provided(root) == []


def test_dictionaries_that_are_there_are_left_as_they_are(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    provided(root)
    monkeypatch.setattr(apt, "available", lambda: pytest.fail("nothing is to be got"))
    assert provided(root) == FILES


def test_half_a_dictionary_is_got_again(root: Path) -> None:
    provided(root)
    (root / ".dictionaries" / FILES[0]).unlink()
    assert provided(root) == FILES


@pytest.mark.parametrize("lacking", ["apt", "packages"])
def test_where_they_can_not_be_had_the_set_up_says_so_and_goes_on(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], lacking: str
) -> None:
    monkeypatch.setenv("APT_RESULT", "100")
    monkeypatch.setattr(apt, "available", lambda: lacking != "apt")
    assert provided(root) == []
    told = capfd.readouterr().err
    assert told.startswith("Going on without dictionaries")
    assert "apt install dict-freedict-eng-fin dict-freedict-swe-fin" in told


def test_a_dictionary_that_can_not_be_prepared_stops_no_set_up(root: Path) -> None:
    with locked(root) as place:
        dictionaries.prepare(place)
        assert "setup.log" in {path.name for path in place.venv.iterdir()}


@pytest.mark.parametrize("purpose", ["run", "test"])
def test_every_set_up_gets_them_and_prepares_them_when_python_has_its_packages(purpose: str) -> None:
    work = [step.work for step in set_up_program.steps(purpose)]
    assert work.index(dictionaries.provide) < work.index(model.provide) < work.index(dictionaries.prepare)
