"""Tell whether the program that compares has changed: what another version of it found isn't taken over."""

from __future__ import annotations

from index.program import code_hash, modules_of


def comparing_program() -> str:
    """Return a hash of all modules of this program: comparing reads, analyses and ranks, and few have no part in it."""
    return code_hash(modules_of("index", "search"))
