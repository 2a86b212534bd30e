"""Correct what is misspelt in a query, towards words that the collection holds.

Precision comes first: a word that stands in the collection is right, and so is one that Voikko knows, unless the
collection writes it apart or together; a word that is near nothing stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from index.finnish import analyse, normalise, tokenise
from index.keyword_query import EXACT, Word
from index.keywords import KeywordIndex
from index.model import Token
from index.voikko import analyses, suggestions

_ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"
# On a foreign keyboard ä and ö are typed as a and o.
_WITHOUT_DOTS = str.maketrans("äö", "ao")
_DOTTED = {"a": "aä", "ä": "aä", "o": "oö", "ö": "oö"}
# So many edits may lie between a misspelt word of at most so many letters and the right one; the missing dots of a
# whole word are one edit.
_MOST_EDITS = ((5, 1), (15, 2))
_MOST_EDITS_LONGER = 3
# The shorter a word, the more others are near it. In one of at most 3 letters only the dots may be missing; in one of
# 5, only letters may be swapped or doubled; one of 8 has one edit (or missing dots beside a doubled letter), begins
# with the right letter, and is written somewhere as suggested.
_TINY, _VERY_SHORT, _SHORT = 3, 5, 8
# A word with a letter that Finnish words don't have is a name or another language's.
_FOREIGN = frozenset("bcfqwxzåšž")
# Words that are looked through where a word's first two letters are right, and where one of them is wrong.
_COMMONEST, _COMMONEST_ODD = 2_000, 500
_SHORTEST_PIECE = 3
# A compound that two words are joined in must stand in so many passages, for each that the rarer of them stands in.
_TOGETHER = 0.25
# A word that Voikko doesn't know, but that stands in so many passages, is no misspelling itself.
_CREDIBLE = 3
# Two words that Voikko doesn't know and that differ in their last letters may be two forms of one name.
_ENDING = 3

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_DOUBLE = re.compile(r"(.)\1")
_QUOTES = str.maketrans("“”„‟«»", '""""""')
# What a query asks for as written, or not at all: "phrases", =exact words and -exclusions.
_AS_WRITTEN = re.compile(r'-?"[^"]*"?|(?:^|(?<=[\s"]))[-=][^\s"]+')


@dataclass(frozen=True, slots=True)
class Correction:
    """A better spelling of the word (or the two words) at `position`, an index into the query's words.

    `given` and `suggestion` are in lower case, as a user would type them. The suggestion's words stand in `frequency`
    passages; it is `distance` edits away.
    """

    position: int
    given: str
    suggestion: str
    frequency: int
    distance: int


@dataclass(frozen=True, slots=True)
class _Respelling:
    """A word near the given one, with the passages that it stands in: in any form, and as written."""

    word: str
    distance: int
    sounds_alike: bool
    frequency: int
    as_written: int

    @property
    def order(self) -> tuple[int, bool, int, int, str]:
        """The nearest come first; of those the soundalikes, then the commonest."""
        return self.distance, not self.sounds_alike, -self.frequency, -self.as_written, self.word


def correct(words: Sequence[Word], keywords: KeywordIndex, right: Collection[int] = ()) -> list[Correction]:
    """Return the best correction of each word that needs one, in order; exact words need none.

    `words` are the free words of a query, in order; those at the positions `right` are known to be rightly spelt words
    of another language. Raises AnalyserError where Voikko is missing.
    """
    corrections: list[Correction] = []
    joined = -1
    for position, word in enumerate(words):
        if word.exact or position == joined or position in right:
            continue
        found = None if position + 1 in right else _joined(position, words, keywords)
        if found:
            joined = position + 1
        elif not _stands(word.token, keywords):
            found = _split(position, word.token, keywords) or _respelt(position, word.token, keywords)
        corrections += [found] if found else []
    return corrections


def corrected_text(text: str, corrections: Sequence[Correction]) -> str:
    """Return a query's text with the corrections in it and all else as typed.

    Capitals are kept; phrases, exact words and exclusions aren't touched.
    """
    normalised = normalise(text)
    free = _AS_WRITTEN.sub(lambda match: '"' * len(match.group()), normalised.text.translate(_QUOTES))
    better = {correction.given: correction.suggestion for correction in corrections}
    pieces, end = [], 0
    for given, start, stop in _one_and_two_words(free):
        first, last = normalised.original_span(start, stop)
        if given in better and first >= end:
            pieces += [text[end:first], _with_capitals_of(text[first:last], better[given])]
            end = last
    return "".join([*pieces, text[end:]])


def _one_and_two_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word and the next, where only spaces are between them, then the word alone; with start and end."""
    found = tokenise(text)
    for (word, start, stop), following in zip(found, [*found[1:], None], strict=True):
        if following and text[stop : following[1]].isspace():
            yield f"{word} {following[0]}", start, following[2]
        yield word, start, stop


