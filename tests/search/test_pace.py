"""Progress tells the rate and the time that is left, on a terminal alone."""

from __future__ import annotations

import io

import pytest

from search.pace import shown_pace


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, *steps: tuple[float, int, int, int]) -> list[str]:
    """Return what was shown at each step: seconds since the start, done, total and taken over."""
    now = [0.0]
    with shown_pace(stream, {"index": "Verrataan"}, lambda: now[0]) as show:
        for seconds, done, total, taken_over in steps:
            now[0] = seconds
            show("index", done, total, taken_over)
    return stream.getvalue().split("\r\x1b[K")


def test_what_an_earlier_run_did_counts_in_no_rate() -> None:
    assert shown(Terminal(), (1, 100, 300, 100), (31, 110, 300, 100), (121, 300, 300, 100)) == [
        "",
        "Verrataan 100/300",
        "Verrataan 110/300 · 19 a minute · 10 min left",
        "Verrataan 300/300 · 99 a minute · 0 s left",
        "",
    ]


def test_in_finnish_the_rate_has_a_comma(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANKEHAKU_LANG", "fi")
    assert shown(Terminal(), (25, 2, 5, 0))[1] == "Verrataan 2/5 · 4,8 minuutissa · jäljellä 38 s"


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ((0.5, 100, 200, 0), ""),
        ((10, 100, 4_100, 0), " · 10 a second · 7 min left"),
        ((10, 63, 1_000_000, 0), " · 6.3 a second · 44 h 5 min left"),
    ],
    ids=["too soon to tell", "quick", "long"],
)
def test_a_rate_is_told_in_the_unit_that_suits_it(step: tuple[float, int, int, int], expected: str) -> None:
    assert shown(Terminal(), step)[1] == f"Verrataan {step[1]}/{step[2]}{expected}"


def test_nothing_is_shown_where_there_is_no_terminal() -> None:
    assert shown(io.StringIO(), (1, 1, 2, 0)) == [""]
