"""Find the sub-headings that writers put into running text, and tell them from sentences and list items."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """How sure a sub-heading is: LABEL is one of the customary words; TITLE looks like one by its place and shape."""

    LABEL = auto()
    TITLE = auto()


@dataclass(frozen=True, slots=True)
class SubHeading:
    """A sub-heading: `title` has no closing colon; the line's prose, if any, starts at `column`."""

    title: str
    column: int
    kind: Kind


_LONGEST_TITLE = 80
_MOST_TITLE_WORDS = 8
# Numbered titles name whole measures; the longest seen in public descriptions has 115 characters.
_LONGEST_NUMBERED_TITLE = 140
# Shorter lines without an end mark may be list items; longer ones are prose.
_LONGEST_LIST_ITEM = 100

_QUALIFIER = (
    r"(?:hankkeen|projektin|keskeiset|keskeisimmät|tärkeimmät|odotetut|saavutetut"
    r"|konkreettiset|määrälliset|laadulliset)"
)
_WORD = (
    r"(?:tausta[at]?|lähtökohdat|lähtökohta|lähtötilanne|nykytila|tarve|tarpeet|idea|tarkoitus"
    r"|(?:pää|osa)?tavoite|(?:pää|osa)?tavoitteet|toimenpide|toimenpiteet|toteutus|toteuttaminen|toiminta|menetelmät"
    r"|tulos|tulokset|tuotos|tuotokset|vaikutukset|vaikuttavuus|hyödyt|kohderyhmät?|yhteistyö|yhteistyökumppanit"
    r"|kumppanit|arviointi|seuranta|viestintä|tiedotus|tiedottaminen|levittäminen|juurruttaminen|jatkuvuus|jatko"
    r"|jatkotoimenpiteet|johtopäätökset|yhteenveto|riskit|aikataulu|rahoitus|budjetti|resurssit|henkilöstö|organisointi"
    r"|määrä|hyvät käytännöt)"
)
_TERM = rf"(?:{_QUALIFIER} )*{_WORD}"
_LABEL = re.compile(rf"{_TERM}(?:(?: ja| sekä|,) {_TERM})*", re.IGNORECASE)
# After a colon anything may follow, after a full stop a new sentence.
_LABEL_AND_PROSE = re.compile(r"(?P<title>[^\W\d_][^:.]*?) ?(?:: ?(?P<prose>.*)|\. (?=[A-ZÅÄÖ])(?P<sentence>.+)|)")
MARKDOWN_HEADING = re.compile(r"(?P<marks>#{1,6}) (?P<title>.*?\w.*?)(?: #+)?")
_NUMBERED_TERM = re.compile(
    r"(?P<title>(?:osa)?(?:toimenpide|tavoite|työpaketti|tp|tulos|vaihe|osio|osa-alue|teema|toimenpidekokonaisuus)"
    r" ?(?:\d{1,2}|[IVX]{1,4}\b|[A-H]\b))(?P<mark> ?[.:)–-])? ?(?P<rest>.*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,2}[.)]? ?(?=[^\W\d_])")
LIST_MARK = re.compile(r"(?:[-–—•*·▪◦‣●○■➢►✓+] ?(?=\S)|\d{1,2}[.)] ?(?=\D)|[a-zåäö]\) ?|o )")
_SENTENCE_END = re.compile(r"[.!?…:][\"”»')\]]*$")
# Words that make a line a sentence, or announce a list.
_SENTENCE_WORD = re.compile(
    r"\b(?:on|ovat|oli|olivat|ei|eivät|voi|voivat|voidaan|tulee|kuuluu|kuuluvat|kuului|kuuluivat|sisältää|sisältävät"
    r"|sisälsi|sisälsivät|sisältyy|saa|saadaan|saatiin|olemme|teemme|mm|esim|esimerkiksi|kuten|eli|että|seuraavat"
    r"|seuraavasti|seuraavia|seuraavilla|seuraavista|seuraavaa|joita|jotka|joiden|jossa|muassa)\b",
    re.IGNORECASE,
)
# Finnish passives: present in a vowel + -taan/-daan, past in -ttiin/-htiin/-tiin. (An illative such as `toimintaan` has
# a consonant there.)
_PASSIVE = re.compile(r"(?:[aeiouyäö][td](?:aan|ään)|[aeiouyäöht]tiin)$")
_PLURAL_VERB = re.compile(r"v[aä]t$")


def find_subheadings(lines: Sequence[str], *, standalone: bool) -> dict[int, SubHeading]:
    """Return the sub-headings among `lines` (clean text, blank lines as "") by line number.

    A sub-heading is a customary word (`Tavoitteet`, `Hankkeen tulokset:`) on a line of its own or before a colon; a
    numbered term (`Toimenpide 1.`, `Tavoite 2: ...`); a numbered title above its prose; a short line that ends in a
    colon and is no sentence; and, where `standalone`, a short line between blank lines above prose. One that has
    nothing beneath it is prose, unless it is a customary word that a colon or the next sub-heading marks as a label.
    """
    found: dict[int, SubHeading] = {}
    for i, line in enumerate(lines):
        heading = line and (
            _markdown(line) or _label(line) or _numbered_term(lines, i) or _title(lines, i, standalone=standalone)
        )
        if heading:
            found[i] = heading
    return {i: heading for i, heading in found.items() if _is_heading(lines, i, heading, found)}


