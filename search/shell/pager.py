"""Show a text that is longer than the screen in the user's pager."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping

# less shows colours as they are, leaves when all fits on a screen, and leaves the text there when it goes.
_LESS = "-FRX"


def pager_command(environment: Mapping[str, str] = os.environ) -> list[str] | None:
    """Return the pager that PAGER names, or less, as arguments; None where there is none to use."""
    try:
        name, *arguments = shlex.split(environment.get("PAGER") or "less")
    except ValueError:
        return None
    program = shutil.which(name)
    return None if program is None or environment.get("TERM") == "dumb" else [program, *arguments]


def show_in_pager(text: str, command: list[str]) -> None:
    """Run the pager on `text` and wait for it; an interrupt is the pager's to take."""
    environment = {"LESS": _LESS, **os.environ}
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        subprocess.run(command, input=text + "\n", text=True, encoding="utf-8", env=environment, check=False)  # noqa: S603
    finally:
        signal.signal(signal.SIGINT, before)
