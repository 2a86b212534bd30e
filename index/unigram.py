"""Cut a text into the pieces of a Unigram model with NumPy alone, from a sorted, memory-mapped vocabulary.

The pieces are those that the `tokenizers` library gives for the tokenizer.json beside them: special tokens
written in the text are kept whole, the rest is cleaned (sentencepiece's nmt_nfkc), cut at white space and
each word is cut into the most probable pieces (Kudo 2018, "Subword Regularization"; a Viterbi pass).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORD_START = "\u2581"  # sentencepiece's mark for the space before a word
UNKNOWN_PENALTY = 10.0  # an unknown character scores this much below the rarest piece (sentencepiece, tokenizers)
_SURROGATES = re.compile("[\ud800-\udfff]")


def well_formed(text: str) -> str:
    """Replace lone surrogates, which UTF-8 can't hold, by U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)


@dataclass(frozen=True)
class Piece:
    """One piece of a text and its id in the vocabulary; an unknown one holds the text that isn't known."""

    text: str
    id: int


@dataclass(frozen=True)
class UnigramRules:
    """What the vocabulary alone doesn't tell: clean-up, special tokens, an unknown character's score."""

    dropped: str
    spaces: str
    special: Mapping[str, int]
    unknown: int
    unknown_score: float
    longest: int

    @cached_property
    def _clean(self) -> dict[int, str | None]:
        return {ord(c): None for c in self.dropped} | {ord(c): " " for c in self.spaces}

    @cached_property
    def _special_pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.special)))

    def words(self, text: str) -> Iterator[str]:
        """Yield the words of `text`, each with WORD_START before it, and special tokens as they stand."""
        start = 0
        for match in self._special_pattern.finditer(text):
            yield from self._plain_words(text[start : match.start()])
            yield match.group()
            start = match.end()
        yield from self._plain_words(text[start:])

    def _plain_words(self, text: str) -> Iterator[str]:
        for word in unicodedata.normalize("NFKC", text.translate(self._clean)).split():
            yield WORD_START + word


class UnigramVocabulary:
    """Pieces sorted by their UTF-8 bytes, with ids and scores alongside; the arrays may be memory-mapped."""

    def __init__(
        self,
        pieces: NDArray[np.bytes_],
        ids: NDArray[np.int32],
        scores: NDArray[np.float64],
        rules: UnigramRules,
    ) -> None:
        """Take arrays of one length; raises ValueError when their shapes or types don't fit."""
        if not (pieces.ndim == 1 and pieces.shape == ids.shape == scores.shape and len(pieces) > 0):
            raise ValueError("pieces, ids and scores differ in length")
        if (pieces.dtype.kind, ids.dtype.kind, scores.dtype.kind) != ("S", "i", "f"):
            raise ValueError("pieces, ids or scores have another type")
        self._pieces, self._ids, self._scores, self._rules = pieces, ids, scores, rules

    def cut(self, text: str, limit: int | None = None) -> list[Piece]:
        """Return the pieces of `text`, at most the `limit` first ones."""
        words = list(self._rules.words(well_formed(text)))[:limit]  # every word is at least one piece
        known = self._look_up(words)
        pieces: list[Piece] = []
        for word in words:
            if limit is not None and len(pieces) >= limit:
                break
            special = self._rules.special.get(word)
            pieces += [Piece(word, special)] if special is not None else self._cut_word(word, known)
        return pieces[:limit]

    def _look_up(self, words: list[str]) -> dict[str, tuple[int, float]]:
        """Find every piece of the vocabulary that occurs in `words`: piece -> (id, score)."""
        import numpy as np

        longest = self._rules.longest
        spans = {
            word[start:end]
            for word in set(words)
            for start in range(len(word))
            for end in range(start + 1, min(len(word), start + longest) + 1)
        }
        # Fixed-width bytes drop trailing NULs and cut what is too long: such spans would find a wrong piece.
        width = self._pieces.dtype.itemsize
        keys = {span: key for span in spans if len(key := span.encode()) <= width and "\0" not in span}
        if not keys:
            return {}
        sought = np.array(list(keys.values()), self._pieces.dtype)
        at = np.minimum(np.searchsorted(self._pieces, sought), len(self._pieces) - 1)
        found = np.flatnonzero(self._pieces[at] == sought)
        names = list(keys)
        ids, scores = self._ids[at[found]].tolist(), self._scores[at[found]].tolist()
        return {names[k]: (i, s) for k, i, s in zip(found.tolist(), ids, scores, strict=True)}

    def _cut_word(self, word: str, known: Mapping[str, tuple[int, float]]) -> list[Piece]:
        """Return the most probable pieces of `word`; runs of unknown characters make one piece."""
        rules = self._rules
        best = [0.0] + [float("-inf")] * len(word)
        back = [(0, rules.unknown)] * (len(word) + 1)
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + rules.longest) + 1):
                entry = known.get(word[start:end])
                if entry is not None and best[start] + entry[1] > best[end]:
                    best[end] = best[start] + entry[1]
                    back[end] = (start, entry[0])
            if word[start] not in known and best[start] + rules.unknown_score > best[start + 1]:
                best[start + 1] = best[start] + rules.unknown_score
                back[start + 1] = (start, rules.unknown)
        return _walk_back(word, back, rules.unknown)


def sorted_vocabulary(
    pieces: list[tuple[str, float]],
) -> tuple[NDArray[np.bytes_], NDArray[np.int32], NDArray[np.float64]]:
    """Return the arrays of UnigramVocabulary for `pieces`, whose position is their id."""
    import numpy as np

    encoded = [text.encode() for text, _ in pieces]
    order = sorted(range(len(encoded)), key=encoded.__getitem__)
    return (
        np.array([encoded[i] for i in order]),
        np.array(order, np.int32),
        np.array([pieces[i][1] for i in order], np.float64),
    )


def rules_from_json(value: Mapping[str, Any]) -> UnigramRules:
    """Read what `rules_to_json` wrote; raises KeyError, TypeError or ValueError on anything else."""
    return UnigramRules(
        dropped=str(value["dropped"]),
        spaces=str(value["spaces"]),
        special={str(text): int(number) for text, number in dict(value["special"]).items()},
        unknown=int(value["unknown"]),
        unknown_score=float(value["unknown_score"]),
        longest=int(value["longest"]),
    )


def rules_to_json(rules: UnigramRules) -> dict[str, Any]:
    """Return `rules` as a JSON object."""
    return {
        "dropped": rules.dropped,
        "spaces": rules.spaces,
        "special": dict(rules.special),
        "unknown": rules.unknown,
        "unknown_score": rules.unknown_score,
        "longest": rules.longest,
    }


def _walk_back(word: str, back: list[tuple[int, int]], unknown: int) -> list[Piece]:
    pieces: list[Piece] = []
    end = len(word)
    while end > 0:
        start, piece = back[end]
        if piece == unknown and pieces and pieces[-1].id == unknown:
            pieces[-1] = Piece(word[start:end] + pieces[-1].text, unknown)
        else:
            pieces.append(Piece(word[start:end], piece))
        end = start
    return pieces[::-1]
