"""Read a FreeDict dictionary as dictd keeps it: `NAME.index` tells where in `NAME.dict.dz` each head word's entry is.

A line of the index holds a head word, an offset and a length in bytes, written in base 64 and parted by tabs. An entry
is a line with the head word, its pronunciation and its word class, and then its senses: the translations in a line,
numbered where there are several, and below them what the word means in its own language.

    check //t͡ʃɛk// <v>
    1. hillitä, rajoittaa
    to act as a curb or restraint
    2. tarkistaa, tsekata 2.
    to inspect, examine
     3.
    to verify or compare with a source of information
"""

from __future__ import annotations

import gzip
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.limits import LARGEST_DICTIONARY_INDEX, LARGEST_DICTIONARY_TEXT
from search.dictionary_files import INDEX_SUFFIX, TEXT_SUFFIX, damaged

# Entries of the dictionary about itself.
_ABOUT = "00database", "00-database"
_DIGITS = {
    letter: digit for digit, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
}
_MOST_DIGITS = 6  # 64 ** 6 is more than any file
# Pieces of words (-able, ab-) and sayings are nothing that a word of a query is.
_NO_WORD = re.compile(r"<(?:affix|prefix|suffix|proverb|symbol)>$")
_AFTER_HEAD = re.compile(r" (?=[/<])")
_SENSE = re.compile(r"(\d+)\. (\S.*)")
# "tsekata 2.": the number of a second explanation, not of a sense.
_FURTHER_SENSE = re.compile(r" \d+\.")
_NEXT_NUMBER = re.compile(r"\s+\d+\.$")
_ASIDE = re.compile(r"\([^)]*\)")
_LINK = re.compile(r"\[\[(?:[^]|]*\|)?([^]|]*)\]\]")
# A translation that says a thing in more words explains it rather than names it.
_LONGEST_TERM_WORDS = 3
_SOFT_HYPHEN = "\u00ad"
_TERM = re.compile(r"[^\W\d_][\w '’:-]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A head word and its translations, as written; one stands there as often as there are senses that it has."""

    head: str
    terms: tuple[str, ...]


def read_entries(folder: Path, name: str) -> Iterator[Entry]:
    """Yield the entries of the dictionary `name` in `folder` that have translations.

    Raises DictionaryError where its files can't be read or aren't what they should be.
    """
    try:
        index = _read_index(folder / f"{name}{INDEX_SUFFIX}")
        text = _read_text(folder / f"{name}{TEXT_SUFFIX}")
        for line in index.splitlines():
            head, offset, length = line.split("\t")[:3]
            start = _number(offset)
            end = start + _number(length)
            if end > len(text):
                raise ValueError(f"{head} lies beyond the end")
            entry = None if head.startswith(_ABOUT) else _parse(text[start:end].decode())
            if entry:
                yield entry
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise damaged(folder / name, error) from error


def _read_index(path: Path) -> str:
    with path.open("rb") as file:
        return _within(file.read(LARGEST_DICTIONARY_INDEX + 1), LARGEST_DICTIONARY_INDEX).decode()


def _read_text(path: Path) -> bytes:
    with gzip.open(path) as file:
        return _within(file.read(LARGEST_DICTIONARY_TEXT + 1), LARGEST_DICTIONARY_TEXT)


def _within(data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise ValueError(f"larger than {limit} bytes")
    return data


def _number(digits: str) -> int:
    if not 0 < len(digits) <= _MOST_DIGITS or not set(digits) <= _DIGITS.keys():
        raise ValueError(f"{digits!r} is no number")
    value = 0
    for digit in digits:
        value = 64 * value + _DIGITS[digit]
    return value


def _parse(text: str) -> Entry | None:
    """Return an entry, or None for one without a usable translation."""
    first, *lines = unicodedata.normalize("NFC", text).replace(_SOFT_HYPHEN, "").splitlines()
    if _NO_WORD.search(first):
        return None
    terms = [term for sense in _senses(lines) for term in _terms(sense)]
    head = _AFTER_HEAD.split(first, maxsplit=1)[0].strip()
    return Entry(head, tuple(terms)) if head and terms else None


def _senses(lines: list[str]) -> Iterator[str]:
    """Yield the line of translations for each sense: a line numbered in order, or the first of all.

    Explanations below it that have a number of their own are senses, too.
    """
    number, current = 1, lines[0] if lines and not lines[0].startswith("1. ") else ""
    for line in lines:
        found = _SENSE.fullmatch(line)
        if found and int(found[1]) == number:
            number, current = number + 1, found[2]
            yield current
        elif line is lines[0] or _FURTHER_SENSE.fullmatch(line):
            yield current


def _terms(sense: str) -> Iterator[str]:
    plain = _LINK.sub(r"\1", _ASIDE.sub("", _NEXT_NUMBER.sub("", sense)))
    for term in plain.split(","):
        words = term.split()
        if len(words) <= _LONGEST_TERM_WORDS and _TERM.fullmatch(cleaned := " ".join(words)):
            yield cleaned
