"""Whatever the functions that others call are given, they answer, or raise an error of ours with its cure."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from index.changes import find_changes
from index.errors import HankehakuError
from index.filters import Filters, parse_years
from index.generation import current_generation, kept_generations
from index.model_library import absolute_name, load_library_model
from index.publishing import roll_back
from index.readers import find_documents, read_document, read_documents
from index.readers.tables.columns import load_columns
from index.verify import verify_index
from search.dictionary import FOLDER_VARIABLE, dictionaries
from search.doctor import examine
from search.evaluation import beir
from search.evaluation.drafts import holds_drafts, read_drafts
from search.evaluation.judgements import read_judgements
from search.evaluation.report import evaluate_queries
from search.evaluation.runs import load_run
from search.group import By, search_index
from search.query import parse_query
from search.render.report_file import check_report
from search.retrieve import Retriever
from search.settings import Setting, index_folder
from search.shell.commands import COMMANDS
from search.show import read_project
from search.similar.answer import find_similar
from search.similar.batch import compare_applications
from search.status import read_status
from search.synonym_groups import read_groups
from tests.reliability.tally import TALLY, outcome_of
from tests.reliability.world import World, build
from tests.search.shell_collection import STYLE, session_over

NESTED = "[" * 100_000
TEXTS = (
    "",
    "\0",
    "\udcff",
    "ä" * 100_000,
    "'; DROP TABLE documents; --",
    "\x1b[2J",
    "%00",
    "-1",
    "()",
    '"',
    "*:*",
    NESTED,
    "9" * 5_000,
    "~eiole/hakemisto",
    "~\0/hakemisto",
)
NUMBERS = (0, -1, -(10**30), 10**30)


@pytest.fixture(scope="module")
def index(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world.built(tmp_path_factory.mktemp("hakemisto"), "uusi")


@pytest.fixture
def places(tmp_path: Path) -> list[Path]:
    """Paths that lead nowhere, to something else than was asked for, or that are no paths at all."""
    (tmp_path / "tyhjä kansio").mkdir()
    contents = {
        "tyhjä": b"",
        "binääri": bytes(range(256)) * 64,
        "nollia.tsv": b"\0" * 5_000,
        "sisäkkäin.jsonl": NESTED.encode(),
        "sisäkkäin.toml": b"a = " + NESTED.encode(),
        "lista.json": b"[1, 2]",
        "luku.jsonl": b"7\n",
        "vajaa.jsonl": b'{"draft": "x"}\n{"version": 1, "queries": 7',
        "väärä.docx": b"PK\x03\x04" + b"\xff" * 100,
        "suuri luku.json": b"9" * 5_000,
        "vaillinainen.xlsx": b"PK",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "kehä").symlink_to(tmp_path / "kehä")
    odd = (tmp_path / "olematon", tmp_path / "tyhjä" / "alla", tmp_path / "kehä", tmp_path / "nolla\0tavu")
    devices = (Path("/dev/null"), Path("/proc/self/mem"))
    undecodable = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    files = [tmp_path / name for name in contents]
    return [*odd, *devices, undecodable, tmp_path / ("ä" * 5_000), Path(), tmp_path / "tyhjä kansio", *files]


def answers_or_tells(fault: str, call: Callable[[], object]) -> None:
    """Check that a call returns, or raises an error of ours that names a cure in both languages."""
    outcome = outcome_of(lambda: str(call()) and "answered")
    TALLY.judge(fault, outcome, {"answered", ""})


READERS: tuple[Callable[[Path], object], ...] = (
    read_document,
    read_documents,
    lambda path: find_documents([path]),
    load_columns,
    read_groups,
    read_judgements,
    read_drafts,
    holds_drafts,
    load_run,
    beir.read_queries,
    lambda path: check_report(path, ()),
    lambda path: check_report(path.with_name("raportti.html") if path.name else path, [path]),
)


@pytest.mark.parametrize("number", range(len(READERS)))
def test_any_path_may_be_given_to_what_reads_files(places: list[Path], number: int) -> None:
    for path in places:
        answers_or_tells("hostile path to a reader", partial(READERS[number], path))


INDEXES: tuple[Callable[[Path], object], ...] = (
    current_generation,
    kept_generations,
    roll_back,
    lambda path: verify_index(path, deep=False),
    lambda path: verify_index(path, deep=True),
    lambda path: search_index(path, parse_query("työ"), Filters(), "hybrid", "project", 10),
    lambda path: read_project(path, "S90001", None),
    Retriever,
)


@pytest.mark.parametrize("number", range(len(INDEXES)))
def test_any_path_may_be_given_for_an_index(places: list[Path], number: int) -> None:
    for path in places:
        answers_or_tells("hostile path for an index", partial(INDEXES[number], path))


def test_any_path_may_be_given_to_a_build(world: World, index: Path, places: list[Path], tmp_path: Path) -> None:
    (tmp_path / "uusi").mkdir()
    for at, path in enumerate(places):
        if path != Path():
            answers_or_tells("hostile path to a build", partial(build, path, tmp_path / f"uusi/{at}"))
            answers_or_tells("hostile path to a build", partial(build, world.collection, path / "hakemisto"))
        answers_or_tells("hostile path to a build", partial(find_changes, [path], index))
        answers_or_tells("hostile path to a build", partial(find_changes, [world.collection], path))
        answers_or_tells("hostile path to a build", partial(find_changes, [world.collection], index, path))


def test_any_path_may_be_given_as_a_draft(index: Path, places: list[Path], tmp_path: Path) -> None:
    for path in places:
        answers_or_tells("hostile path as a draft", partial(find_similar, index, [str(path)], Filters(), 3, str))
        compare = partial(compare_applications, index, [path], Filters(), 3, tmp_path / "tila", lambda *_: None)
        answers_or_tells("hostile path as a draft", compare)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_text_may_be_given_as_a_query_a_filter_a_code_or_a_draft(index: Path, text: str) -> None:
    def ask(words: str, **filters: Any) -> object:
        return search_index(index, parse_query(words), Filters(**filters), "hybrid", "project", 3)

    asked: tuple[Callable[[], object], ...] = (
        lambda: ask(text),
        lambda: ask("työ", region=(text,), applicant=(text,), priority_axis=(text,)),
        lambda: ask("työ", sections=(text,)),
        lambda: parse_years(text),
        lambda: read_project(index, text, None),
        lambda: read_project(index, "S90001", text),
        lambda: find_similar(index, [text], Filters(), 3, str),
        lambda: find_similar(index, ["-"], Filters(), 3, lambda: text),
    )
    for call in asked:
        answers_or_tells("hostile text", call)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_text_may_be_set_as_the_index_the_model_or_the_dictionaries(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "\0" not in text:  # a variable can't hold that
        monkeypatch.setenv(FOLDER_VARIABLE, text)
    place, default = Setting(text, "--index"), Setting(None, "default")
    used: tuple[Callable[[], object], ...] = (
        lambda: current_generation(index_folder(Path(text))),
        lambda: read_status(place, default),
        lambda: examine(place, default),
        lambda: absolute_name(text),
        lambda: load_library_model(text),
        dictionaries,
    )
    for call in used:
        answers_or_tells("hostile setting", call)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_text_may_be_typed_in_the_shell(index: Path, text: str) -> None:
    session = session_over(index)
    lines = [text, *(f"{command.shown} {text}" for command in COMMANDS)]
    for line in lines:
        answers_or_tells("hostile line in the shell", partial(session.answer, line, STYLE))
    session.index.close()


@pytest.mark.parametrize("number", NUMBERS)
def test_any_number_may_be_given_as_a_limit_or_a_sum(index: Path, number: int) -> None:
    query = parse_query("työ")
    grouped: tuple[By, ...] = ("project", "passage")
    for by in grouped:
        ask = partial(search_index, index, query, Filters(), "hybrid", by, number)
        outcome = outcome_of(lambda ask=ask: str(ask().found))  # type: ignore[misc]
        TALLY.judge("hostile number", outcome, {"True"})
        assert (outcome.kind == "answer") == (number > 0)
    answers_or_tells("hostile number", lambda: find_similar(index, ["S90001"], Filters(), number, str))
    for filters in (Filters(granted_from=number), Filters(granted_to=number), Filters(running_from=number)):
        answers_or_tells("hostile number", partial(search_index, index, query, filters, "keyword", "project", 3))


def test_what_is_no_mode_no_grouping_and_no_system_is_told(index: Path) -> None:
    query, wrong = parse_query("työ"), cast("Any", "arvaus")
    with pytest.raises(HankehakuError, match="arvaus"):
        search_index(index, query, Filters(), wrong, "project", 3)
    with pytest.raises(HankehakuError, match="arvaus"):
        search_index(index, query, Filters(), "hybrid", wrong, 3)
    with pytest.raises(HankehakuError, match="arvaus"):
        evaluate_queries(Retriever(index), [], [wrong], None, None)
