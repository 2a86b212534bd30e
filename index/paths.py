"""Paths as people write them, on the command line, in settings and at the prompt."""

from __future__ import annotations

import os.path
from pathlib import Path

# Unlike Path's methods (until Python 3.14) these answer no, too, where a path is too long or leads through a folder
# that can't be entered.
exists, is_file, is_folder = os.path.exists, os.path.isfile, os.path.isdir


def expand_home(path: str | Path) -> Path:
    """Return a path with the home folder in place of `~` or `~user`, or as it is where there is no such folder."""
    try:
        return Path(path).expanduser()
    except (RuntimeError, ValueError):  # no such user; no name that a user can have
        return Path(path)
