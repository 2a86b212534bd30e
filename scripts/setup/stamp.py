"""The mark of a finished set-up: copies of what it was made from, which environment.sh reads too."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path


def read_recipe(root: Path) -> dict[Path, bytes]:
    """Return the files that decide what a set-up makes: by their path relative to `root`, their content."""
    modules = (root / "scripts" / "setup").glob("*.py")
    files = [root / "pyproject.toml", root / "scripts" / "constraints.txt", *modules]
    return {path.relative_to(root): path.read_bytes() for path in files}


def made_here(root: Path) -> bool:
    """Tell whether the virtual environment was made at this very place; moved or copied ones don't work."""
    try:
        place = Path((root / ".venv" / "made-in").read_text(encoding="utf-8").rstrip("\n"))
        return (place / ".venv" / "pyvenv.cfg").samefile(root / ".venv" / "pyvenv.cfg")
    except OSError:
        return False


def mark_made_here(root: Path) -> None:
    """Note where the virtual environment was made."""
    (root / ".venv" / "made-in").write_text(f"{root}\n", encoding="utf-8")


def is_ready(root: Path, purpose: str) -> bool:
    """Tell whether the set-up for `purpose` was finished here, with the files as they are now."""
    return (
        made_here(root)
        and os.access(root / ".venv" / "bin" / "python", os.X_OK)
        and _matches(root, root / ".venv" / "ready" / purpose)
    )


def forget_outdated(root: Path) -> None:
    """Empty marks made from other files, lest they hold again when a change is taken back half-way."""
    for mark in (root / ".venv" / "ready").glob("*"):
        if not _matches(root, mark):
            shutil.rmtree(mark)
            mark.mkdir()


def was_ever_ready(root: Path) -> bool:
    """Tell whether any set-up was ever finished in this virtual environment, be it from other files."""
    return any((root / ".venv" / "ready").glob("*"))


def mark_ready(root: Path, purpose: str, made_from: Mapping[Path, bytes]) -> None:
    """Mark the set-up for `purpose` as finished, from the files that `read_recipe` returned when it began.

    All that the set-up wrote is on disk before the mark is: a power failure leaves no mark over a hole.
    """
    os.sync()
    mark = root / ".venv" / "ready" / purpose
    unfinished = mark.with_name(f"{purpose}.tmp")
    for folder in (mark, unfinished):
        shutil.rmtree(folder, ignore_errors=True)
    for path, content in made_from.items():
        (unfinished / path).parent.mkdir(parents=True, exist_ok=True)
        (unfinished / path).write_bytes(content)
    unfinished.rename(mark)


def _matches(root: Path, mark: Path) -> bool:
    try:
        return all((mark / path).read_bytes() == content for path, content in read_recipe(root).items())
    except OSError:
        return False