def _with_capitals_of(given: str, suggestion: str) -> str:
    if len(given) > 1 and given.isupper():
        return suggestion.upper()
    return suggestion[0].upper() + suggestion[1:] if given[0].isupper() else suggestion


def _stands(token: Token, keywords: KeywordIndex) -> bool:
    return _frequency(token, keywords) > 0 or any(keywords.holds(lemma) for lemma in token.lemmas)


def _frequency(token: Token, keywords: KeywordIndex) -> int:
    return max(keywords.document_frequency(term) for term in (*token.lemmas, EXACT + token.text))


def _joined(position: int, words: Sequence[Word], keywords: KeywordIndex) -> Correction | None:
    """Join two words that the collection writes together, and often enough for them not to be meant as two."""
    pair = words[position : position + 2]
    if len(pair) < 2 or pair[1].exact or pair[1].token.start - pair[0].token.end != 1:
        return None
    first, second = pair[0].token, pair[1].token
    together = max(keywords.document_frequency(first.text + lemma) for lemma in second.lemmas)
    apart = min(_frequency(first, keywords), _frequency(second, keywords))
    enough = apart + 1 if _is_inflected(first.text) else _TOGETHER * apart
    if not together or together < enough:
        return None
    if keywords.phrase_frequency(tuple(pair)):
        return None
    return Correction(position, f"{first.text} {second.text}", first.text + second.text, together, 1)


def _split(position: int, token: Token, keywords: KeywordIndex) -> Correction | None:
    """Split an adjective from its noun where they stand side by side in the collection: matalan kynnyksen."""
    text = token.text
    if not text.isalpha() or (token.known and not token.parts):
        return None
    found: list[tuple[int, str]] = []
    for cut in range(_SHORTEST_PIECE, len(text) - _SHORTEST_PIECE + 1):
        if keywords.document_frequency(EXACT + text[:cut]) and _is_adjective(text[:cut]):
            pair = tuple(Word(piece) for piece in analyse(f"{text[:cut]} {text[cut:]}"))
            if pair[1].token.known:
                found.append((keywords.phrase_frequency(pair), f"{text[:cut]} {text[cut:]}"))
    frequency, suggestion = max(found, default=(0, ""))
    return Correction(position, text, suggestion, frequency, 1) if frequency else None


def _is_adjective(form: str) -> bool:
    return any("laatusana" in reading.word_class for reading in analyses(form))


def _is_inflected(form: str) -> bool:
    """Tell whether a word can rightly stand apart before a noun (alkoholin käyttö), as its base form can't."""
    return any(reading.base != form for reading in analyses(form)[:1])


