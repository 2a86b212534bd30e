"""What a terminal can show."""

from __future__ import annotations

import io
import os
import pty
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.render.terminal import Style, mark, printable

PLAIN = Style(width=40, coloured=False)
WORDS = st.lists(st.text(alphabet="työpajaä", min_size=1, max_size=12), min_size=1, max_size=30)


@pytest.fixture
def terminal() -> Iterator[io.TextIOWrapper]:
    leader, follower = pty.openpty()
    with os.fdopen(follower, "w", encoding="utf-8") as stream:
        yield stream
    os.close(leader)


def test_a_pipe_or_a_file_gets_no_colours_and_100_columns() -> None:
    assert Style.of(io.StringIO(), {"TERM": "xterm"}) == Style(100, coloured=False)


def test_a_terminal_gets_colours(terminal: io.TextIOWrapper) -> None:
    assert Style.of(terminal, {"TERM": "xterm"}).coloured
    assert Style.of(terminal, {"TERM": "xterm", "NO_COLOR": ""}).coloured


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}])
def test_a_terminal_that_wants_no_colours_gets_none(terminal: io.TextIOWrapper, environment: dict[str, str]) -> None:
    assert not Style.of(terminal, environment).coloured


@pytest.mark.parametrize(("columns", "width"), [("60", 60), ("300", 110), ("10", 40)])
def test_the_width_is_the_terminals_within_what_reads_well(
    terminal: io.TextIOWrapper, monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert Style.of(terminal, {}).width == width


@given(WORDS)
def test_wrapped_lines_fit_and_keep_every_word(words: list[str]) -> None:
    lines = PLAIN.wrap(" ".join(words), indent="   ").split("\n")
    assert all(len(line) <= 40 and line.startswith("   ") for line in lines)
    assert " ".join(lines).split() == words


@given(WORDS)
def test_marks_take_no_room(words: list[str]) -> None:
    text = " ".join(words)
    marked = PLAIN.wrap(text, [(0, len(words[0]))])
    coloured = Style(40, coloured=True).wrap(text, [(0, len(words[0]))])
    assert marked.replace("*", "") == PLAIN.wrap(text)
    assert coloured.replace("\x1b[1;33m", "").replace("\x1b[0m", "") == PLAIN.wrap(text)
    assert marked.startswith(f"*{words[0]}*")


def test_a_word_longer_than_the_line_stands_alone() -> None:
    assert PLAIN.wrap(f"a {'b' * 50} c").split("\n") == ["a", "b" * 50, "c"]


def test_bold_and_dim_are_plain_where_there_are_no_colours() -> None:
    assert (PLAIN.bold("hanke"), PLAIN.dim("hanke")) == ("hanke", "hanke")
    assert Style(40, coloured=True).bold("hanke") == "\x1b[1mhanke\x1b[0m"


def test_marks_surround_each_run_of_marked_words() -> None:
    assert mark("etsivä työ ja työ", [(0, 6), (7, 10), (14, 17)], "<", ">") == "<etsivä työ> ja <työ>"


@pytest.mark.parametrize(
    "harmful", ["\x1b", "\x9b", "\x07", "\x08", "\r", "\x7f", "\u202e", "\u2066", "\u200f", "\u061c"]
)
def test_characters_that_steer_a_terminal_are_replaced(harmful: str) -> None:
    assert printable(f"a{harmful}b") == "a\ufffdb"


def test_finnish_text_with_its_lines_and_tabs_stays() -> None:
    text = "Äiti – ”työ”\n\t1 200 €; don’t…"
    assert printable(text) == text
