"""What lies where in an index folder: generations, the pointer to the current one, and the files of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

CURRENT = "CURRENT"
CATALOGUE = "catalogue.sqlite"
KEYWORDS = "keywords"
READINGS = "readings"
PREPARED = "prepared"
UNFINISHED = ".tmp"
# Says which process is building.
HOLDER = "building"
# What CURRENT holds: a generation's name and its manifest's checksum, which indexes of schema 1 didn't have.
POINTER = re.compile(rb"(gen-\d{6,})(?: ([0-9a-f]{64}))?\n")
_GENERATION = re.compile(r"gen-(\d{6,})")


def generation_name(number: int) -> str:
    """Return the name of a generation's folder."""
    return f"gen-{number:06d}"


def generation_number(folder: Path) -> int | None:
    """Return the number in the name of a generation's folder, None for any other name."""
    matched = _GENERATION.fullmatch(folder.name)
    return int(matched[1]) if matched else None


def generation_folders(index: Path) -> list[Path]:
    """Return the folders of the published generations, the newest first."""
    try:
        found = list(index.glob("gen-*"))
    except (OSError, ValueError):
        return []  # a path that can be none
    numbered = [(number, path) for path in found if (number := generation_number(path)) is not None]
    return [path for _, path in sorted(numbered, reverse=True)]


def unfinished_folders(index: Path) -> Iterator[Path]:
    """Yield the folders of broken-off builds and of generations that were being swept."""
    yield from index.glob(f"gen-*{UNFINISHED}")


def index_of(path: Path) -> Path | None:
    """Return the index folder that a path lies in, None where that can't be told from its names."""
    if path.name == CURRENT:
        return path.parent
    return next((one.parent for one in (path, *path.parents) if generation_number(one) is not None), None)


def pointer_text(name: str, checksum: str) -> bytes:
    """Return what CURRENT holds when the generation of this name and manifest's checksum is current."""
    return f"{name} {checksum}\n".encode("ascii")


def pointed_name(index: Path) -> str | None:
    """Return the name of the generation that is current, None where CURRENT is missing or damaged, or can't be read."""
    try:
        matched = POINTER.fullmatch((index / CURRENT).read_bytes())
    except (OSError, ValueError):
        return None
    return matched[1].decode() if matched else None
