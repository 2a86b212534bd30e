"""Analyse Finnish: words of running text, their base forms and the parts of compounds.

The one analyser of documents and queries alike, so that both speak of a word in the same terms.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import astuple, dataclass
from functools import cached_property, lru_cache

from index.compounds import parts
from index.model import Token
from index.normalise import Normalised, normalise
from index.stop_words import STOP_WORDS
from index.voikko import Analysis, analyses, voikko_version

__all__ = [
    "Normalised",
    "Words",
    "analyse",
    "analyse_form",
    "analyser_version",
    "as_stored",
    "forms_like",
    "forms_of",
    "grams",
    "is_stop_word",
    "normalise",
    "not_recalled",
    "recall",
    "tokenise",
    "words_of",
]

_RULES = "1"  # raise it when a change here, in normalise, compounds or voikko changes what a word becomes
_CACHED_FORMS = 500_000
# A search asks for the words of what it shows to recall what is known of them, and again to tell which matched: of a
# hundred projects there are three passages each.
_CACHED_TEXTS = 300
_MOST_LEMMAS = 3
_GRAM = 5
_ABBREVIATION = 4  # an unknown piece of a hyphenated word, so short, is an abbreviation and no misspelling
_SHORTEST_PIECE = (4, 5)  # the first and last piece of a guessed compound: shorter ones fit by chance
_SUFFIXES = frozenset(("lainen", "läinen"))  # words to Voikko, but endings in a longer word

_PRONOUNS_AND_CONJUNCTIONS = frozenset(("asemosana", "sidesana", "kieltosana"))
_FUNCTION_CLASSES = _PRONOUNS_AND_CONJUNCTIONS | {"suhdesana"}

# Repeats are possessive or bounded, so that no text takes more than linear time. What begins no word is seen at once,
# and the commonest letters are asked for by themselves, because a class of Unicode takes longer.
_TOKEN = re.compile(
    r"""
    (?= [^\W_] ) (?:                                                 # every word begins so
    [A-Za-zÅÄÖåäö]*+ [^\W\d_]*+ (?! [-'.:@/\w\u0300-\u036f] )         # the plain word: nine in ten, by its letters
  | (?: (?: https?:// | www\. ) [^\s<>"()]{0,2000} [^\W_] /?          # an address on the web
      | [^\W_] [\w.+-]{0,63} @ [\w-]{1,63} (?: \.[\w-]{1,63} ){0,8}   # an e-mail address
      | [A-Za-z] [A-Za-z0-9-]{0,62} (?: \.[A-Za-z0-9-]{1,63} ){0,4} \.(?:fi|com|org|net|eu)\b  # a host
      | \d{7}-\d (?!\w)                                               # a business id
      | (?: \d{1,3}(?:[ ]\d{3})+ | \d+(?:[.,:⁄]\d+)* )                # 1 200 000; 2,5; 1.8.2019; 12:30
        (?! [^\W_] | [-:'][^\W\d_] )                                  # but not the 30 of 30-vuotias
      | [^\W_]++ (?: [\u0300-\u036f]++ [^\W_]*+ )*+                   # a word,
        (?: ['-] [^\W_]++ (?: [\u0300-\u036f]++ [^\W_]*+ )*+ )*+      #   hyphens and apostrophes inside it,
        (?: : [^\W\d_]{1,6} (?![^\W_]) )?                             #   an abbreviation's ending (ESR:n),
        (?: - (?![\w-]) )?                                            #   the hyphen of an elliptic sosiaali-
    ) [\u0300-\u036f]* )                                              # accents that compose with no letter
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Word:
    """What is known of a word form, whatever text it stands in."""

    lemmas: tuple[str, ...]
    parts: tuple[str, ...] = ()
    known: bool = True
    is_function_word: bool = False


# Analyses that an index remembers; the same form has the same one in every index of the same analyser.
_recalled: dict[str, _Word] = {}


class Words:
    """The words of a text in order: `forms` has each in lower case; the rest is worked out for those asked for."""

    def __init__(self, text: str) -> None:
        self._normalised = normalise(text)
        self._found = _TOKEN.findall(self._normalised.text)
        self.forms = tuple(map(str.lower, self._found))

    def token(self, place: int) -> Token:
        """Return the word at a place, counted from 0, with base forms, parts and its offsets in the text as given."""
        start = self._starts[place]
        return _token(self.forms[place], *self._normalised.original_span(start, start + len(self._found[place])))

    @cached_property
    def _starts(self) -> list[int]:
        """Where each word starts; what stands between words begins none, so that none is found before its place."""
        text = self._normalised.text
        starts, end = [], 0
        for word in self._found:
            start = text.index(word, end)
            starts.append(start)
            end = start + len(word)
        return starts


@lru_cache(maxsize=_CACHED_TEXTS)
def words_of(text: str) -> Words:
    """Return the words of any text, not analysed yet."""
    return Words(text)


def analyse(text: str) -> list[Token]:
    """Return the words of `text` in order, with base forms and compound parts; offsets are those of `text`.

    A number, a business id, a project code (S21620), a web or e-mail address is one known word, its own
    lemma; a range of years is two; a date has its year as its part. A word unknown to Voikko is taken apart
    at its hyphens, an abbreviation's ending is cut at its colon, and a compound may be guessed from two known
    words; what is still unknown is its own lemma. Raises AnalyserError where Voikko is missing.
    """
    words = words_of(text)
    return [words.token(place) for place in range(len(words.forms))]


def analyse_form(form: str) -> Token:
    """Return a lower-case word form as the token of a text of its own."""
    return _token(form, 0, len(form))


def forms_of(terms: Set[str], forms: Iterable[str]) -> list[str]:
    """Return those of some lower-case word forms that have one of `terms` as their base form or a part's."""
    return [
        form
        for form in forms
        if not (terms.isdisjoint((word := _word_of(form)).lemmas) and terms.isdisjoint(word.parts))
    ]


def forms_like(wanted: Set[str], forms: Iterable[str]) -> list[str]:
    """Return those of some lower-case word forms that have one of the 5-grams `wanted`, or whose base form has one."""
    return [
        form
        for form in forms
        if not wanted.isdisjoint(_runs(form.replace(" ", "")))
        or not ((word := _word_of(form)).known or wanted.isdisjoint(_runs(word.lemmas[0])))
    ]


def tokenise(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return the words of a normalised text in lower case, each with its start and end in that text."""
    return tuple([(match.group().lower(), *match.span()) for match in _TOKEN.finditer(text)])


def grams(word: str) -> list[str]:
    """Return the character 5-grams of a word between boundary marks, each once: "^hank", "hanke", "anke$".

    A word of three letters or fewer is one gram, whole. They find what the lemmatiser doesn't know:
    misspellings, names, other languages (McNamee et al. 2009, Addressing Morphological Variation in
    Alphabetic Languages).
    """
    return list(dict.fromkeys(_runs(word)))


def _runs(word: str) -> list[str]:
    marked = f"^{word}$"
    return [marked[start : start + _GRAM] for start in range(len(marked) - _GRAM + 1)] or [marked]


def is_stop_word(token: Token) -> bool:
    """Tell whether a word carries no content of its own: a Finnish, Swedish or English function word.

    Finnish pronouns, conjunctions and the negation are told by Voikko's CLASS, as are adpositions that can be
    nothing else (ilman is without, but also of the air); the rest by a list.
    """
    if token.text in STOP_WORDS or token.lemmas[0] in STOP_WORDS:
        return True
    return _word_of(token.text).is_function_word


def analyser_version() -> str:
    """Return what an index must have been made with to fit: our rules, Voikko and its dictionary.

    For example "1 voikko 4.3.1 suomi (perussanasto) 2.5". Raises AnalyserError where Voikko is missing.
    """
    return f"{_RULES} {voikko_version()}"


def as_stored(form: str) -> str:
    """Return as JSON what `recall` takes of a lower-case word form; it holds for one `analyser_version`."""
    return json.dumps(astuple(_word_of(form)), ensure_ascii=False)


def recall(stored: Sequence[tuple[str, str]]) -> None:
    """Take what `as_stored` told of word forms, so that they aren't analysed again.

    Raises ValueError or TypeError for anything else.
    """
    if len(_recalled) > _CACHED_FORMS:
        _recalled.clear()
    # Read as one, because to read each by itself takes twice as long.
    words = json.loads(f"[{','.join([word for _, word in stored])}]")
    for (form, _), (lemmas, parts_of_it, known, is_function_word) in zip(stored, words, strict=True):
        _recalled[form] = _Word(tuple(lemmas), tuple(parts_of_it), known, is_function_word)


def not_recalled(forms: set[str]) -> set[str]:
    """Return those of some word forms that `recall` hasn't taken."""
    return forms.difference(_recalled)


def _token(form: str, start: int, end: int) -> Token:
    word = _word_of(form)
    return Token(form, start, end, word.lemmas, word.parts, word.known)


def _word_of(form: str) -> _Word:
    return _recalled.get(form) or _analyse_form(form)


@lru_cache(maxsize=_CACHED_FORMS)
def _analyse_form(form: str) -> _Word:
    """Analyse one lower-case word form out of its context."""
    if not any(character.isalpha() for character in form):
        return _number(form)
    if "." in form or "@" in form or "/" in form:
        return _Word((form,))
    bare = form.rstrip("-")
    readings = analyses(form) or (analyses(bare) if bare != form else [])
    if readings:
        return _known_word(readings)
    if ":" in bare:
        return _analyse_form(bare.partition(":")[0])
    if "-" in bare:
        return _hyphenated_word(bare)
    if any(character.isdigit() for character in bare):
        return _Word((bare,))
    return _guessed_compound(bare) or _Word((bare,), known=False)


def _number(form: str) -> _Word:
    year = form.rpartition(".")[2] if form.count(".") == 2 else ""
    return _Word((form.replace(" ", ""),), (year,) if len(year) == 4 else ())


def _known_word(readings: list[Analysis]) -> _Word:
    lemmas = dict.fromkeys(reading.base.strip("-") for reading in readings)
    classes = {reading.word_class for reading in readings}
    return _Word(
        tuple(lemmas)[:_MOST_LEMMAS],
        parts(readings[0]),
        is_function_word=readings[0].word_class in _PRONOUNS_AND_CONJUNCTIONS or classes <= _FUNCTION_CLASSES,
    )


def _hyphenated_word(form: str) -> _Word:
    """Analyse a hyphenated word by its pieces: TE-toimistosta is te-toimisto, of te and toimisto.

    A hyphen left from the end of a line goes where the whole is a word without it: pereh-dyttäminen.
    """
    readings = analyses(form.replace("-", ""))
    if readings:
        return _known_word(readings)
    pieces = form.split("-")
    # All but the last keep their hyphen, because Voikko knows sosiaali- and doesn't know sosiaali.
    words = [_analyse_form(piece + "-") for piece in pieces[:-1]] + [_analyse_form(pieces[-1])]
    lemma = "-".join([*pieces[:-1], words[-1].lemmas[0]])
    found = dict.fromkeys(part for word in words for part in (word.lemmas[0], *word.parts))
    known = all(word.known or len(piece) <= _ABBREVIATION for word, piece in zip(words, pieces, strict=True))
    return _Word((lemma,), tuple(found), known)


def _guessed_compound(form: str) -> _Word | None:
    """Split an unknown word in two known ones, the last a noun: työhön+valmentaja, lyhyt+koulutus.

    The word stays unknown, so that its 5-grams serve it as well.
    """
    first, last = _SHORTEST_PIECE
    for cut in range(first, len(form) - last + 1):
        tail = analyses(form[cut:])
        if not tail or "nimisana" not in tail[0].word_class or tail[0].base in _SUFFIXES:
            continue
        head = analyses(form[:cut])
        if head and len(tail[0].base) >= first:
            lemma = form[:cut] + tail[0].base
            return _Word((lemma,), (head[0].base, tail[0].base, *parts(tail[0])), known=False)
    return None
