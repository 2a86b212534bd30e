"""Keep a dictionary where one word is found quickly: an SQLite file in the user's cache, made from dictd's files.

Reading a whole dictionary takes seconds, finding a word in the file a fraction of a millisecond.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from index.durable import locked, sync
from index.errors import DictionaryError, Text
from search.dictionary_format import INDEX_SUFFIX, TEXT_SUFFIX, Entry, damaged, read_entries

_LAYOUT = 2  # raise it whenever what is kept, or how it is read from dictd's files, changes
_TABLE = (
    "CREATE TABLE entry (head TEXT NOT NULL, stem TEXT NOT NULL, terms TEXT NOT NULL)",
    "INSERT INTO entry VALUES (?, ?, ?)",
    "CREATE INDEX by_head ON entry (head)",
    "CREATE INDEX by_stem ON entry (stem)",
)


class DictionaryStore:
    """Find entries by their head word, as written in lower case, or by its stem."""

    def __init__(self, path: Path) -> None:
        # A file that is never changed, only replaced, needs no locks.
        self._connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )

    def translations(self, head: str, stem: str) -> list[str]:
        """Return the translations of a head word; where there is none, those of the head words with its stem.

        Those come first that it has in most senses. Raises sqlite3.Error where the file is damaged.
        """
        for column, value in (("head", head), ("stem", stem)):
            query = f"SELECT terms FROM entry WHERE {column} = ? ORDER BY rowid"  # noqa: S608 - a column's name
            rows = self._connection.execute(query, (value,)).fetchall()
            if rows:
                senses = Counter(term for (terms,) in rows for term in terms.split("\n"))
                return [term for term, _ in senses.most_common()]
        return []

    def has_head(self, word: str) -> bool:
        """Tell whether `word`, as written, is a head word. Raises sqlite3.Error where the file is damaged."""
        return self._connection.execute("SELECT 1 FROM entry WHERE head = ?", (word,)).fetchone() is not None

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def stored_dictionary(folder: Path, name: str, stem: Callable[[str], str], *, anew: bool = False) -> DictionaryStore:
    """Return the dictionary `name` of `folder` from the cache, making it first where it isn't there yet.

    It is made again when the files in `folder` have changed, or when `anew` says that what is there is damaged;
    processes that need it at once wait for the first. Raises DictionaryError where the files are damaged or the cache
    can't be written.
    """
    from platformdirs import user_cache_dir

    cache = Path(user_cache_dir("hankehaku")) / "dictionaries"
    try:
        target = cache / f"{name}-{_fingerprint(folder, name)}.sqlite"
        if anew or not target.is_file():
            cache.mkdir(parents=True, exist_ok=True)
            with locked(cache / ".lock"):
                if anew or not target.is_file():
                    _make(read_entries(folder, name), target, stem)
                    _remove_others(target, name)
        return DictionaryStore(target)
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(cache, error) from error


def _fingerprint(folder: Path, name: str) -> str:
    """Name the state of a dictionary's files by their sizes and times, wherever they lie."""
    try:
        states = [(folder / f"{name}{suffix}").stat() for suffix in (INDEX_SUFFIX, TEXT_SUFFIX)]
    except OSError as error:
        raise damaged(folder / name, error) from error
    told = " ".join(f"{state.st_size} {state.st_mtime_ns}" for state in states)
    return hashlib.sha256(f"{_LAYOUT} {told}".encode()).hexdigest()[:12]


def _make(entries: Iterable[Entry], target: Path, stem: Callable[[str], str]) -> None:
    """Write the file beside its place and rename it once it's safely on disk; the caller holds the lock."""
    temporary = target.with_suffix(".tmp")
    temporary.unlink(missing_ok=True)
    create, insert, *indexes = _TABLE
    connection = sqlite3.connect(temporary)
    try:
        with connection:
            connection.execute(create)
            heads = ((entry.head.lower(), "\n".join(entry.terms)) for entry in entries)
            connection.executemany(insert, ((head, stem(head), terms) for head, terms in heads))
            for statement in indexes:
                connection.execute(statement)
    finally:
        connection.close()
    sync(temporary)
    temporary.rename(target)
    sync(target.parent)


def _remove_others(target: Path, name: str) -> None:
    for path in target.parent.glob(f"{name}-*"):
        if path != target:
            path.unlink(missing_ok=True)


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
