"""Dictionaries in dictd's form, made for tests."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path

ENGLISH, SWEDISH = "freedict-eng-fin", "freedict-swe-fin"
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_ABOUT = "00-database-info\nA dictionary of invented glosses\n"


def number(value: int) -> str:
    """Return a number in dictd's base 64."""
    digits = _DIGITS[value % 64]
    return number(value // 64) + digits if value >= 64 else digits


def write_dictionary(folder: Path, name: str, entries: Mapping[str, str]) -> None:
    """Write the two files of a dictionary; `entries` hold each head word's text below its first line."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"00databaseinfo": _ABOUT} | {head: f"{head} /ʃ/ <n>\n{text}\n" for head, text in entries.items()}
    lines, data = [], b""
    for head, text in texts.items():
        encoded = text.encode()
        lines.append(f"{head}\t{number(len(data))}\t{number(len(encoded))}\n")
        data += encoded
    (folder / f"{name}.index").write_text("".join(lines), encoding="utf-8")
    (folder / f"{name}.dict.dz").write_bytes(gzip.compress(data))
