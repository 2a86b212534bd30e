"""The tiny collection, the processes that may die, and the table of what became of the faults."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.reliability.tally import TALLY
from tests.reliability.workers import Workers
from tests.reliability.world import World, use_stand_in


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The collection in two versions, with the stand-in model in place."""
    with pytest.MonkeyPatch.context() as patch:
        use_stand_in(patch)
        yield World.set_up(tmp_path_factory.mktemp("luotettavuus"))


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """Processes that may be killed."""
    with Workers() as started:
        yield started


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if TALLY.counts:
        terminalreporter.section("faults")
        for line in TALLY.lines():
            terminalreporter.write_line(line)
