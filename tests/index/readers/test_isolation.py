"""The process of the parsers: it may die, hang or lie, and the next file is read all the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import UnreadableDocumentError
from index.readers import isolation
from index.readers.isolation import Parser, extract
from index.readers.problems import Problem, UnreadableContentError
from tests.index.readers import hostile

TakeOver = Callable[[str], Parser]
PAGE = "<html><p>Kyläbussi kulkee kahdesti päivässä.</p></html>".encode()
TEXT = "Kyläbussi kulkee kahdesti päivässä."


@pytest.fixture
def parser() -> Iterator[Parser]:
    parser = Parser()
    yield parser
    parser.close()


def problem_of(parser: Parser, data: bytes, suffix: str) -> Problem:
    with pytest.raises(UnreadableContentError) as caught:
        parser.extract(data, suffix)
    return caught.value.problem


PROGRAM = """
import os, struct, sys, time

def read():
    for _ in range(2):
        sys.stdin.buffer.read(struct.unpack(">I", sys.stdin.buffer.read(4))[0])

def answer(data):
    os.write(1, struct.pack(">I", len(data)) + data)
"""


@pytest.fixture
def take_over(parser: Parser, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Parser]:
    """Return a function that returns a parser whose process does as a piece of Python code says."""

    def take_over(code: str) -> Parser:
        monkeypatch.setattr(isolation, "_START", PROGRAM + textwrap.dedent(code))
        return parser

    return take_over


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_process_reads_file_after_file(parser: Parser) -> None:
    pids = set()
    for _ in range(5):
        assert parser.extract(PAGE, ".html") == TEXT
        pids.add(parser.pid)
    assert len(pids) == 1


def test_an_error_names_the_file() -> None:
    with pytest.raises(UnreadableDocumentError, match=r"hanke\.docx is damaged"):
        extract(Path("hanke.docx"), b"PK\x03\x04", ".docx")


def test_a_process_that_was_killed_between_two_files_is_replaced(parser: Parser) -> None:
    parser.extract(PAGE, ".html")
    assert parser.pid is not None
    os.kill(parser.pid, signal.SIGKILL)
    assert parser.extract(PAGE, ".html") == TEXT


def test_a_file_on_which_a_used_process_stops_is_read_once_more_by_a_new_one(take_over: TakeOver) -> None:
    parser = take_over("read(); answer(b'Tluettu'); read()")
    assert [parser.extract(PAGE, ".html") for _ in range(3)] == ["luettu"] * 3


def test_a_file_that_takes_too_much_memory_ends_only_its_own_reading(parser: Parser) -> None:
    assert problem_of(parser, hostile.pdf_bomb(), ".pdf") in (Problem.CRASHED, Problem.TOO_MUCH_MEMORY)
    assert parser.extract(PAGE, ".html") == TEXT


def test_a_process_that_takes_too_much_processor_time_is_ended(take_over: TakeOver) -> None:
    parser = take_over(
        """
        import resource
        resource.setrlimit(resource.RLIMIT_CPU, (1, 2))
        while True: pass
        """
    )
    assert problem_of(parser, PAGE, ".html") is Problem.TOO_SLOW


@pytest.mark.parametrize("answer", ["time.sleep(60)", "os.write(1, b'\\0'); time.sleep(60)"])
def test_a_process_that_does_not_answer_is_ended(
    answer: str, take_over: TakeOver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolation, "SECONDS_PER_DOCUMENT", 1)
    parser = take_over(answer)
    began = time.monotonic()
    assert problem_of(parser, PAGE, ".html") is Problem.TOO_SLOW
    assert time.monotonic() - began < 20
    assert parser.pid is None


def test_a_process_that_takes_nothing_in_is_ended(take_over: TakeOver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "SECONDS_PER_DOCUMENT", 1)
    parser = take_over("time.sleep(60)")
    assert problem_of(parser, bytes(1_000_000), ".html") is Problem.TOO_SLOW


@pytest.mark.parametrize(
    "answer",
    [
        "sys.exit()",
        "os.write(1, struct.pack('>I', 2**32 - 1))",
        "answer(b'')",
        "answer(b'T\\xff\\xfe'); time.sleep(60)",
        "answer(b'Pnonsense'); time.sleep(60)",
        "answer(b'X'); time.sleep(60)",
        "os.write(1, struct.pack('>I', 100) + b'Tcut')",
    ],
)
def test_a_nonsensical_answer_is_a_crash(answer: str, take_over: TakeOver) -> None:
    parser = take_over(answer)
    assert problem_of(parser, PAGE, ".html") is Problem.CRASHED
    assert parser.pid is None


def test_an_answer_that_is_too_long_is_refused(parser: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "LONGEST_ANSWER", 10)
    assert problem_of(parser, PAGE, ".html") is Problem.TOO_MUCH_TEXT


def test_threads_take_turns_and_get_their_own_files_text(parser: Parser) -> None:
    def read(number: int) -> str:
        return parser.extract(f"<html><p>Hanke {number}</p></html>".encode(), ".html")

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(read, range(40))) == [f"Hanke {number}" for number in range(40)]


def test_closing_leaves_no_process_behind(parser: Parser) -> None:
    parser.extract(PAGE, ".html")
    pid = parser.pid
    assert pid is not None
    parser.close()
    assert not is_running(pid)


def test_the_process_ends_with_a_parent_that_is_killed() -> None:
    program = f"""
        import sys, time
        sys.path.insert(0, {str(Path(isolation.__file__).parents[2])!r})
        from index.readers.isolation import Parser
        parser = Parser()
        parser.extract({PAGE!r}, ".html")
        print(parser.pid, flush=True)
        time.sleep(60)
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE) as parent:  # noqa: S603
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    for _ in range(100):
        if not is_running(pid) or Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            break
        time.sleep(0.1)
    else:
        pytest.fail("the process outlives its parent")


def test_a_package_that_is_missing_is_no_damage_of_the_file(parser: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    without = "import sys; sys.modules['striprtf'] = None; "
    monkeypatch.setattr(isolation, "_START", without + isolation._START)
    assert problem_of(parser, rb"{\rtf1 Etsiv\'e4 ty\'f6}", ".rtf") is Problem.NOT_INSTALLED
    assert parser.extract(PAGE, ".html") == TEXT
    monkeypatch.setattr(isolation, "_parser", parser)
    with pytest.raises(UnreadableDocumentError, match="missing or broken") as caught:
        extract(Path("kirje.rtf"), rb"{\rtf1 Etsiv\'e4 ty\'f6}", ".rtf")
    assert "scripts/setup.sh" in caught.value.hint.fi