def is_title(text: str) -> bool:
    """Tell whether `text` reads as a heading: short, capitalised, no punctuation within, no finite verb."""
    words = text.split()
    if not words or len(words) > _MOST_TITLE_WORDS or len(text) > _LONGEST_TITLE:
        return False
    if not (text[0].isupper() or text[0].isdigit()) or re.search(r"[.,;!:]", text) or not re.search(r"[^\W\d_]", text):
        return False
    return not (_SENTENCE_WORD.search(text) or any(map(_PASSIVE.search, words)) or _PLURAL_VERB.search(words[-1]))


def is_prose(line: str) -> bool:
    """Tell whether `line` is a sentence or longer than a list item, and not marked as an item."""
    if not line or LIST_MARK.match(line):
        return False
    return len(line) > _LONGEST_LIST_ITEM or bool(_SENTENCE_END.search(line) and line.count(" ") >= 3)


def numbered_title(line: str) -> str | None:
    """Return the title of a numbered heading line without its number, or None."""
    number = _NUMBER.match(line)
    if number is None or len(line) > _LONGEST_NUMBERED_TITLE or re.search(r"[.,;!?]$|[.!?] ", line[number.end() :]):
        return None
    title = line[number.end() :].rstrip(": ")
    if not title[0].isupper() or _SENTENCE_WORD.search(title):
        return None
    return title


def stands_over_prose(lines: Sequence[str], i: int) -> bool:
    """Tell whether a paragraph begins under line `i`, at once or after a blank line, and the line ends no list."""
    above, beneath = _neighbours(lines, i)
    # Over a blank line only an item goes on with a list, and number 1 begins anew.
    goes_on = lines[i - 1] or (LIST_MARK.match(lines[i]) and not lines[i].startswith(("1.", "1)")))
    is_next_item = LIST_MARK.match(above) and goes_on
    return not is_next_item and is_prose(beneath) and not beneath[0].islower()


def _neighbours(lines: Sequence[str], i: int) -> tuple[str, str]:
    """Return the lines above and beneath line `i`, over one blank line at most."""
    above = next((line for line in reversed(lines[max(0, i - 2) : i]) if line), "")
    return above, next((line for line in lines[i + 1 : i + 3] if line), "")


def is_label(text: str) -> bool:
    """Tell whether `text` is one of the customary sub-headings, such as `Hankkeen tavoitteet`."""
    return bool(_LABEL.fullmatch(text))


def _label(line: str) -> SubHeading | None:
    match = _LABEL_AND_PROSE.fullmatch(line)
    if match and is_label(match["title"]) and line[0].isupper():
        prose = max(match.start("prose"), match.start("sentence"))
        return SubHeading(match["title"], prose if prose >= 0 else len(line), Kind.LABEL)
    return None


def _markdown(line: str) -> SubHeading | None:
    match = MARKDOWN_HEADING.fullmatch(line)
    return SubHeading(match["title"], len(line), Kind.TITLE) if match else None


def _numbered_term(lines: Sequence[str], i: int) -> SubHeading | None:
    line = lines[i]
    match = _NUMBERED_TERM.fullmatch(line)
    if match is None:
        return None
    if not match["rest"]:
        return SubHeading(match["title"], len(line), Kind.TITLE)
    if not match["mark"]:
        return None
    if re.search(r"[.!?](?: |$)", match["rest"]):
        return SubHeading(match["title"], match.start("rest"), Kind.TITLE)
    is_listed = any(map(_NUMBERED_TERM.fullmatch, _neighbours(lines, i)))
    if is_listed or not stands_over_prose(lines, i):
        return None
    return SubHeading(line.rstrip(": "), len(line), Kind.TITLE)


def _title(lines: Sequence[str], i: int, *, standalone: bool) -> SubHeading | None:
    line = lines[i]
    before = lines[i - 1] if i else ""
    if not stands_over_prose(lines, i) or (before and not _SENTENCE_END.search(before)):
        return None
    if line.endswith(":") or (standalone and not before):
        is_heading = is_title(line.rstrip(": ")) or numbered_title(line) is not None
    else:
        is_heading = numbered_title(line) is not None
    return SubHeading(line.rstrip(": "), len(line), Kind.TITLE) if is_heading else None


def _is_heading(lines: Sequence[str], i: int, heading: SubHeading, found: Mapping[int, SubHeading]) -> bool:
    if heading.column < len(lines[i]):
        return True
    beneath = next((k for k in range(i + 1, len(lines)) if lines[k]), None)
    if beneath is None or beneath in found:
        return heading.kind is Kind.LABEL and (lines[i].endswith(":") or beneath is not None)
    return True
