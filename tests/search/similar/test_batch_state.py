"""What a batch keeps survives being killed at any moment, and is for its owner alone."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from index.errors import HankehakuError
from search.similar.batch_state import BatchState


def filled(folder: Path) -> Path:
    """Return a state file of two values."""
    with BatchState(folder, "erä") as state:
        state.put("ensimmäinen", {"nimi": "Rantaraitti"})
        state.put("toinen", ["jäätelö", 2])
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
