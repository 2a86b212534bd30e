"""The prompt on a terminal: keys in, screen out."""

from __future__ import annotations

import os
import pty
import select
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.history import FileHistory, InMemoryHistory
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from search.language import LANGUAGE_VARIABLE
from search.shell.conversation import converse, greeting
from search.shell.plain_prompt import label
from search.shell.prompt import Prompt, open_history
from search.shell.session import Answer, Session
from tests.search.conftest import command, surroundings
from tests.search.shell_collection import session_over, told

CTRL_C, CTRL_D, UP, TAB = "\x03", "\x04", "\x1b[A", "\t"
PATIENCE = 60


@pytest.fixture
def session(built_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "tila"))
    monkeypatch.setenv(LANGUAGE_VARIABLE, "fi")
    opened = session_over(built_index)
    assert opened.index.retriever
    yield opened
    opened.index.close()


@contextmanager
def keyboard() -> Iterator[PipeInput]:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        yield keys


def conversation(session: Session, keys: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """Return what a conversation over these keys writes to standard output and to standard error."""
    with keyboard() as pressed:
        pressed.send_text(keys)
        converse(session, Prompt(session, coloured=False))
    written = capsys.readouterr()
    return written.out, written.err


def test_lines_are_answered_until_the_user_leaves(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = conversation(session, f"satama\r:maakunta Uusmaa\r{CTRL_D}", capsys)
    assert out.startswith("1. S90001")
    greeted, *errors = err.splitlines()
    assert greeted == greeting(session)
    assert greeted.startswith("4 hanketta, ")
    assert errors[-1].startswith("Kokeile: ")
    out, _ = conversation(session, ":lopeta\rsatama\r", capsys)
    assert out == ""


def test_ctrl_c_drops_the_line_and_not_the_program(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = conversation(session, f":eiole{CTRL_C}satama\r{CTRL_D}", capsys)
    assert out.startswith("1. S90001")
    assert err.splitlines() == [greeting(session)]


def test_an_interrupted_search_gives_the_prompt_back(
    session: Session, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter((KeyboardInterrupt(), Answer("vastaus")))

    def answer(*_: object) -> Answer:
        coming = next(answers)
        if isinstance(coming, KeyboardInterrupt):
            raise coming
        return coming

    monkeypatch.setattr(session, "answer", answer)
    out, _ = conversation(session, f"satama\rsatama\r{CTRL_D}", capsys)
    assert out == "vastaus\n\n"


def test_what_was_asked_comes_back_in_a_later_conversation(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    conversation(session, f"satama\r{CTRL_D}", capsys)
    out, _ = conversation(session, f"{UP}\r{CTRL_D}", capsys)
    assert out.startswith("1. S90001")


def test_the_history_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "tila" / "hankehaku" / "history"
    path.parent.mkdir(parents=True, mode=0o755)
    path.touch(mode=0o644)
    history = open_history(path)
    history.append_string("luottamuksellinen haku")
    assert isinstance(history, FileHistory)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(open_history(path).load_history_strings()) == ["luottamuksellinen haku"]


def test_without_a_place_for_it_the_history_lasts_as_long_as_the_conversation(tmp_path: Path) -> None:
    (tmp_path / "tiedosto").touch()
    assert isinstance(open_history(tmp_path / "tiedosto" / "history"), InMemoryHistory)


def test_the_prompt_tells_the_filters(session: Session) -> None:
    assert label(session) == "hankehaku> "
    told(session, ":maakunta Keski-Suomi", ":vuodet 2015-")
    assert label(session) == "hankehaku [maakunta: Keski-Suomi · vuodet: 2015–]> "


class Terminal:
    """A pseudo-terminal with the shell on it."""

    def __init__(self, leader: int, started: subprocess.Popen[bytes]) -> None:
        self.started = started
        self._leader = leader
        self._unread = b""

    def type(self, keys: str) -> None:
        os.write(self._leader, keys.encode())

    def until(self, wanted: str) -> str:
        """Return what is written up to `wanted`; the next call goes on behind it."""
        end = time.monotonic() + PATIENCE
        while wanted.encode() not in self._unread:
            assert time.monotonic() < end, self._unread.decode(errors="replace")
            if select.select([self._leader], [], [], 0.1)[0]:
                self._unread += os.read(self._leader, 65536)
        read, found, self._unread = self._unread.partition(wanted.encode())
        return (read + found).decode()


@contextmanager
def on_a_terminal(index: Path, state: Path, **environment: str) -> Iterator[Terminal]:
    leader, follower = pty.openpty()
    started = subprocess.Popen(  # noqa: S603
        command("--lang", "fi", "kysele", "--mode", "keyword", "--limit", "1", "--index", str(index)),
        env=surroundings(PROMPT_TOOLKIT_NO_CPR="1", XDG_STATE_HOME=str(state), **environment),
        stdin=follower,
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    try:
        yield Terminal(leader, started)
    finally:
        started.kill()
        started.wait()
        os.close(leader)


@pytest.mark.parametrize(
    ("surrounding", "marked"), [({}, "\x1b[1;33m"), ({"NO_COLOR": "1"}, "*"), ({"TERM": "dumb"}, "*")]
)
def test_on_a_real_terminal_it_prompts_answers_and_leaves(
    built_index: Path, tmp_path: Path, surrounding: dict[str, str], marked: str
) -> None:
    with on_a_terminal(built_index, tmp_path, **surrounding) as terminal:
        terminal.until("hankehaku>")
        terminal.type("nuoret satamassa\r")
        assert f"{marked}satam" in terminal.until("Miksi")
        terminal.until("hankehaku>")
        terminal.type(CTRL_D)
        assert terminal.started.wait(PATIENCE) == 0


def test_a_long_text_goes_to_the_users_pager(built_index: Path, tmp_path: Path) -> None:
    pager = tmp_path / "selain"
    pager.write_text(f'#!/bin/sh\ncat > "{tmp_path}/luettu"\necho luettiin\n', encoding="utf-8")
    pager.chmod(0o755)
    with on_a_terminal(built_index, tmp_path, PAGER=f"{pager} -x") as terminal:
        terminal.until("hankehaku>")
        terminal.type(":avaa S90001\r")
        terminal.until("luettiin")
        terminal.type(":lopeta\r")
        assert terminal.started.wait(PATIENCE) == 0
    assert "Loppuraportin" in (tmp_path / "luettu").read_text(encoding="utf-8")


def test_tab_offers_what_the_collection_has(built_index: Path, tmp_path: Path) -> None:
    with on_a_terminal(built_index, tmp_path) as terminal:
        terminal.until("hankehaku>")
        terminal.type("satama\r")
        terminal.until("Miksi")
        terminal.until("hankehaku>")
        terminal.type(f":maakunta keski{TAB}")
        assert terminal.until("Keski-Suomi")
