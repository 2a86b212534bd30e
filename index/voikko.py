"""Ask Voikko, the Finnish morphological analyser, about one word form at a time."""

from __future__ import annotations

import os
import sys
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.errors import AnalyserError, Text
from index.paths import expand_home, is_file

# Homebrew's library folders; elsewhere the dynamic linker finds the library.
_HOMEBREW = ("/opt/homebrew/lib", "/usr/local/lib")
# Where libvoikko looks for dictionaries, after the folders of VOIKKO_DICTIONARY_PATH.
_DICTIONARY_FOLDERS = ("~/.voikko", "/etc/voikko", "/usr/lib/voikko", "/usr/share/voikko")
_LONGEST_WORD = 100  # libvoikko's limit is 255; nothing near it is a word

# How likely a class is where a form has several readings: a function word or an adverb is nearly always
# itself (kuin, yhdessä, hyvin); in project prose a noun is likelier than a verb (tuki, toimi), a verb than
# its participle (kertovat, tekemään), and anything likelier than a person's name (Ilma, Toivo).
_RANK = {
    **dict.fromkeys(("sidesana", "asemosana", "kieltosana", "suhdesana", "seikkasana"), 0),
    **dict.fromkeys(("nimisana", "nimisana_laatusana", "laatusana", "paikannimi", "lyhenne", "etuliite"), 1),
    "lukusana": 2,
    "teonsana": 3,
}
_PARTICIPLE = 4
_LAST = 5
# Words so common that they win against rarer namesakes: butter, ice, fire, flux (vuo), Oman.
_COMMON = frozenset(("voida", "jäädä", "tulla", "saada", "käydä", "vuosi", "oma"))

_thread = threading.local()


@dataclass(frozen=True, slots=True)
class Analysis:
    """One reading of a word form: Voikko's BASEFORM, CLASS, STRUCTURE and WORDBASES, in lower case."""

    base: str
    word_class: str
    structure: str
    word_bases: str


def analyses(form: str) -> list[Analysis]:
    """Return the readings of a lower-case word form with the fewest compound parts, the likeliest first.

    A -minen noun that Voikko gives as a form of its verb (osaamista) has both readings, the noun first.
    Capitals would change nothing: Voikko finds names in lower case too. Raises AnalyserError where Voikko is
    missing.
    """
    if len(form) > _LONGEST_WORD:
        return []
    raw = _handle().analyze(form)
    fewest = min((reading["STRUCTURE"].count("=") for reading in raw), default=0)
    kept = [reading for reading in raw if reading["STRUCTURE"].count("=") == fewest]  # no nuori+sota+kuu
    kept += [
        {**reading, "BASEFORM": _verbal_noun(form), "CLASS": "nimisana"}
        for reading in kept
        if reading.get("MOOD") == "MINEN-infinitive"
    ]
    kept.sort(key=lambda reading: _order(form, reading))
    return [Analysis(r["BASEFORM"].lower(), r["CLASS"], r["STRUCTURE"], r.get("WORDBASES", "").lower()) for r in kept]


def suggestions(form: str) -> list[str]:
    """Return the single words that Voikko proposes for a misspelt one, in lower case, its likeliest first.

    Raises AnalyserError where Voikko is missing.
    """
    if len(form) > _LONGEST_WORD:
        return []
    return [word.lower() for word in _handle().suggest(form) if " " not in word]


def _verbal_noun(form: str) -> str:
    return form[: max(form.rfind("mis"), form.rfind("minen"))] + "minen"


def _order(form: str, reading: dict[str, str]) -> tuple[bool, int, bool, bool, bool, int]:
    """Return the sort key of a reading: unlikely features last, then the longer way to build the word."""
    base = reading["BASEFORM"].lower()
    rank = _PARTICIPLE if "PARTICIPLE" in reading else _RANK.get(reading["CLASS"], _LAST)
    if base in _COMMON and "infinitive" not in reading.get("MOOD", ""):
        rank = 0
    return (
        reading.get("POSSESSIVE", "")[:1] in {"1", "2"},  # kuusi is six, hardly "your moon"
        rank,
        reading.get("COMPARISON", "positive") != "positive",  # vanhempi is a parent, then an older one
        "POSSESSIVE" in reading,  # muutokseen is of muutos, hardly "as their muutto"
        base != form,
        reading.get("WORDBASES", "").count("+"),
    )


def _handle() -> Any:
    """Return this thread's own Voikko: a shared one gives wrong results, then aborts the process."""
    handle = getattr(_thread, "handle", None)
    if handle is None:
        handle = _thread.handle = _open()
    return handle


def _open() -> Any:
    try:
        import libvoikko
    except ImportError as error:
        raise _missing(str(error)) from error
    if sys.platform == "darwin":
        libvoikko.Voikko.setLibrarySearchPath(next((path for path in _HOMEBREW if Path(path).is_dir()), None))
    try:
        # Loads the library: a handle that is made without it complains on stderr when it is thrown away.
        libvoikko.Voikko.getVersion()
        return libvoikko.Voikko("fi")
    except (OSError, libvoikko.VoikkoException) as error:
        raise _missing(str(error)) from error


def _missing(reason: str) -> AnalyserError:
    return AnalyserError(
        Text(
            f"Voikko, the analyser of Finnish, or its Finnish dictionary is missing: {reason}",
            f"Suomen kielen analysaattori Voikko tai sen suomen sanasto puuttuu: {reason}",
        ),
        Text(
            "Run scripts/setup.sh in the checkout: it sets Voikko up. Or install it: "
            "apt install libvoikko1 voikko-fi (Debian, Ubuntu), brew install libvoikko (macOS).",
            "Aja lähdekoodikansiossa scripts/setup.sh: se asentaa Voikon. Tai asenna se itse: "
            "apt install libvoikko1 voikko-fi (Debian, Ubuntu), brew install libvoikko (macOS).",
        ),
    )


@lru_cache(maxsize=1)
def voikko_version() -> str:
    """Return the versions of Voikko and of its dictionary, e.g. "voikko 4.3.1 suomi (perussanasto) 2.5".

    Raises AnalyserError where Voikko is missing.
    """
    handle = _handle()
    described = next((d.description for d in handle.listDicts() if d.language == "fi"), "")
    return " ".join(filter(None, ("voikko", handle.getVersion(), described, _dictionary_version())))


def _dictionary_version() -> str:
    """Read SM-Version from the dictionary's index.txt, which libvoikko doesn't pass on; "" without one."""
    asked = os.environ.get("VOIKKO_DICTIONARY_PATH", "").split(os.pathsep)
    folders = [*filter(None, asked), *_DICTIONARY_FOLDERS, *(f"{path}/voikko" for path in _HOMEBREW)]
    for folder in folders:
        description = expand_home(folder) / "5" / "mor-standard" / "index.txt"
        if is_file(description):
            for line in description.read_text(encoding="utf-8", errors="replace").splitlines():
                name, _, value = line.partition(":")
                if name == "SM-Version":
                    return value.strip()
    return ""
