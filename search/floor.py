"""When a query deserves no answer: its words stand nowhere in the collection and are words of no language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.model import Token

# A subword model cuts words of the languages it learnt into pieces of three letters and more, and gibberish almost
# into letters: in Swedish and English queries words have 2.5 letters a piece and more (low-threshold 2.6,
# lågtröskelverksamhet 4.0), what fingers type at random has 1.2 to 2.2 (asdfgh 1.5).
_LETTERS_PER_PIECE = 2.3
# Letters up to here are Latin. In other scripts fewer letters make a word, in some a single one.
_LAST_LATIN_LETTER = "\u024f"


def is_gibberish(words: Iterable[Token], pieces: Sequence[str]) -> bool:
    """Tell whether none of a query's `words` is known Finnish and the model's `pieces` are too short to be words.

    No pieces and other scripts than the Latin one tell nothing.
    """
    if any(word.known for word in words):
        return False
    letters = [character for piece in pieces for character in piece.lstrip("▁Ġ") if character.isalnum()]
    if any(letter > _LAST_LATIN_LETTER for letter in letters):
        return False
    return bool(pieces) and len(letters) / len(pieces) < _LETTERS_PER_PIECE
