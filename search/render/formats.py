"""The machine-readable formats that every command shares."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from search.render.terminal import HARMFUL, printable


class Format(StrEnum):
    """How a result is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"


def to_json(value: Any) -> str:
    """Return `value` as indented JSON."""
    return _harmless(json.dumps(value, ensure_ascii=False, indent=2))


def to_jsonl(values: Iterable[Any]) -> str:
    """Return one line of JSON for each value."""
    return "\n".join(_harmless(json.dumps(value, ensure_ascii=False)) for value in values)


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return RFC 4180 rows under a header; cells that a spreadsheet would run as a formula begin with an apostrophe."""
    import csv

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return stream.getvalue().rstrip("\n")


def to_markdown(text: str) -> str:
    """Return plain `text` with the characters that Markdown or HTML would take for its own made harmless."""
    for character in "\\`*_[]<>#|":
        text = text.replace(character, f"\\{character}")
    return printable(text)


def _harmless(dumped: str) -> str:
    """Escape what JSON lets through and a terminal obeys."""
    return HARMFUL.sub(lambda match: f"\\u{ord(match[0]):04x}", dumped)


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        value = ", ".join(str(one) for one in value)
    if isinstance(value, str):
        return printable(f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value)
    return value
