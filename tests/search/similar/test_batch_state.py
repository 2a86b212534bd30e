"""What a batch keeps survives being killed at any moment, and is for its owner alone."""

from __future__ import annotations

import itertools
import os
import time
from pathlib import Path

import pytest

from index.errors import HankehakuError
from search.similar.batch_state import BatchState

VALUES = {"ensimmäinen": {"nimi": "Rantaraitti"}, "toinen": ["jäätelö", 2]}


def filled(folder: Path) -> Path:
    """Return the state file of VALUES."""
    with BatchState(folder, "erä") as state:
        for key, value in VALUES.items():
            state.put(key, value)
    return folder / "erä.jsonl"


def test_what_was_put_is_there_the_next_time(tmp_path: Path) -> None:
    filled(tmp_path)
    with BatchState(tmp_path, "erä") as state:
        assert state.get("ensimmäinen") == {"nimi": "Rantaraitti"}
        assert state.get("toinen") == ["jäätelö", 2]
        assert "kolmas" not in state
        assert state.get("kolmas") is None


def test_a_line_that_was_cut_short_is_ignored_and_written_over(tmp_path: Path) -> None:
    file = filled(tmp_path)
    whole = file.read_bytes()
    first = whole.index(b"\n") + 1
    for end in range(first, len(whole)):
        file.write_bytes(whole[:end])
        with BatchState(tmp_path, "erä") as state:
            assert "ensimmäinen" in state
            assert "toinen" not in state
            state.put("toinen", ["jäätelö", 2])
        assert file.read_bytes() == whole


def test_a_line_that_was_damaged_is_no_value_and_the_others_are(tmp_path: Path) -> None:
    file = filled(tmp_path)
    whole = file.read_bytes()
    first = whole.index(b"\n") + 1
    for at, bit in itertools.product(range(len(whole)), range(8)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
        with BatchState(tmp_path, "erä") as state:
            assert ("ensimmäinen" in state, "toinen" in state) == (at >= first, at < first - 1)
            state.put("ensimmäinen", VALUES["ensimmäinen"])
            state.put("toinen", VALUES["toinen"])
        with BatchState(tmp_path, "erä") as state:
            assert {key: state.get(key) for key in VALUES} == VALUES


def test_a_file_cut_anywhere_keeps_its_whole_lines(tmp_path: Path) -> None:
    file = filled(tmp_path)
    whole = file.read_bytes()
    first = whole.index(b"\n") + 1
    for end in range(len(whole)):
        file.write_bytes(whole[:end])
        with BatchState(tmp_path, "erä") as state:
            assert ("ensimmäinen" in state, "toinen" in state) == (end >= first, False)
        assert file.read_bytes() == whole[: first if end >= first else 0]


def test_it_tells_what_an_earlier_run_put_there(tmp_path: Path) -> None:
    filled(tmp_path)
    with BatchState(tmp_path, "erä") as state:
        state.put("kolmas", 3)
        assert "kolmas" in state
        assert state.earlier == set(VALUES)


def test_what_a_power_cut_left_behind_is_no_value(tmp_path: Path) -> None:
    file = filled(tmp_path)
    with file.open("ab") as stream:
        stream.write(b"\0" * 40 + b"\n" + b'["ei", "avainta"]\n')
    with BatchState(tmp_path, "erä") as state:
        assert "toinen" in state
    assert b"\0" not in file.read_bytes()


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    file = filled(tmp_path / "tila")
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_a_second_run_of_the_same_is_refused_with_the_cure(tmp_path: Path) -> None:
    with BatchState(tmp_path, "erä"), pytest.raises(HankehakuError) as refused, BatchState(tmp_path, "erä"):
        pass
    assert refused.value.message.fi == "Sama vertailu on jo käynnissä."
    assert "keskeytä" in refused.value.hint.fi


def test_what_was_left_long_ago_is_forgotten(tmp_path: Path) -> None:
    old = filled(tmp_path)
    month = time.time() - 31 * 24 * 3600
    os.utime(old, (month, month))
    with BatchState(tmp_path, "uusi"):
        assert not old.exists()
