"""Tell clearly of a disk that is full and a folder that can't be written."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.damage import missing_index, move_command
from index.errors import StorageError, Text
from index.layout import CURRENT, HOLDER, pointed_name

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NO_FOLDER = frozenset({errno.EEXIST, errno.ENOTDIR})
_NO_PATH = frozenset({errno.ELOOP, errno.ENAMETOOLONG})
# What a build replaces in the index folder itself: a folder of that name isn't its own.
_FILES = (CURRENT, HOLDER)
# SQLite, tantivy, FAISS and NumPy ("10 requested and 0 written") have errors of their own for what the system told.
_TOLD_FULL = ("disk is full", "no space left", "disk i/o error", "quota exceeded", "file too large", "requested and")


@contextmanager
def writing_to(index: Path) -> Iterator[None]:
    """Raise StorageError for whatever tells, during the block, that `index` has no room, no permission or is no folder.

    So it does for a folder whose path is no text: not all libraries take its bytes. The error tells which generation
    is in use.
    """
    import sqlite3

    before = None
    try:
        str(index).encode()
        for name in _FILES:
            if (index / name).is_dir():
                raise _in_the_way(index / name)
        before = pointed_name(index)
        yield
    except (OSError, sqlite3.OperationalError, ValueError, RuntimeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        if number in _FULL or any(words in str(error).casefold() for words in _TOLD_FULL):
            raise _full(index, _in_use(index, before)) from error
        if number in _FORBIDDEN and isinstance(error, OSError) and _lies_in(error.filename, index):
            raise _forbidden(error, _in_use(index, before)) from error
        if number in _NO_FOLDER and isinstance(error, OSError) and _lies_in(error.filename, index):
            raise _unfit(error.filename, "it is no folder", "se ei ole kansio") from error
        if number in _NO_PATH and isinstance(error, OSError) and _lies_in(error.filename, index):
            raise _unfit(error.filename, str(error.strerror), str(error.strerror)) from error
        if isinstance(error, UnicodeEncodeError) and error.object == str(index):
            raise _unfit(ascii(str(index)), "its name is no text", "sen nimi ei ole tekstiä") from error
        if "\0" in str(index):
            raise _unfit(ascii(str(index)), "its name has a zero byte", "sen nimessä on nollatavu") from error
        raise


@contextmanager
def reading_from(index: Path) -> Iterator[None]:
    """Raise IndexMissingError or StorageError for whatever tells, during the block, that `index` can't be read."""
    try:
        yield
    except ValueError as error:
        if "\0" not in str(index):
            raise
        raise missing_index(index) from error
    except OSError as error:
        if error.errno in _NO_PATH:
            raise missing_index(index) from error
        raise _not_read(error.filename or index, error) from error


def _lies_in(name: object, index: Path) -> bool:
    return isinstance(name, str) and (Path(name) == index or index in Path(name).parents or Path(name) in index.parents)


def _in_use(index: Path, before: str | None) -> Text:
    """Say what the index is when writing has failed: a build changes it at its very end alone."""
    now = pointed_name(index)
    if now == before or now is None:
        return Text("The index that was there is as it was.", "Aiempi hakemisto on ennallaan.")
    return Text(
        en=f"{now} is whole and in use; but older ones weren't swept, and a power cut now could undo the change.",
        fi=f"{now} on ehjä ja käytössä, mutta vanhempia ei siivottu, ja sähkökatko voisi nyt vielä perua muutoksen.",
    )


def _full(index: Path, in_use: Text) -> StorageError:
    import shutil

    left = 0
    with suppress(OSError):
        left = shutil.disk_usage(index).free // 1_000_000
    return StorageError(
        Text(
            en=f"The disk of {index} is full ({left} MB left). {in_use.en}",
            fi=f"Levy, jolla {index} on, on täynnä (vapaana {left} Mt). {in_use.fi}",
        ),
        Text(
            en="Make room and run the build again: it goes on where it was. Or choose another folder with --index.",
            fi="Vapauta tilaa ja aja rakennus uudelleen: se jatkaa siitä, mihin jäi. "
            "Tai valitse toinen kansio valinnalla --index.",
        ),
    )


def _not_read(path: object, error: OSError) -> StorageError:
    return StorageError(
        Text(en=f"{path} can't be read: {error.strerror}.", fi=f"Polkua {path} ei voi lukea: {error.strerror}."),
        Text(
            en=f"Give yourself the right to read it (chmod -R u+rX '{path}'), or check the disk.",
            fi=f"Anna itsellesi lukuoikeus (chmod -R u+rX '{path}') tai tarkista levy.",
        ),
    )


def _unfit(path: str, en: str, fi: str) -> StorageError:
    return StorageError(
        Text(en=f"No index fits into {path}: {en}.", fi=f"Hakemisto ei mahdu polkuun {path}: {fi}."),
        Text(en="Choose another folder with --index.", fi="Valitse toinen kansio valinnalla --index."),
    )


def _in_the_way(folder: Path) -> StorageError:
    move = move_command(folder)
    return StorageError(
        Text(
            en=f"{folder} is a folder, and an index has a file there.",
            fi=f"{folder} on kansio, vaikka hakemistossa on siinä tiedosto.",
        ),
        Text(
            en=f"Move it away: {move} Or choose another folder with --index.",
            fi=f"Siirrä se pois: {move} Tai valitse toinen kansio valinnalla --index.",
        ),
    )


def _forbidden(error: OSError, in_use: Text) -> StorageError:
    folder = Path(error.filename).parent
    return StorageError(
        Text(
            en=f"{error.filename} can't be written: {error.strerror}. {in_use.en}",
            fi=f"Polkuun {error.filename} ei voi kirjoittaa: {error.strerror}. {in_use.fi}",
        ),
        Text(
            en=f"Give yourself the right to write there (chmod u+w '{folder}'), or choose another folder with --index.",
            fi=f"Anna itsellesi kirjoitusoikeus (chmod u+w '{folder}') tai valitse toinen kansio valinnalla --index.",
        ),
    )
