"""Translate words of Swedish and English queries into Finnish by the dictionaries on this computer.

They are FreeDict's, made from Wiktionary, as Debian packages them for dictd (dict-freedict-eng-fin,
dict-freedict-swe-fin). Where they are missing or damaged, nothing is translated.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from index.paths import expand_home, is_file
from search.dictionary_files import INDEX_SUFFIX
from search.dictionary_store import DictionaryStore

Foreign = Literal["en", "sv"]

# A folder with dictionaries, in place of the one where Debian's packages put them.
FOLDER_VARIABLE = "HANKEHAKU_DICTIONARIES"
_DEBIANS_FOLDER = Path("/usr/share/dictd")
_NAMES: dict[Foreign, tuple[str, str]] = {
    "en": ("freedict-eng-fin", "english"),
    "sv": ("freedict-swe-fin", "swedish"),
}
# Common forms that Snowball doesn't lead to their head word: those with another vowel than it, and in Swedish those
# with a genitive s, a definite t or n beside another ending (kvinnor|s, fängelse|t).
_IRREGULAR: dict[Foreign, dict[str, str]] = {
    "en": {"children": "child", "women": "woman", "men": "man"},
    "sv": {"vuxna": "vuxen", "män": "man", "mödrar": "moder", "städer": "stad", "städerna": "stad"},
}
_SWEDISH_ENDINGS = ("s", "t", "n")
# The parts of a compound have so many letters: shorter ones are found in anything.
_SHORTEST_PART = 4
# Between the parts of a Swedish compound may stand an s: arbet|s|liv.
_LINK = "s"
# A word of fewer letters may have a head word's stem by chance.
_TELLING_LENGTH = 6


class Dictionary:
    """The dictionary from one language into Finnish; it is opened when the first word is looked up.

    Its methods raise DictionaryError where it is damaged.
    """

    def __init__(self, language: Foreign, folder: Path) -> None:
        self.language = language
        self._folder = folder
        self._name, self._stemmer = _NAMES[language]

    def check(self) -> None:
        """Open the dictionary, so that one that can't be used says so."""
        self._store.has_head("")

    def translations(self, text: str) -> tuple[str, ...]:
        """Return the translations of a word, or of several with spaces between them, as they are usually written.

        A word that is no head word stands for those with its Snowball stem.
        """
        return next(filter(None, map(self._of_form, self._forms(text))), ())

    def knows(self, word: str) -> bool:
        """Tell whether a word is surely of this language: a head word, or long enough to be a form of one."""
        return self._store.has_head(word) or (len(word) >= _TELLING_LENGTH and bool(self.translations(word)))

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the parts of a word that may be words of their own.

        Of a Swedish compound (distans|tjänster) those are two, of any word with hyphens (low-threshold) all pieces.
        """
        if "-" in word:
            return tuple(filter(None, word.split("-")))
        if self.language != "sv":
            return ()
        # The longest last part is the likeliest to be a word in itself.
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            head, tail = word[:cut], word[cut:]
            for first in dict.fromkeys((head, head.removesuffix(_LINK))):
                if len(first) >= _SHORTEST_PART and self.translations(first) and self.translations(tail):
                    return first, tail
        return ()

    def _forms(self, text: str) -> Iterator[str]:
        yield text
        if text in _IRREGULAR[self.language]:
            yield _IRREGULAR[self.language][text]
        if self.language == "sv" and text.endswith(_SWEDISH_ENDINGS):
            yield text[:-1]

    def _of_form(self, form: str) -> tuple[str, ...]:
        return tuple(self._store.translations(form, _stemmer(self._stemmer)(form)))

    @cached_property
    def _store(self) -> DictionaryStore:
        return DictionaryStore(self._folder, self._name, _stemmer(self._stemmer))


def dictionaries() -> tuple[Dictionary, ...]:
    """Return the dictionaries on this computer; none is opened yet."""
    folder = expand_home(os.environ.get(FOLDER_VARIABLE) or _DEBIANS_FOLDER)
    return tuple(
        Dictionary(language, folder)
        for language, (name, _) in _NAMES.items()
        if is_file(folder / f"{name}{INDEX_SUFFIX}")
    )


@lru_cache
def _stemmer(language: str) -> Callable[[str], str]:
    """Return what stems each word of a text by Snowball."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    analyse = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.stemmer(language)).build().analyze
    return lambda text: " ".join(analyse(text))
