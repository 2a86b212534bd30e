"""A built index of the invented collection, ways to search it, and the command line as a user starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.build import build_index
from index.filters import Filters
from search.group import PassageHit, ProjectHit, search
from search.query import parse_query
from search.retrieve import Mode, Retriever
from tests.collection import built_collection

ROOT = Path(__file__).parents[2]
LOCALE = (
    "HANKEHAKU_LANG",
    "HANKEHAKU_INDEX",
    "HANKEHAKU_MODEL",
    "LC_ALL",
    "LC_MESSAGES",
    "LANG",
    "NO_COLOR",
    "COLUMNS",
)
Hankehaku = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    for variable in LOCALE:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def built_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index folder of the invented collection, made with the default model; not to be changed."""
    return built_collection(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def retriever(built_index: Path) -> Iterator[Retriever]:
    """The built index, opened."""
    opened = Retriever(built_index)
    yield opened
    opened.catalogue.close()


def passages(
    retriever: Retriever, text: str, mode: Mode = "hybrid", filters: Filters | None = None, limit: int = 100
) -> list[PassageHit]:
    return list(search(retriever, parse_query(text), filters or Filters(), mode, "passage", limit).passages)


def projects(
    retriever: Retriever, text: str, mode: Mode = "hybrid", filters: Filters | None = None, limit: int = 10
) -> list[ProjectHit]:
    return list(search(retriever, parse_query(text), filters or Filters(), mode, "project", limit).projects)


def surroundings(**changed: str) -> dict[str, str]:
    """Return the environment of a started process: ours, with compiled code kept and the checkout importable."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT), "TERM": "xterm"} | changed


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from search.main import main; main()", *arguments]


@pytest.fixture
def hankehaku(built_index: Path) -> Hankehaku:
    """Run the command line in a process of its own, on the built index unless told otherwise."""

    def run(*arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        changed = {"HANKEHAKU_INDEX": str(built_index)} | environment
        return subprocess.run(  # noqa: S603
            command(*arguments), input=given, env=surroundings(**changed), capture_output=True, text=True, check=False
        )

    return run


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index folder of the default collection; not to be changed."""
    folder = tmp_path_factory.mktemp("oletuskokoelma")
    build_index([ROOT / "seeds"], folder, None, lambda stage, done, total: None)
    return folder


def word_pairs() -> list[tuple[str, str]]:
    """Return two-word queries of the field in two inflected forms each."""
    lines = (ROOT / "tests" / "search" / "word_pairs.tsv").read_text(encoding="utf-8").splitlines()
    return [(first, second) for first, second in (line.split("\t") for line in lines)]
