"""Read documents of any known format: one table from suffix to reader, and the search for files to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR

from index.errors import Text, UnreadableDocumentError
from index.esr import parse_esr
from index.free_form import parse_free_form
from index.limits import LARGEST_FILE, LARGEST_TABLE, LONGEST_TEXT, MOST_HEADINGS
from index.model import Document
from index.readers import tables
from index.readers.files import not_readable, read_bytes, status_of
from index.readers.problems import Problem, unreadable
from index.readers.text import extract_text


def _extract_isolated(data: bytes, path: Path) -> str:
    from index.readers.formats import check_format
    from index.readers.isolation import extract

    suffix = path.suffix.casefold()
    check_format(data, path, suffix)
    return extract(path, data, suffix)


# A reader turns a file's bytes into text; the path is for its error messages. Text is read here, all else by parsers
# in a process of their own.
Reader = Callable[[bytes, Path], str]
READERS: dict[str, Reader] = {
    **dict.fromkeys((".md", ".txt"), extract_text),
    **dict.fromkeys((".doc", ".docm", ".docx", ".htm", ".html", ".odt", ".pdf", ".rtf"), _extract_isolated),
}
# Found in a folder, and refused with the cure.
_NOT_READ = frozenset({".doc"})

# A readme describes a collection and is no document of it.
_README = "readme.md"
# Word keeps such a file beside a document that is open; LibreOffice's is hidden.
_LOCK_FILE = "~$"


def read_document(path: Path) -> Document:
    """Return the document in the file at `path`.

    Raises UnreadableDocumentError, which names the file and the cure, when there is no such file, when it can't be
    opened, is empty, too large or of an unknown format, or when its content isn't what its suffix says.
    """
    data = read_bytes(path, LARGEST_FILE)
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        known = ", ".join(sorted({*READERS} - _NOT_READ))
        raise UnreadableDocumentError(
            Text(f"{path}: unknown file format.", f"{path}: tiedostomuoto on tuntematon."),
            Text(
                f"Save the document in one of the known formats: {known}",
                f"Tallenna asiakirja jossakin tunnetuista muodoista: {known}",
            ),
        )
    text = reader(data, path)
    check_text(text, path)
    document = document_from_text(text, str(path))
    if not document.text:
        raise unreadable(path, Problem.NO_TEXT)
    return document


def read_documents(path: Path, columns: tables.Columns | None = None) -> tables.Reading:
    """Return the documents in the file at `path`: one, or one for each row of a table.

    `columns` tells which columns mean what (None: as the file `columns.toml` beside the table says, and else by their
    usual names). Rows that can't be used are told in the reading's problems. Raises UnreadableDocumentError as
    `read_document` does, and when a table has no usable row.
    """
    if path.suffix.casefold() not in tables.SUFFIXES:
        return tables.Reading((read_document(path),))
    return tables.read_table(read_bytes(path, LARGEST_TABLE), path, columns)


def check_text(text: str, path: Path) -> None:
    """Raise UnreadableDocumentError, naming `path`, for a text that is longer than may be or has too many headings."""
    if len(text) > LONGEST_TEXT:
        raise unreadable(path, Problem.TOO_MUCH_TEXT)
    if text.count("\n#") > MOST_HEADINGS:
        raise unreadable(path, Problem.TOO_COMPLEX)


def document_from_text(text: str, source: str) -> Document:
    """Return the document in `text`, read from `source`: by the ESR form if it is in it, else by its headings."""
    return parse_esr(text, source) or parse_free_form(text, source)


def find_documents(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read: each file named in `paths`, and the known formats in each folder, in sorted order.

    Folders are searched with all their sub-folders, links followed once; hidden files and folders, README.md files
    and the lock files of Office programs are left out. A file named itself is taken whatever it is. No file comes
    twice. Raises UnreadableDocumentError for a path that doesn't exist and a folder that can't be opened.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _files_in(path, set()) if S_ISDIR(status_of(path).st_mode) else (path,):
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
        raise not_readable(folder, error) from error
    for entry in entries:
        if entry.name.startswith((".", _LOCK_FILE)):
            continue
        if entry.is_dir():
            yield from _files_in(entry, seen)
        elif (
            entry.suffix.casefold() in {*READERS, *tables.SUFFIXES}
            and entry.name.casefold() != _README
            and entry.is_file()
        ):
            yield entry
