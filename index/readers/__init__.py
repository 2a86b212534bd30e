"""Read documents of any known format: one table from suffix to reader, and the search for files to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from index.errors import Text, UnreadableDocumentError
from index.esr import parse_esr
from index.free_form import parse_free_form
from index.model import Document
from index.readers.text import extract_text

# A reader turns a file's bytes into text; the path is for its error messages.
Reader = Callable[[bytes, Path], str]
READERS: dict[str, Reader] = {".md": extract_text, ".txt": extract_text}

# A description has some 25 kB of text. A file of more than twenty million bytes is something else (a data set, a log),
# and reading it would take hundreds of megabytes of memory.
LARGEST_FILE = 20_000_000
# A readme describes a collection and is no document of it.
_README = "readme.md"


def read_document(path: Path) -> Document:
    """Return the document in the file at `path`.

    Raises UnreadableDocumentError, which names the file and the cure, when there is no such file, when it can't be
    opened, is empty, too large or of an unknown format, or when its content isn't what its suffix says.
    """
    _check_file(path)
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise UnreadableDocumentError(
            Text(f"{path}: unknown file format.", f"{path}: tiedostomuoto on tuntematon."),
            Text(
                f"Save the document in one of the known formats: {known}",
                f"Tallenna asiakirja jossakin tunnetuista muodoista: {known}",
            ),
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _not_readable(path, error) from error
    document = document_from_text(reader(data, path), str(path))
    if not document.text:
        raise UnreadableDocumentError(
            Text(f"{path} is empty: it has no text.", f"{path} on tyhjä: siinä ei ole tekstiä."),
            Text("Write the text into the file or remove it.", "Kirjoita teksti tiedostoon tai poista se."),
        )
    return document


def document_from_text(text: str, source: str) -> Document:
    """Return the document in `text`, read from `source`: by the ESR form if it is in it, else by its headings."""
    return parse_esr(text, source) or parse_free_form(text, source)


def find_documents(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read: each file named in `paths`, and the known formats in each folder, in sorted order.

    Folders are searched with all their sub-folders, links followed once; hidden files and folders and README.md
    files are left out. A file named itself is taken whatever it is. No file comes twice. Raises
    UnreadableDocumentError for a path that doesn't exist and a folder that can't be opened.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise _missing(path)
        for file in _files_in(path, set()) if path.is_dir() else (path,):
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _files_in(folder: Path, seen: set[Path]) -> Iterator[Path]:
    real = folder.resolve()
    if real in seen:
        return
    seen.add(real)
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise _not_readable(folder, error) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _files_in(entry, seen)
        elif entry.suffix.casefold() in READERS and entry.name.casefold() != _README and entry.is_file():
            yield entry


def _check_file(path: Path) -> None:
    """Raise UnreadableDocumentError unless `path` is a file of a size that can be read."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise _missing(path) from None
    except OSError as error:
        raise _not_readable(path, error) from error
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
    if size > LARGEST_FILE:
        megabytes, limit = size / 1e6, LARGEST_FILE // 1_000_000
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


def _missing(path: Path) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        Text(f"{path} does not exist.", f"Polkua {path} ei ole."),
        Text("Check the spelling of the path.", "Tarkista polun kirjoitusasu."),
    )


def _not_readable(path: Path, error: OSError) -> UnreadableDocumentError:
    reason = error.strerror or type(error).__name__
    return UnreadableDocumentError(
        Text(f"{path} can't be opened: {reason}.", f"Polkua {path} ei voi avata: {reason}."),
        Text(
            f"Give yourself the right to read it: chmod u+r '{path}'",
            f"Anna itsellesi lukuoikeus: chmod u+r '{path}'",
        ),
    )
