"""When a query deserves no answer: its words stand nowhere in the collection, and nothing there is near in meaning."""

from __future__ import annotations

import math
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

# What Voikko doesn't know and the model cuts into pieces of so many letters may be words of another language (hälsa 5,
# cross-border labour mobility 3.6); words made up in the manner of Finnish have up to 3.2, but for one in nine.
_LETTERS_PER_FOREIGN_PIECE = 3.3

# How near the words of a query come to those of its nearest passages where nothing answers it: the mean over its tokens
# of their best late interaction. That of queries off the subject grows with the collection, by .06 from 50 to 500
# passages; past that it was not measured, and the bound stays. Measured with the default model.
_FAR_IN_ONE_PASSAGE = 0.24
_FAR_PER_TENFOLD = 0.06
_MOST_PASSAGES = 500


def is_gibberish(words: Iterable[Token], pieces: Sequence[str]) -> bool:
    """Tell whether none of a query's `words` is known Finnish and the model's `pieces` are too short to be words.

    No pieces and other scripts than the Latin one tell nothing.
    """
    tokens = list(words)
    if any(word.known for word in tokens) or (len(tokens) > 1 and _are_short(tokens)):
        return False
    return not _in_another_script(pieces) and 0 < _letters_per_piece(pieces) < _LETTERS_PER_PIECE


def can_be_far(words: Iterable[Token], pieces: Sequence[str]) -> bool:
    """Tell whether `is_far` judges a query: not one of short words alone, nor one that may be of another language.

    A word that Voikko doesn't know may be foreign when the model's pieces of it are long.
    """
    tokens = list(words)
    if _are_short(tokens) or _in_another_script(pieces):
        return False
    return any(word.known for word in tokens) or _letters_per_piece(pieces) < _LETTERS_PER_FOREIGN_PIECE


def is_far(nearness: float, passages: int) -> bool:
    """Tell whether a collection of so many passages has nothing near in meaning to a query of whose words it has none.

    `nearness` is the mean over the query's tokens of their best late interaction with its nearest passages. Nearness
    alone can't tell queries off the subject from hard paraphrases, which is why words of the collection save a query.
    """
    size = max(1, min(passages, _MOST_PASSAGES))
    return nearness < _FAR_IN_ONE_PASSAGE + _FAR_PER_TENFOLD * math.log10(size)


def _letters_per_piece(pieces: Sequence[str]) -> float:
    """Return the mean letters and digits of the pieces of words, 0 where there are none."""
    texts = [piece.lstrip("▁Ġ") for piece in pieces]
    # Punctuation is no piece of a word; a mark of a word's beginning alone is.
    spelt = [text for text in texts if not text or any(map(str.isalnum, text))]
    return sum(character.isalnum() for text in spelt for character in text) / len(spelt) if spelt else 0.0


def _in_another_script(pieces: Iterable[str]) -> bool:
    """Tell whether there are letters that are not Latin."""
    letters = (letter for piece in pieces for letter in piece.lstrip("▁Ġ") if letter.isalnum())
    return any(letter > _LAST_LATIN_LETTER for letter in letters)


def _are_short(words: Iterable[Token]) -> bool:
    """Tell whether all words of a query are too short to be judged: EU, 5G, "går det bra"."""
    return all(sum(map(str.isalnum, word.text)) < _SHORT_WORD for word in words)
