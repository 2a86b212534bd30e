"""Make text from anywhere uniform: one normal form, one kind of line end and of space, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

# A form feed is the line end between two pages, with or without others beside it.
_LINE_END = re.compile("(?:\r\n|[\r\n])?\x0c(?:\r\n|[\r\n])?|\r\n|[\r\x0b\x85\u2028\u2029]")
# Control and format characters (Unicode Cc, Cf, Cs): soft hyphens, zero-width spaces and joiners, byte order marks,
# direction marks, lone surrogates; with the object replacement character, which stands for a picture.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ud800-\udfff]"
)
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_LINE_END = re.compile(" ?\n ?")
_BLANK_LINES = re.compile("\n{3,}")


def clean(text: str) -> str:
    """Return `text` in NFC with LF line ends, plain single spaces and at most one blank line in a row.

    Soft hyphens, zero-width, control and direction characters go; so do spaces at the ends of lines. Cleaning
    clean text changes nothing.
    """
    text = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    return _BLANK_LINES.sub("\n\n", _AROUND_LINE_END.sub("\n", text)).strip()
