"""What became of each injected fault, counted over the whole session."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Literal

from index.errors import HankehakuError

Kind = Literal["answer", "error", "traceback"]
_COLUMNS = ("injected", "right answer", "told error", "seen by deep check alone", "wrong answers", "tracebacks")


@dataclass(frozen=True)
class Outcome:
    """What a user would have met: an answer, an error with its `hint`, or what should never be seen."""

    kind: Kind
    text: str
    hint: str = ""


def outcome_of(call: Callable[[], str]) -> Outcome:
    """Return what a call gave or raised."""
    try:
        return Outcome("answer", call())
    except HankehakuError as error:
        return Outcome("error", error.message.fi, error.hint.fi)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a library's panic is no Exception
        return Outcome("traceback", traceback.format_exc())


@dataclass
class Tally:
    """The counts, by the name of the fault."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def judge(self, fault: str, outcome: Outcome, right: Collection[str], *, told: bool = True) -> None:
        """Count an outcome; fail unless it is a `right` answer or, where one may be `told`, an error with a cure."""
        column = self._column(outcome, right)
        self._add(fault, column)
        assert column in ("right answer", "told error"), f"{fault}: {outcome}"
        assert told or column == "right answer", f"{fault}: {outcome}"
        if outcome.kind == "error":
            assert outcome.text, fault
            assert outcome.hint, f"{fault}: {outcome}"

    def judge_unseen(self, fault: str, outcome: Outcome, right: Collection[str]) -> None:
        """Count an outcome of damage that keeps all sizes: the answer may change, but there is no traceback."""
        column = self._column(outcome, right)
        self._add(fault, "seen by deep check alone" if column == "wrong answers" else column)
        assert column != "tracebacks", f"{fault}: {outcome.text}"

    def survived(self, fault: str, times: int = 1) -> None:
        """Count faults after which a test found what it should."""
        for _ in range(times):
            self._add(fault, "right answer")

    def lines(self) -> Iterator[str]:
        """Yield the table."""
        width = max(map(len, self.counts), default=0)
        yield " ".join((" " * width, *_COLUMNS))
        for fault, counts in (*self.counts.items(), ("all", sum(self.counts.values(), Counter[str]()))):
            yield " ".join((fault.ljust(width), *(str(counts[one]).rjust(len(one)) for one in _COLUMNS)))

    def _column(self, outcome: Outcome, right: Collection[str]) -> str:
        if outcome.kind == "answer":
            return "right answer" if outcome.text in right else "wrong answers"
        return "told error" if outcome.kind == "error" else "tracebacks"

    def _add(self, fault: str, column: str) -> None:
        self.counts.setdefault(fault, Counter()).update(("injected", column))


TALLY = Tally()
