"""Read plain text and Markdown files."""

from __future__ import annotations

import codecs
from pathlib import Path

from index.errors import Text, UnreadableDocumentError

_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def extract_text(data: bytes, path: Path) -> str:
    """Return the text in the bytes `data` of the file at `path`.

    The encoding is UTF-8 (with or without a byte order mark), UTF-16 with a byte order mark, or else windows-1252,
    which Finnish text that isn't Unicode is in (ISO-8859-1 agrees with it on all letters). Raises
    UnreadableDocumentError when the content is no text.
    """
    text = decode(data)
    if "\0" in text:
        raise _no_text(path, text.index("\0"))
    return text


def decode(data: bytes) -> str:
    """Return the text in `data`, in the first of the encodings that `extract_text` tells of that fits."""
    if data.startswith(_UTF_16_MARKS):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return data.decode("windows-1252")
        except UnicodeDecodeError:
            # windows-1252 leaves five bytes undefined; ISO-8859-1 has control characters there.
            return data.decode("iso-8859-1")


def _no_text(path: Path, position: int) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        Text(
            en=f"{path} is not a text file: it has a NUL byte at character {position + 1}.",
            fi=f"{path} ei ole tekstitiedosto: siinä on nollatavu merkin {position + 1} kohdalla.",
        ),
        Text(
            en="Save the document as UTF-8 text, or give the file the suffix of its real format.",
            fi="Tallenna asiakirja UTF-8-tekstinä tai anna tiedostolle sen todellisen muodon pääte.",
        ),
    )
