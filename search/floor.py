"""When a query deserves no answer: its words stand nowhere in the collection and are words of no language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.model import Token

# A subword model cuts words of the languages it learnt into pieces of three letters and more, and gibberish almost
# into letters: in Swedish and English queries words have 2.5 letters a piece and more (low-threshold 2.6,
# lågtröskelverksamhet 4.0), what fingers type at random has 1.2 to 2.2 (asdfgh 1.5).
_LETTERS_PER_PIECE = 2.3
# A word of fewer letters can't be told from gibberish by its pieces; a query of such words alone is taken at its word.
_SHORT_WORD = 5
# Letters up to here are Latin. In other scripts fewer letters make a word, in some a single one.
_LAST_LATIN_LETTER = "\u024f"


def is_gibberish(words: Iterable[Token], pieces: Sequence[str]) -> bool:
    """Tell whether none of a query's `words` is known Finnish and the model's `pieces` are too short to be words.

    No pieces and other scripts than the Latin one tell nothing.
    """
    tokens = list(words)
    if any(word.known for word in tokens) or (len(tokens) > 1 and all(map(_is_short, tokens))):
        return False
    texts = [piece.lstrip("▁Ġ") for piece in pieces]
    # Punctuation is no piece of a word; a mark of a word's beginning alone is.
    spelt = [text for text in texts if not text or any(map(str.isalnum, text))]
    letters = [character for text in spelt for character in text if character.isalnum()]
    if any(letter > _LAST_LATIN_LETTER for letter in letters):
        return False
    return bool(spelt) and len(letters) / len(spelt) < _LETTERS_PER_PIECE


def _is_short(word: Token) -> bool:
    return sum(character.isalnum() for character in word.text) < _SHORT_WORD
