"""The fuzzer has a file of every kind to mutate, and tells what became of the mutants."""

from __future__ import annotations

import pytest

from index.readers import READERS
from index.readers.problems import Problem
from index.readers.tables import SUFFIXES as TABLES
from index.readers.worker import EXTRACTORS
from scripts.fuzzing import SEEDS, fuzz, main

# Refused by their suffix, and the same reader as another's.
OLD, ALIKE = {".doc", ".xls"}, {".docm": ".docx", ".htm": ".html", ".xlsm": ".xlsx", ".tsv": ".csv"}


def test_every_reader_is_fuzzed() -> None:
    assert {*READERS, *TABLES} == {*SEEDS, *ALIKE, *OLD}
    assert all(EXTRACTORS.get(one) == EXTRACTORS.get(other) for one, other in ALIKE.items())


@pytest.mark.parametrize("suffix", sorted(SEEDS))
def test_no_mutant_crashes_a_reader(suffix: str) -> None:
    tally = fuzz(suffix, 25, seed=7)
    assert tally.inputs == tally.outcomes.total() == 25
    assert (tally.outcomes[Problem.CRASHED], tally.hangs) == (0, 0)


def test_the_table_has_a_line_for_the_reader_that_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--reader", ".csv", "--inputs", "3"])
    header, line = capsys.readouterr().out.splitlines()
    assert header.startswith("reader")
    assert line.split()[:3] == [".csv", "3", "0"]
