"""The progress of long work, with its rate and the time that is left; shown on a terminal only."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO

from search.language import say

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
    if done < 1 or seconds <= 0:
        return ""
    each = 60 * done / seconds
    rate = f"{each:.0f}" if each >= 10 else say(f"{each:.1f}", f"{each:.1f}".replace(".", ","))
    coming = round(left * seconds / done)
    ahead = f"{coming} s" if coming < 100 else f"{round(coming / 60)} min"
    return say(f" · {rate} a minute · {ahead} left", f" · {rate} minuutissa · jäljellä {ahead}")
