"""Keep what takes long to read where one thing of it is found quickly: SQLite files in the user's cache."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from index.durable import locked, sync

Fill = Callable[[sqlite3.Connection], None]


def state_of(*parts: str | bytes) -> str:
    """Name the state of what a database is made of and made by: of all that `parts` tell of it."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8) + content)
    return digest.hexdigest()[:12]


class CachedDatabase:
    """The database of `name` in a folder of the cache, for one state of what it is made of.

    It is made by `fill` when it is first asked and isn't there yet; processes that need it at once wait for the first.
    Databases of the same name for other states are removed then.
    """

    def __init__(self, folder: str, name: str, state: str, fill: Fill) -> None:
        from platformdirs import user_cache_dir

        self.folder = Path(user_cache_dir("hankehaku")) / folder
        self._name, self._fill = name, fill
        self._path = self.folder / f"{name}-{state}.sqlite"
        self._connection: sqlite3.Connection | None = None

    def rows(self, query: str, *values: str | int) -> list[Any]:
        """Return the rows that `query` finds for `values`; a file that is damaged is made anew.

        Raises OSError or sqlite3.Error where the cache can't be written, and whatever `fill` raises.
        """
        try:
            return self._opened().execute(query, values).fetchall()
        except sqlite3.Error:
            if self._connection is None:  # it couldn't be made, and can't be a second time
                raise
            self._connection.close()
            return self._opened(anew=True).execute(query, values).fetchall()

    def _opened(self, *, anew: bool = False) -> sqlite3.Connection:
        if self._connection is None or anew:
            if anew or not self._path.is_file():
                self._make(anew=anew)
            # A file that is never changed, only replaced, needs no locks.
            self._connection = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
        return self._connection

    def _make(self, *, anew: bool) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with locked(self.folder / ".lock"):
            if anew or not self._path.is_file():
                self._write()
                for path in self.folder.glob(f"{self._name}-*"):
                    if path != self._path:
                        path.unlink(missing_ok=True)

    def _write(self) -> None:
        """Write the file beside its place and rename it once it's safely on disk; the caller holds the lock."""
        temporary = self._path.with_suffix(".tmp")
        temporary.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(temporary)) as connection:
                connection.execute("PRAGMA journal_mode = OFF")  # nobody ever sees half of it
                with connection:
                    self._fill(connection)
            sync(temporary)
            temporary.rename(self._path)
            sync(self.folder)
        finally:
            temporary.unlink(missing_ok=True)
