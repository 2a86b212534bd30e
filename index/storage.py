"""Tell clearly of a disk that is full and a folder that can't be written."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import StorageError, Text

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NO_FOLDER = frozenset({errno.EEXIST, errno.ENOTDIR})
# SQLite, tantivy, FAISS and NumPy ("10 requested and 0 written") have errors of their own for what the system told.
_TOLD_FULL = ("disk is full", "no space left", "disk i/o error", "quota exceeded", "file too large", "requested and")


@contextmanager
def writing_to(index: Path) -> Iterator[None]:
    """Raise StorageError for whatever tells, during the block, that `index` has no room, no permission or is no folder.

    So it does for a folder whose path is no text: not all libraries take its bytes.
    """
    try:
        str(index).encode()
        yield
    except (OSError, sqlite3.OperationalError, ValueError, RuntimeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        if number in _FULL or any(words in str(error).casefold() for words in _TOLD_FULL):
            raise _full(index) from error
        if number in _FORBIDDEN and isinstance(error, OSError) and _lies_in(error.filename, index):
            raise _forbidden(error) from error
        if number in _NO_FOLDER and isinstance(error, OSError) and _lies_in(error.filename, index):
            raise _unfit(error.filename, "it is no folder", "se ei ole kansio") from error
        if isinstance(error, UnicodeEncodeError) and error.object == str(index):
            raise _unfit(ascii(str(index)), "its name is no text", "sen nimi ei ole tekstiä") from error
        raise


def _lies_in(name: object, index: Path) -> bool:
    return isinstance(name, str) and (Path(name) == index or index in Path(name).parents or Path(name) in index.parents)


def _full(index: Path) -> StorageError:
    left = 0
    with suppress(OSError):
        left = shutil.disk_usage(index).free // 1_000_000
    return StorageError(
        Text(
            en=f"The disk of {index} is full ({left} MB left). The index that was there is as it was.",
            fi=f"Levy, jolla {index} on, on täynnä (vapaana {left} Mt). Aiempi hakemisto on ennallaan.",
        ),
        Text(
            en="Make room and run the build again: it goes on where it was. Or choose another folder with --index.",
            fi="Vapauta tilaa ja aja rakennus uudelleen: se jatkaa siitä, mihin jäi. "
            "Tai valitse toinen kansio valinnalla --index.",
        ),
    )


def _unfit(path: str, en: str, fi: str) -> StorageError:
    return StorageError(
        Text(en=f"No index fits into {path}: {en}.", fi=f"Hakemisto ei mahdu polkuun {path}: {fi}."),
        Text(en="Choose another folder with --index.", fi="Valitse toinen kansio valinnalla --index."),
    )


def _forbidden(error: OSError) -> StorageError:
    folder = Path(error.filename).parent
    return StorageError(
        Text(
            en=f"{error.filename} can't be written: {error.strerror}. The index that was there is as it was.",
            fi=f"Polkuun {error.filename} ei voi kirjoittaa: {error.strerror}. Aiempi hakemisto on ennallaan.",
        ),
        Text(
            en=f"Give yourself the right to write there (chmod u+w '{folder}'), or choose another folder with --index.",
            fi=f"Anna itsellesi kirjoitusoikeus (chmod u+w '{folder}') tai valitse toinen kansio valinnalla --index.",
        ),
    )
