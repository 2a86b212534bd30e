"""What is kept beside the current generation, who is reading it, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import DamagedIndexError, IndexLockedError, IndexMissingError
from index.generation import CURRENT, current_generation, kept_generations
from index.lock import locked
from index.manifest import MANIFEST
from index.publishing import roll_back
from tests.index.test_generation import build, published


def flip(path: Path, at: int = 0) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0x01
    path.write_bytes(content)


def test_a_generation_that_is_being_read_is_kept_until_nobody_reads_it(tmp_path: Path) -> None:
    build(tmp_path, "luettava")
    reading = current_generation(tmp_path)
    for content in ("uusi", "uudempi", "uusin"):
        build(tmp_path, content)
    assert (reading.path / "osa" / "sanat.idx").read_text(encoding="utf-8") == "luettava"
    assert published(tmp_path) == ["gen-000001", "gen-000003", "gen-000004"]
    del reading
    build(tmp_path)
    assert published(tmp_path) == ["gen-000004", "gen-000005"]


def test_the_generation_before_is_kept_and_not_one_that_never_was_in_use(tmp_path: Path) -> None:
    build(tmp_path)
    pointer = (tmp_path / CURRENT).read_bytes()
    build(tmp_path)
    (tmp_path / CURRENT).write_bytes(pointer)  # as if the second build had been broken off just before the end
    assert build(tmp_path).path.name == "gen-000003"
    assert published(tmp_path) == ["gen-000001", "gen-000003"]


def test_a_damaged_generation_is_not_kept_as_the_way_back(tmp_path: Path) -> None:
    build(tmp_path)
    (build(tmp_path).path / "luettelo").unlink()
    build(tmp_path)
    assert published(tmp_path) == ["gen-000001", "gen-000003"]


def test_generations_are_counted_on_beyond_six_digits(tmp_path: Path) -> None:
    build(tmp_path).path.rename(tmp_path / "gen-999999")
    assert [build(tmp_path).path.name for _ in range(2)] == ["gen-1000000", "gen-1000001"]
    assert current_generation(tmp_path).path.name == "gen-1000001"


def test_the_lock_leaves_nothing_behind(tmp_path: Path) -> None:
    build(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [CURRENT, "gen-000001"]


def test_a_rollback_makes_the_generation_before_current_and_another_one_returns(tmp_path: Path) -> None:
    old, new = build(tmp_path, "vanha"), build(tmp_path, "uusi")
    assert roll_back(tmp_path) == old == current_generation(tmp_path)
    assert [(one.path.name, one.current) for one in kept_generations(tmp_path)] == [
        ("gen-000002", False),
        ("gen-000001", True),
    ]
    assert roll_back(tmp_path) == new == current_generation(tmp_path)


def test_a_build_after_a_rollback_keeps_what_was_gone_back_to(tmp_path: Path) -> None:
    build(tmp_path)
    build(tmp_path)
    roll_back(tmp_path)
    build(tmp_path)
    assert published(tmp_path) == ["gen-000001", "gen-000003"]


@pytest.mark.parametrize("damaged", ["luettelo", MANIFEST, "../CURRENT"])
def test_a_damaged_index_offers_the_way_back_which_works(tmp_path: Path, damaged: str) -> None:
    build(tmp_path, "vanha")
    path = build(tmp_path, "uusi").path / damaged
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedIndexError) as caught:
        current_generation(tmp_path)
    assert f"hankehaku palauta --index {tmp_path}" in caught.value.hint.fi
    assert f"hankehaku build '/hankkeet ä' --index {tmp_path}" in caught.value.hint.en
    roll_back(tmp_path)
    assert current_generation(tmp_path).manifest.documents == 1


def test_nothing_is_gone_back_to_that_is_not_whole_to_the_last_byte(tmp_path: Path) -> None:
    flip(build(tmp_path).path / "luettelo")
    new = build(tmp_path)
    with pytest.raises(DamagedIndexError) as caught:
        roll_back(tmp_path)
    assert f"hankehaku rakenna '/hankkeet ä' --index {tmp_path}" in caught.value.hint.fi
    assert current_generation(tmp_path) == new


def test_where_there_is_no_index_there_is_no_way_back(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        roll_back(tmp_path)


def test_a_damaged_only_generation_has_no_way_back_but_a_build(tmp_path: Path) -> None:
    (build(tmp_path).path / "luettelo").unlink()
    with pytest.raises(DamagedIndexError) as caught:
        current_generation(tmp_path)
    assert "palauta" not in caught.value.hint.fi
    assert f"hankehaku rakenna '/hankkeet ä' --index {tmp_path}" in caught.value.hint.fi


def test_during_a_build_nothing_is_rolled_back(tmp_path: Path) -> None:
    build(tmp_path)
    build(tmp_path)
    with locked(tmp_path), pytest.raises(IndexLockedError):
        roll_back(tmp_path)
