"""Keep the vocabulary where those of its terms are found quickly that a query may have: by what their words begin with.

Reading the vocabulary takes some .2 s, asking the file in the user's cache that is made of it a millisecond. Where the
cache can't be written, it is read each time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.keyword_query import EXACT
from index.limits import LARGEST_VOCABULARY
from index.model import Token
from index.program import code_hash
from index.small_files import read_small
from search.cached_database import CachedDatabase, state_of

if TYPE_CHECKING:
    from search.synonym_groups import Group

# What decides what is kept of the vocabulary.
_CODE = code_hash(("search.synonym_store", "search.synonym_groups"))
_TERMS_WITH = """
    SELECT number, language, text FROM term JOIN
    (SELECT term, count(*) AS found FROM word WHERE key IN (SELECT value FROM json_each(?)) GROUP BY term)
    ON term = id WHERE found >= needed ORDER BY id
"""
_GROUP = "SELECT language, text FROM term WHERE number = ? ORDER BY id"


class SynonymStore:
    """The terms of a vocabulary by the keys of their words, and its groups by their numbers."""

    def __init__(self, read: Callable[[], Iterable[Group]], state: str | None = None) -> None:
        """Take what reads the groups, and the name of the file in the cache that keeps them; None for none."""
        self._fill = partial(_fill, read)
        self._cached = CachedDatabase("vocabulary", "synonyms", state, self._fill) if state else None

    @classmethod
    def open(cls, path: Path) -> SynonymStore:
        """Open the store of the vocabulary at `path`.

        Where it must be read first, what asks the store raises SettingsError for an unusable one.
        """

        def read() -> list[Group]:
            from search.synonym_groups import read_groups

            return read_groups(path)

        try:
            state = state_of(_CODE, read_small(path, LARGEST_VOCABULARY))
        except (OSError, ValueError):
            state = None  # reading it tells why
        return cls(read, state)

    def terms_with(self, keys: Iterable[str]) -> list[tuple[int, str, str]]:
        """Return the terms that a query whose words have `keys` may hold: number of the group, language and text.

        Such a term shares the key of its one word or of two of its words; a term of several has two of content at
        least.
        """
        return self._rows(_TERMS_WITH, json.dumps(list(keys)))

    def group(self, number: int) -> Group:
        """Return a group by its number."""
        return tuple(self._rows(_GROUP, number))

    def _rows(self, query: str, value: str | int) -> list[Any]:
        if self._cached:
            try:
                return self._cached.rows(query, value)
            except (OSError, sqlite3.Error):
                self._cached = None
        return self._in_memory.execute(query, (value,)).fetchall()

    @cached_property
    def _in_memory(self) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._fill(connection)
        return connection


def term_key(language: str, word: str) -> str:
    """Return what a term's word has in common with any form of it: in Finnish its beginning, up to four letters."""
    return word[: min(4, max(2, len(word) // 2))] if language == "fi" else EXACT + word.removesuffix("s")


def query_keys(token: Token) -> set[str]:
    """Return the keys of the terms' words that a query's word may be a form of."""
    starts = {word[:length] for word in (token.text, *token.lemmas) for length in (2, 3, 4)}
    return starts | {EXACT + token.text.removesuffix("s")}


def _fill(read: Callable[[], Iterable[Group]], connection: sqlite3.Connection) -> None:
    terms = [(number, language, text) for number, group in enumerate(read()) for language, text in group]
    keys = [[term_key(language, word) for word in text.lower().replace(",", "").split()] for _, language, text in terms]
    rows = ((at, *term, min(2, len(own))) for at, (term, own) in enumerate(zip(terms, keys, strict=True)))
    connection.execute(
        "CREATE TABLE term (id INTEGER PRIMARY KEY, number INTEGER, language TEXT, text TEXT, needed INTEGER)"
    )
    connection.executemany("INSERT INTO term VALUES (?, ?, ?, ?, ?)", rows)
    connection.execute("CREATE INDEX by_group ON term (number)")
    connection.execute("CREATE TABLE word (key TEXT, term INTEGER)")
    connection.executemany("INSERT INTO word VALUES (?, ?)", ((key, at) for at, own in enumerate(keys) for key in own))
    connection.execute("CREATE INDEX by_key ON word (key, term)")
