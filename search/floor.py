"""When a query deserves no answer: its words stand nowhere in the collection and are words of no language."""

from __future__ import annotations

from collections.abc import Sequence

# A subword model cuts words of the languages it learnt into pieces of three letters and more, and gibberish almost
# into letters: in Swedish and English queries words have 2.5 letters a piece and more (low-threshold 2.6,
# lågtröskelverksamhet 4.0), what fingers type at random has 1.2 to 2.2 (asdfgh 1.5).
_LETTERS_PER_PIECE = 2.3


def is_gibberish(pieces: Sequence[str]) -> bool:
    """Tell whether the model's `pieces` of a query are too short to be words; no pieces tell nothing."""
    letters = sum(character.isalnum() for piece in pieces for character in piece)
    return bool(pieces) and letters / len(pieces) < _LETTERS_PER_PIECE
