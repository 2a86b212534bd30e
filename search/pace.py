"""The progress of long work, with its rate and the time that is left; shown on a terminal only."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO

from search.language import say

_TOO_SOON = 1.0  # second: before, a rate says nothing
_QUICK = 5.0  # a second: what is quicker is told by the second

Shows = Callable[[str, int, int, int], None]


@contextmanager
def shown_pace(
    stream: IO[str], names: Mapping[str, str], clock: Callable[[], float] = time.monotonic
) -> Iterator[Shows]:
    """Yield what shows a stage, how much of how much is done, and how much of that an earlier run had done.

    `names` are the stages in the user's language.
    """
    began: dict[str, float] = {}
    start = clock()

    def show(stage: str, done: int, total: int, taken_over: int) -> None:
        first = began.setdefault(stage, start if not began else clock())
        if stream.isatty():
            rate = _rate(done - taken_over, total - done, clock() - first)
            stream.write(f"\r\x1b[K{names[stage]} {done}/{total}{rate}")
            stream.flush()

    try:
        yield show
    finally:
        if stream.isatty():
            stream.write("\r\x1b[K")
            stream.flush()


def _rate(done: int, left: int, seconds: float) -> str:
    if done < 1 or seconds < _TOO_SOON:
        return ""
    each = done / seconds
    if each >= _QUICK:
        rate = say(f"{_number(each)} a second", f"{_number(each)} sekunnissa")
    else:
        rate = say(f"{_number(60 * each)} a minute", f"{_number(60 * each)} minuutissa")
    ahead = _time(left / each)
    return say(f" · {rate} · {ahead} left", f" · {rate} · jäljellä {ahead}")


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else say(f"{value:.1f}", f"{value:.1f}".replace(".", ","))


def _time(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
