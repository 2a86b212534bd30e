"""Tell by its first bytes what a file really is, whatever its suffix says."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from index.errors import Text, UnreadableDocumentError
from index.readers.problems import Problem, unreadable


class Format(Enum):
    """A kind of file; the value is its name after "is really" in both languages."""

    PDF = Text("a PDF file", "PDF-tiedosto")
    RICH_TEXT = Text("rich text (.rtf)", "RTF-tiedosto (.rtf)")
    WORD = Text("a Word file (.docx)", "Word-tiedosto (.docx)")
    OPEN_DOCUMENT = Text("an OpenDocument text (.odt)", "OpenDocument-teksti (.odt)")
    WORKBOOK = Text("a workbook, not a text", "laskentataulukko eikä teksti")
    SLIDES = Text("a slide show, not a text", "esitys eikä teksti")
    ARCHIVE = Text("a zip archive", "zip-paketti")
    OLD_OFFICE = Text(
        "an old Word file (.doc) or other old Office file", "vanha Word-tiedosto (.doc) tai muu Office-tiedosto"
    )
    WEB_PAGE = Text("a web page (.html)", "verkkosivu (.html)")
    JPEG = Text("a JPEG picture", "JPEG-kuva")
    PNG = Text("a PNG picture", "PNG-kuva")
    GIF = Text("a GIF picture", "GIF-kuva")
    TIFF = Text("a TIFF picture", "TIFF-kuva")
    COMPRESSED = Text("a compressed file", "pakattu tiedosto")
    PROGRAM = Text("a program", "ohjelma")


_SIGNATURES: tuple[tuple[bytes, Format], ...] = (
    (b"{\\rtf", Format.RICH_TEXT),
    (b"PK\x03\x04", Format.ARCHIVE),
    (b"PK\x05\x06", Format.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format.OLD_OFFICE),
    (b"\xff\xd8\xff", Format.JPEG),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"GIF8", Format.GIF),
    (b"II*\x00", Format.TIFF),
    (b"MM\x00*", Format.TIFF),
    (b"\x1f\x8b", Format.COMPRESSED),
    (b"7z\xbc\xaf\x27\x1c", Format.COMPRESSED),
    (b"Rar!\x1a\x07", Format.COMPRESSED),
    (b"\x7fELF", Format.PROGRAM),
    (b"MZ\x90\x00", Format.PROGRAM),
)
# Parts of Office files by which their kind is known; archives name their members at their end.
_PARTS: tuple[tuple[bytes, Format], ...] = (
    (b"application/vnd.oasis.opendocument.text", Format.OPEN_DOCUMENT),
    (b"application/vnd.oasis.opendocument.spreadsheet", Format.WORKBOOK),
    (b"application/vnd.oasis.opendocument.presentation", Format.SLIDES),
    (b"word/document", Format.WORD),
    (b"xl/workbook", Format.WORKBOOK),
    (b"ppt/presentation", Format.SLIDES),
)
_WITHIN = 1024
_EXPECTED = {
    ".docx": Format.WORD,
    ".docm": Format.WORD,
    ".odt": Format.OPEN_DOCUMENT,
    ".pdf": Format.PDF,
    ".rtf": Format.RICH_TEXT,
    ".html": Format.WEB_PAGE,
    ".htm": Format.WEB_PAGE,
}
# An Office file with a password is packed into the old container; this is the name of the part that holds it.
_LOCKED_PART = "EncryptedPackage".encode("utf-16-le")


def actual_format(data: bytes) -> Format | None:
    """Return what the bytes of a file are, None for text and for what isn't known."""
    head = data[:_WITHIN].lstrip()
    found = next((form for signature, form in _SIGNATURES if head.startswith(signature)), None)
    if found is Format.ARCHIVE:
        return next((form for part, form in _PARTS if part in data), Format.ARCHIVE)
    if found is None and b"%PDF-" in head:
        return Format.PDF
    if found is None and any(tag in head.lower() for tag in (b"<!doctype html", b"<html")):
        return Format.WEB_PAGE
    return found


def is_locked(data: bytes) -> bool:
    """Tell whether the bytes are an Office file under a password."""
    return actual_format(data) is Format.OLD_OFFICE and _LOCKED_PART in data


def check_format(data: bytes, path: Path, suffix: str) -> None:
    """Raise UnreadableDocumentError when `data`, of the file at `path`, can be seen not to be a `suffix` file."""
    if not data.strip():
        raise unreadable(path, Problem.NO_TEXT)
    actual, expected = actual_format(data), _EXPECTED.get(suffix)
    if is_locked(data):
        raise unreadable(path, Problem.PASSWORD)
    if actual is Format.OLD_OFFICE or (actual is None and expected is None):
        raise _old_word(path)
    if actual is None and expected is not Format.WEB_PAGE:
        raise unreadable(path, Problem.DAMAGED)
    # An archive without its end doesn't tell what it holds.
    is_broken_office_file = actual is Format.ARCHIVE and expected in (Format.WORD, Format.OPEN_DOCUMENT)
    if actual not in (None, expected) and not is_broken_office_file:
        raise _other_format(path, actual)


def _old_word(path: Path) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        Text(
            f"{path} is in the format of old Word versions (.doc), which isn't read.",
            f"{path} on vanhojen Word-versioiden muodossa (.doc), jota ei lueta.",
        ),
        Text(
            "Save it as .docx in Word, or for a whole folder: soffice --headless --convert-to docx *.doc",
            "Tallenna se Wordissa .docx-muotoon, tai koko kansio: soffice --headless --convert-to docx *.doc",
        ),
    )


def _other_format(path: Path, actual: Format) -> UnreadableDocumentError:
    name = actual.value
    return UnreadableDocumentError(
        Text(
            f"{path} is not what its suffix says: it is {name.en}.",
            f"{path} ei ole päätteensä mukainen: se on {name.fi}.",
        ),
        Text(
            "Give the file the suffix of its real format, or save the document anew.",
            "Anna tiedostolle sen todellisen muodon pääte tai tallenna asiakirja uudelleen.",
        ),
    )
