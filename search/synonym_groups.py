"""Read the vocabulary of synonyms: a TOML file of groups that planners edit."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from index.errors import SettingsError, Text
from index.limits import LARGEST_VOCABULARY
from index.small_files import read_small_text

LANGUAGES = ("fi", "sv", "en")
_IN_NO_WORD = re.compile(r"[\x00-\x1f\"\\\x7f]")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")

Group = tuple[tuple[str, str], ...]  # a group's terms in the file's order: language and text


def read_groups(path: Path) -> list[Group]:
    """Return the groups of a file, the languages of each in the order of LANGUAGES.

    Raises SettingsError, with the file and the place in it, where it can't be read, is larger than
    LARGEST_VOCABULARY or holds anything but groups of two or more terms.
    """
    try:
        text = read_small_text(path, LARGEST_VOCABULARY)
    except (OSError, ValueError) as error:
        raise _unusable(path, Text(en=str(error), fi=str(error))) from error
    return [_group(path, text, number, table) for number, table in enumerate(_tables(path, text))]


def _tables(path: Path, text: str) -> list[Any]:
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unusable(path, Text(en=str(error), fi=str(error))) from error
    tables = values.pop("group", [])
    if values:
        name = next(iter(values))
        raise _unusable(path, Text(en=f"{name} is not [[group]]", fi=f"{name} ei ole [[group]]"))
    if not isinstance(tables, list):
        raise _unusable(path, Text(en="group must be written [[group]]", fi="group pitää kirjoittaa [[group]]"))
    return tables


def _group(path: Path, text: str, number: int, table: Any) -> Group:
    """Return a group; characters that stand in no word become spaces."""
    reason = _flaw(table)
    if reason is None:
        return tuple((name, _IN_NO_WORD.sub(" ", term)) for name in LANGUAGES for term in table.get(name, ()))
    headers = re.finditer(r"^[ \t]*\[\[[ \t]*group[ \t]*\]\]", text, re.MULTILINE)
    line = next((text.count("\n", 0, header.start()) + 1 for at, header in enumerate(headers) if at == number), None)
    en, fi = (f"line {line}, ", f"rivi {line}, ") if line else ("", "")
    place = Text(en=f"{en}group {number + 1}", fi=f"{fi}ryhmä {number + 1}")
    raise _unusable(path, Text(en=f"{place.en}: {reason.en}", fi=f"{place.fi}: {reason.fi}"))


def _flaw(table: Any) -> Text | None:
    """Return what is wrong with a group as it was read, None for nothing."""
    if not isinstance(table, dict):
        return Text(en="it isn't a table", fi="se ei ole taulukko")
    count = 0
    for name, terms in table.items():
        if name not in LANGUAGES:
            return Text(en=f"{name} is none of fi, sv and en", fi=f"{name} ei ole fi, sv eikä en")
        if not isinstance(terms, list) or not all(isinstance(term, str) for term in terms):
            return Text(en=f"{name} isn't a list of texts", fi=f"{name} ei ole luettelo tekstejä")
        if not all(map(_LETTER_OR_DIGIT.search, terms)):
            return Text(en=f"{name} has an empty term", fi=f"kohdassa {name} on tyhjä termi")
        count += len(terms)
    if count < 2:
        return Text(en="it has fewer than two terms", fi="siinä on vähemmän kuin kaksi termiä")
    return None


def _unusable(path: Path, reason: Text) -> SettingsError:
    return SettingsError(
        Text(en=f"{path} can't be used: {reason.en}", fi=f"Tiedostoa {path} ei voi käyttää: {reason.fi}"),
        Text(
            en='Write groups as [[group]] with fi = ["one term", "another"], and sv and en likewise, in UTF-8.',
            fi='Kirjoita ryhmät näin: [[group]] ja sen alle fi = ["termi", "toinen"], samoin sv ja en, UTF-8:na.',
        ),
    )
