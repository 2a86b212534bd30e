"""Open files: only ordinary ones, of a size that can be read, and tell plainly why another can't be."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from index.errors import Text, UnreadableDocumentError


def read_bytes(path: Path, largest: int) -> bytes:
    """Return the content of the file at `path`.

    Raises UnreadableDocumentError for what doesn't exist, can't be opened, is no ordinary file (a folder, a pipe) or
    has more than `largest` bytes.
    """
    check_file(path, largest)
    try:
        return path.read_bytes()
    except OSError as error:
        raise not_readable(path, error) from error


def status_of(path: Path) -> os.stat_result:
    """Return what the system tells of a path. Raises UnreadableDocumentError where it leads nowhere."""
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise missing(path) from None
    except OSError as error:
        raise not_readable(path, error) from error


def check_file(path: Path, largest: int) -> None:
    """Raise UnreadableDocumentError for a path that `read_bytes` doesn't take, without opening it."""
    status = status_of(path)
    size = status.st_size
    if S_ISDIR(status.st_mode):
        raise UnreadableDocumentError(
            Text(f"{path} is a folder, not a document.", f"{path} on kansio eikä asiakirja."),
            Text("Name the documents in it.", "Nimeä siinä olevat asiakirjat."),
        )
    if not S_ISREG(status.st_mode):
        raise UnreadableDocumentError(
            Text(f"{path} is not an ordinary file.", f"{path} ei ole tavallinen tiedosto."),
            Text("Save the document in a file.", "Tallenna asiakirja tiedostoon."),
        )
    if size > largest:
        megabytes, limit = size / 1e6, largest // 1_000_000
        raise UnreadableDocumentError(
            Text(
                f"{path} is too large: {megabytes:.1f} MB, at most {limit} MB are read.",
                f"{path} on liian suuri: {megabytes:.1f} Mt, enintään {limit} Mt luetaan.",
            ),
            Text(
                "Split the file into one file for each project.",
                "Jaa tiedosto: kukin hanke omaan tiedostoonsa.",
            ),
        )


def missing(path: Path) -> UnreadableDocumentError:
    """Return the error for a path that leads nowhere."""
    return UnreadableDocumentError(
        Text(f"{path} does not exist.", f"Polkua {path} ei ole."),
        Text("Check the spelling of the path.", "Tarkista polun kirjoitusasu."),
    )


def not_readable(path: Path, error: OSError) -> UnreadableDocumentError:
    """Return the error for a file or a folder that can't be opened."""
    reason = error.strerror or type(error).__name__
    return UnreadableDocumentError(
        Text(f"{path} can't be opened: {reason}.", f"Polkua {path} ei voi avata: {reason}."),
        Text(
            f"Give yourself the right to read it: chmod u+r '{path}'",
            f"Anna itsellesi lukuoikeus: chmod u+r '{path}'",
        ),
    )
