"""Open files: only ordinary ones, of a size that can be read, and tell plainly why another can't be."""

from __future__ import annotations

from pathlib import Path

from index.errors import Text, UnreadableDocumentError


def read_bytes(path: Path, largest: int) -> bytes:
    """Return the content of the file at `path`.

    Raises UnreadableDocumentError for what doesn't exist, can't be opened, is no ordinary file (a folder, a pipe) or
    has more than `largest` bytes.
    """
    _check(path, largest)
    try:
        return path.read_bytes()
    except OSError as error:
        raise not_readable(path, error) from error


def _check(path: Path, largest: int) -> None:
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise missing(path) from None
    except OSError as error:
        raise not_readable(path, error) from error
    if path.is_dir():
        raise UnreadableDocumentError(
            Text(f"{path} is a folder, not a document.", f"{path} on kansio eikä asiakirja."),
            Text("Name the documents in it.", "Nimeä siinä olevat asiakirjat."),
        )
    if not path.is_file():
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
