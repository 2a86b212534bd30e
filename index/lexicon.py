"""What the analyser says of each word form of an index, kept beside it.

Voikko takes some 50 µs for a form. The words of the passages that a search shows, a thousand or two, took longer in a
new process than finding the passages; read from here they take a few milliseconds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from index.damage import damaged_file
from index.finnish import as_stored, not_recalled, recall, words_of

LEXICON_FILE = "lexicon.sqlite"
# SQLite allows at most 32 766 variables in one statement; this stays well below on every build of it.
_VARIABLES = 900
# A large collection has millions of word forms: beyond so many they are on disk.
_FORMS_IN_MEMORY = 200_000


class LexiconWriter:
    """Write what the analyser says of lower-case word forms into `folder`; `close` it to finish.

    What the lexicon of the folder `earlier` knows, which the same analyser made, isn't analysed again.
    """

    def __init__(self, folder: Path, earlier: Path | None = None) -> None:
        self._earlier = earlier / LEXICON_FILE if earlier else None
        self._forms: set[str] = set()
        self._db = sqlite3.connect(folder / LEXICON_FILE)
        # The whole generation is synced when it is published, and a broken-off build is thrown away.
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("CREATE TABLE forms (form TEXT PRIMARY KEY, word TEXT NOT NULL) STRICT, WITHOUT ROWID")
        self._db.execute("CREATE TEMP TABLE wanted (form TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")

    def add(self, forms: Iterable[str]) -> None:
        """Take word forms, each as often as one likes."""
        self._forms.update(forms)
        if len(self._forms) > _FORMS_IN_MEMORY:
            self._put_down()

    def close(self) -> None:
        """Write all that was added to disk."""
        self._put_down()
        db = self._db
        if self._earlier and self._earlier.exists():
            db.execute("ATTACH ? AS earlier", (str(self._earlier),))
            db.execute("INSERT INTO main.forms SELECT form, word FROM earlier.forms WHERE form IN wanted")
        new = db.execute("SELECT form FROM wanted WHERE form NOT IN (SELECT form FROM main.forms)")
        while rows := new.fetchmany(_FORMS_IN_MEMORY):
            db.executemany("INSERT INTO main.forms VALUES (?, ?)", ((form, as_stored(form)) for (form,) in rows))
        db.commit()
        db.close()

    def _put_down(self) -> None:
        self._db.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((form,) for form in sorted(self._forms)))
        self._db.commit()
        self._forms.clear()


def recall_words(folder: Path, texts: Iterable[str]) -> None:
    """Spare the analyser the words of `texts`, as far as they stand in the lexicon of `folder`, if it has one.

    Raises DamagedIndexError.
    """
    path = folder / LEXICON_FILE
    if not path.exists():
        return
    forms = sorted(not_recalled(set().union(*(words_of(text).forms for text in texts))))
    if not forms:
        return
    try:
        # immutable: a published generation never changes, so no lock file is needed beside it.
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            for at in range(0, len(forms), _VARIABLES):
                part = forms[at : at + _VARIABLES]
                places = ",".join("?" * len(part))
                rows = db.execute(f"SELECT form, word FROM forms WHERE form IN ({places})", part)  # noqa: S608
                recall(rows.fetchall())
        finally:
            db.close()
    except (sqlite3.DatabaseError, ValueError, TypeError) as error:
        raise damaged_file(path, error) from error
