"""Keep a dictionary where one word is found quickly: a file in the user's cache, made from dictd's files.

Reading a whole dictionary takes seconds, finding a word in the file a fraction of a millisecond.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.errors import DictionaryError, Text
from index.program import code_hash
from search.cached_database import CachedDatabase, state_of
from search.dictionary_files import INDEX_SUFFIX, TEXT_SUFFIX, damaged

# What decides what is kept of dictd's files.
_CODE = code_hash(("search.dictionary_store", "search.dictionary_format", "search.dictionary"))


class DictionaryStore:
    """Find entries by their head word, as written in lower case, or by its stem.

    Raises DictionaryError where the dictionary's files are damaged or the cache can't be written.
    """

    def __init__(self, folder: Path, name: str, stem: Callable[[str], str]) -> None:
        """Take the folder of dictd's files, the dictionary's name, and what stems the words of its language."""
        from tantivy import __version__ as tantivy_version  # type: ignore[attr-defined]  # its stubs don't tell

        def fill(connection: sqlite3.Connection) -> None:
            _fill(connection, folder, name, stem)

        try:
            files = [_told(folder / f"{name}{suffix}") for suffix in (INDEX_SUFFIX, TEXT_SUFFIX)]
        except OSError as error:
            raise damaged(folder / name, error) from error
        self._database = CachedDatabase("dictionaries", name, state_of(_CODE, tantivy_version, *files), fill)
        self._unusable: DictionaryError | None = None

    def translations(self, head: str, stem: str) -> list[str]:
        """Return the translations of a head word; where there is none, those of the head words with its stem.

        Those come first that it has in most senses.
        """
        for column, value in (("head", head), ("stem", stem)):
            rows = self._rows(f"SELECT terms FROM entry WHERE {column} = ? ORDER BY rowid", value)  # noqa: S608
            if rows:
                senses = Counter(term for (terms,) in rows for term in terms.split("\n"))
                return [term for term, _ in senses.most_common()]
        return []

    def has_head(self, word: str) -> bool:
        """Tell whether `word`, as written, is a head word."""
        return bool(self._rows("SELECT 1 FROM entry WHERE head = ? LIMIT 1", word))

    def _rows(self, query: str, value: str) -> list[Any]:
        if self._unusable:
            raise self._unusable
        try:
            return self._database.rows(query, value)
        except (OSError, sqlite3.Error) as error:
            # Reading a dictionary takes seconds: it isn't tried again for each word.
            self._unusable = _unwritable(self._database.folder, error)
            raise self._unusable from error


def _told(path: Path) -> str:
    """Return what tells that a file is the same as before: reading all of it would take longer than a search."""
    status = path.stat()
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def _fill(connection: sqlite3.Connection, folder: Path, name: str, stem: Callable[[str], str]) -> None:
    from search.dictionary_format import read_entries

    connection.execute("CREATE TABLE entry (head TEXT NOT NULL, stem TEXT NOT NULL, terms TEXT NOT NULL)")
    heads = ((entry.head.lower(), "\n".join(entry.terms)) for entry in read_entries(folder, name))
    connection.executemany("INSERT INTO entry VALUES (?, ?, ?)", ((head, stem(head), terms) for head, terms in heads))
    connection.execute("CREATE INDEX by_head ON entry (head)")
    connection.execute("CREATE INDEX by_stem ON entry (stem)")


def _unwritable(cache: Path, error: Exception) -> DictionaryError:
    return DictionaryError(
        Text(
            en=f"The dictionaries can't be stored in {cache}: {error}",
            fi=f"Sanakirjoja ei voi tallentaa kansioon {cache}: {error}",
        ),
        Text(
            en="Make room (20 MB) or choose another place: export XDG_CACHE_HOME=/path/to/a/writable/folder",
            fi="Vapauta tilaa (20 Mt) tai valitse toinen paikka: export XDG_CACHE_HOME=/polku/kirjoitettavaan/kansioon",
        ),
    )
