"""How many faults a run injects: few beside the other tests, many where scripts/reliability asks for them."""

from __future__ import annotations

import os

VARIABLE = "HANKEHAKU_RELIABILITY"


def amount(usual: int, full: int) -> int:
    """Return how many there are in this run."""
    return full if os.environ.get(VARIABLE) == "full" else usual
