"""What a user types -> words that rank, phrases that must be there, words that must not, and the text to embed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import QueryError, Text
from index.finnish import analyse, is_stop_word
from index.keyword_query import KeywordQuery, Phrase, Word
from index.limits import LONGEST_QUERY
from index.model import Token

if TYPE_CHECKING:
    from search.spelling import Correction
    from search.synonyms import Expansion
    from search.translation import Translation

_QUOTES = str.maketrans("“”„‟«»", '""""""')
_BEFORE_WORDS = re.compile(r"(?<!\S)[-=]+(?=\S)")
# What Finnish joins to a name of several words by a space and a hyphen: "Suunta yhdessä -hanke". None of them is a word
# that anyone leaves out of a search for projects.
KINDS_OF_NAMES = frozenset(["hanke", "malli", "menetelmä", "ohjelma", "projekti"])
# What a question begins with says nothing of its subject. Few passages have such a word, so that it would outweigh it.
_QUESTION_WORDS = frozenset(
    ["kauanko", "milloin", "millainen", "minkäikäinen", "minkälainen", "monentenako", "montako", "paljonko", "useinko"]
)
_ITEM = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<words>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: `given` as typed, `text` without operators and exclusions (what is embedded), and its words.

    `joined` are words behind a hyphen that aren't left out, since they tell what the name before them is a name of.
    `corrections`, `expansions`, `translations`, `variant` (a second text to embed) and `missing` (words that the
    collection doesn't have) are what `search.interpret` made of it.
    """

    given: str
    text: str
    keywords: KeywordQuery
    joined: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    translations: tuple[Translation, ...] = ()
    variant: str | None = None
    missing: tuple[str, ...] = ()

    @property
    def coverage(self) -> float:
        """Return the share of the free words that the collection has.

        Evidence of words tells little of a query in another language of which only a term or two is known.
        """
        words = len(self.keywords.words)
        return 1 - len(self.missing) / words if words else 1.0

    @property
    def scored_words(self) -> tuple[Word, ...]:
        """Return every word that a hit can be found by, those of phrases included."""
        return (*self.keywords.words, *(word for phrase in self.keywords.phrases for word in phrase))


def parse_query(given: str) -> Query:
    """Parse free text with `"phrases"`, `-exclusions` and `=exact` words; `name of words -hanke` excludes nothing.

    Raises QueryError when nothing is asked for, or more than LONGEST_QUERY.
    """
    check_length(given)
    free: list[str] = []
    exact: list[Word] = []
    phrases: list[Phrase] = []
    excluded: list[Phrase] = []
    embedded: list[str] = []
    joined: list[str] = []
    for match in _ITEM.finditer(given.translate(_QUOTES)):
        content = match["phrase"] if match["phrase"] is not None else match["words"]
        phrase = _phrase(content)
        if match["minus"] and free and match["words"] and _tells_what_a_name_is_of(phrase):
            joined.append(content)
        elif match["minus"]:
            excluded += [phrase] if phrase else []
            continue
        if phrase:
            embedded.append(content.replace("=", " ").strip())
        if match["phrase"] is not None:
            phrases += [phrase] if phrase else []
        elif content.startswith("="):
            exact += phrase
        else:
            free.append(content)
    words = (*_content_words(" ".join(free), alone=not exact and not phrases), *exact)
    if not words and not phrases:
        raise _nothing_asked(bool(excluded))
    return Query(given, " ".join(embedded), KeywordQuery(words, tuple(phrases), tuple(excluded)), tuple(joined))


def check_length(text: str) -> None:
    """Raise QueryError for a text that is longer than a query may be."""
    if len(text) > LONGEST_QUERY:
        raise QueryError(
            Text(
                en=f"The query has {len(text)} characters; at most {LONGEST_QUERY} are taken.",
                fi=f"Haussa on {len(text)} merkkiä; enintään {LONGEST_QUERY} otetaan.",
            ),
            Text(en="Shorten it to the main point.", fi="Lyhennä se pääasiaan."),
        )


def check_limit(limit: int) -> None:
    """Raise QueryError for a number of hits or projects that none can be shown of."""
    if limit < 1:
        raise QueryError(
            Text(en=f"{limit} is no number of hits.", fi=f"{limit} ei ole osumien määrä."),
            Text(en="Ask for one or more: --limit 10", fi="Pyydä yksi tai useampia: --limit 10"),
        )


def without_operators(text: str) -> str:
    """Return a query for the words of any text, in which quotation marks, hyphens and `=` before words mean nothing."""
    return _BEFORE_WORDS.sub("", text.translate(_QUOTES).replace('"', " "))


def asks_exactly(text: str) -> bool:
    """Tell whether a query as typed has quotation marks or words that begin with `=`."""
    return '"' in text.translate(_QUOTES) or any(len(item) > 1 and item.startswith("=") for item in text.split())


def _content_words(text: str, *, alone: bool) -> tuple[Word, ...]:
    """Return the words of free text without function and question words, unless it has no others and stands alone."""
    tokens = analyse(text)
    content = [token for token in tokens if not (is_stop_word(token) or _asks(token))]
    return tuple(Word(token) for token in (content or (tokens if alone else [])))


def _asks(token: Token) -> bool:
    return not _QUESTION_WORDS.isdisjoint((token.text, token.lemmas[0]))


def _phrase(text: str) -> Phrase:
    """Return the words of a phrase in order; one that begins with "=" is meant as written."""
    return tuple(
        Word(token, exact=item.startswith("=")) for item in text.split() for token in analyse(item.removeprefix("="))
    )


def _tells_what_a_name_is_of(phrase: Phrase) -> bool:
    """Tell whether a word is the last part of a name, itself or as a compound's last part (kehittämishanke)."""
    return any(not KINDS_OF_NAMES.isdisjoint((*word.token.lemmas, *word.token.parts[-1:])) for word in phrase)


def _nothing_asked(only_excluded: bool) -> QueryError:
    if only_excluded:
        message = Text(en="The query only says what to leave out.", fi="Haku kertoo vain, mitä jätetään pois.")
    else:
        message = Text(en="The query has no words.", fi="Haussa ei ole sanoja.")
    return QueryError(
        message,
        Text(
            en='Say what you look for: hankehaku search "matalan kynnyksen palvelut"',
            fi='Kerro, mitä etsit: hankehaku hae "matalan kynnyksen palvelut"',
        ),
    )