def _respelt(position: int, token: Token, keywords: KeywordIndex) -> Correction | None:
    """Return the best word near one that Voikko doesn't know: Voikko's proposals first, then the collection's words."""
    text = token.text
    if token.known or not _WORD.fullmatch(text) or len(text) < _SHORTEST_PIECE:
        return None
    best = _best(text, set(suggestions(text)), keywords)
    # A proposal that is one edit away and stands as written is good enough to spare the walk through many words.
    if best is None or best.distance > 1 or not best.as_written:
        both = (best, _best(text, _candidates(text, keywords), keywords))
        best = min(filter(None, both), key=lambda one: one.order, default=None)
    return Correction(position, text, best.word, best.frequency, best.distance) if best else None


def _best(text: str, candidates: set[str], keywords: KeywordIndex) -> _Respelling | None:
    """Return the first in order of the candidates that are near enough and credible."""
    near = _near(text, candidates)
    for distance in sorted(set(near.values())):
        found = (_credible(text, word, distance, keywords) for word, away in near.items() if away == distance)
        best = min(filter(None, found), key=lambda one: one.order, default=None)
        if best:
            return best
    return None


def _candidates(text: str, keywords: KeywordIndex) -> set[str]:
    """Return the collection's words that begin like `text` with at most one edit in the first two letters."""
    first, second = text[0], text[1]
    right = {one + two for one, two in product(_DOTTED.get(first, first), _DOTTED.get(second, second))}
    odd = {second + first + text[2:3], text[1:4], first + text[2:4]}
    for letter in _ALPHABET:
        odd |= {letter + text[:2], first + letter + second, letter + text[1:3], first + letter + text[2:3]}
    found = [keywords.words_beginning(prefix, _COMMONEST) for prefix in right]
    found += [keywords.words_beginning(prefix, _COMMONEST_ODD) for prefix in odd]
    return set().union(*found)


def _near(text: str, candidates: set[str]) -> dict[str, int]:
    """Return the candidates that are near enough, with their distances.

    The distance is the restricted Damerau-Levenshtein distance without dots, and one more where dots differ.
    """
    from rapidfuzz.distance import OSA

    most = next((edits for letters, edits in _MOST_EDITS if len(text) <= letters), _MOST_EDITS_LONGER)
    plain = text.translate(_WITHOUT_DOTS)
    near = {}
    for candidate in candidates:
        if abs(len(candidate) - len(text)) > most or not _WORD.fullmatch(candidate):
            continue
        edits = OSA.distance(plain, candidate.translate(_WITHOUT_DOTS), score_cutoff=most)
        distance = edits + (OSA.distance(text, candidate) > edits)
        if distance <= most and (edits == 0 or _is_likely(text, candidate, distance)):
            near[candidate] = distance
    return near


def _is_likely(text: str, candidate: str, distance: int) -> bool:
    """Tell whether a near word is likely meant: the shorter the word, the more must be right in it."""
    if _FOREIGN & set(text) - set(candidate):
        return False
    if len(text) > _SHORT:
        return True
    if len(text) <= _TINY:
        return False
    given, meant = text.translate(_WITHOUT_DOTS), candidate.translate(_WITHOUT_DOTS)
    if _single(given) == _single(meant):
        return True
    return distance == 1 and (sorted(given) == sorted(meant) or (len(text) > _VERY_SHORT and given[0] == meant[0]))


def _single(word: str) -> str:
    """Return a word with its doubled letters single: the length of a sound is easily misspelt."""
    return _DOUBLE.sub(r"\1", word)


def _credible(given: str, candidate: str, distance: int, keywords: KeywordIndex) -> _Respelling | None:
    """Return what speaks for a candidate, or None where it stands nowhere or may be wrong itself."""
    (token,) = analyse(candidate)
    as_written = keywords.document_frequency(EXACT + candidate)
    if token.known:
        credible = len(given) > _SHORT or as_written > 0 or candidate in token.lemmas
    else:
        credible = as_written >= _CREDIBLE and given[-_ENDING:] == candidate[-_ENDING:]
    frequency = _frequency(token, keywords)
    if not (credible and frequency):
        return None
    return _Respelling(candidate, distance, _single(given) == _single(candidate), frequency, as_written)
