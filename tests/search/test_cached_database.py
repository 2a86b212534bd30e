"""What is kept in the user's cache of files that take long to read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from search.cached_database import CachedDatabase, state_of


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "hankehaku" / "sanat"


def words(state: str, *kept: str, name: str = "sanat") -> CachedDatabase:
    def fill(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE word (text TEXT)")
        connection.executemany("INSERT INTO word VALUES (?)", [(word,) for word in kept])

    return CachedDatabase("sanat", name, state, fill)


def in_order(database: CachedDatabase) -> list[tuple[str]]:
    return database.rows("SELECT text FROM word WHERE text > ? ORDER BY text", "")


def names(cache: Path) -> list[str]:
    return sorted(path.name for path in cache.glob("[!.]*"))


def test_a_state_is_that_of_all_parts_in_their_order() -> None:
    state = state_of("koodi", "yö".encode())
    assert state_of("koodi", "yö") == state
    assert (
        len({state, state_of("koodi"), state_of("yö", "koodi"), state_of("kood", "iyö"), state_of("koodi", "työ")}) == 5
    )


def test_it_is_filled_when_it_is_first_asked_and_never_again(cache: Path) -> None:
    first = words("1", "yö", "työ")
    assert not cache.exists()
    assert in_order(first) == in_order(words("1", "muuta")) == [("työ",), ("yö",)]


def test_it_takes_the_place_of_those_of_its_name_for_other_states(cache: Path) -> None:
    for state, name in (("1", "sanat"), ("1", "termit"), ("2", "sanat")):
        in_order(words(state, name=name))
    assert names(cache) == ["sanat-2.sqlite", "termit-1.sqlite"]


@pytest.mark.parametrize("error", [ValueError("rikki"), sqlite3.OperationalError("levy täynnä")])
def test_one_that_can_not_be_filled_is_not_there_and_not_tried_twice(cache: Path, error: Exception) -> None:
    tried: list[int] = []

    def fill(connection: sqlite3.Connection) -> None:
        tried.append(1)
        connection.execute("CREATE TABLE word (text TEXT)")
        raise error

    with pytest.raises(type(error), match=str(error)):
        CachedDatabase("sanat", "sanat", "1", fill).rows("SELECT 1")
    assert (tried, names(cache)) == ([1], [])
    assert in_order(words("1", "yö")) == [("yö",)]
    assert names(cache) == ["sanat-1.sqlite"]


@pytest.mark.parametrize("damage", [b"", b"\xff" * 5_000])
def test_one_that_was_damaged_is_made_anew_also_while_it_is_open(cache: Path, damage: bytes) -> None:
    database = words("1", "yö")
    for _ in range(2):
        assert in_order(database) == [("yö",)]
        (cache / "sanat-1.sqlite").write_bytes(damage)
    assert in_order(words("1", "yö")) == [("yö",)]


def test_a_cache_that_can_not_be_written_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(OSError, match="file"):
        in_order(words("1"))
