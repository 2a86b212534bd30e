"""Take people's contact details out of a text: contact rows are dropped, what recurs in running text is masked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.esr_form import is_landmark

EMAIL_MARK = "[sähköposti]"
PHONE_MARK = "[puhelin]"
NAME_MARK = "[nimi]"
IDENTITY_CODE_MARK = "[henkilötunnus]"

# The value of a contact row is short; a longer line after it, or a third one, is prose.
_LONGEST_VALUE_LINE = 120
_MOST_VALUE_LINES = 3

_CONTACT_FIELD = (
    r"(?:(?:hankkeen|projektin) )?yhteyshenkilön "
    r"(?:nimi|(?:asema|titteli)(?: \w+)?|s[aä]hköposti\w*(?: osoite)?|puhelin\w*)"
)
# With a colon a label counts wherever it stands on its line, without one only on a line of its own. A line break may
# come after its first word.
_CONTACT_LABEL = re.compile(
    rf"\b{_CONTACT_FIELD} ?:|^{_CONTACT_FIELD}$|^(?:(?:hankkeen|projektin) )?yhteyshenkilön$"
    r"|^[-–•*#> ]*(?:(?:hankkeen|projektin) )?yhteyshenkilöt? ?(?::|$)"
    r"|\bpuhelin ?numerot? ?:|^puhelin ?numerot?$",
    re.IGNORECASE,
)
_ANOTHER_ROW = re.compile(r"#|[^\W\d][^:@]{1,60}:(?: |$)")
_SENTENCE = re.compile(r"(?:\S+ ){4,}\S+[.!?]$")
_NAME_ROW = re.compile(r"yhteyshenkilö(?:n nimi|t)?\W+(.+)", re.IGNORECASE)

_AT = r"(?: ?[@＠] ?| ?[(\[{] ?(?:at|ät|a|at-merkki|miukumauku) ?[)\]}]\s?)"
# Most texts have no address: looking for the sign alone first saves half of the time.
_ANY_AT = re.compile(rf"{_AT}| (?:at|ät) ", re.IGNORECASE)
_DOT = r"(?:\.| ?[(\[{] ?(?:dot|piste) ?[)\]}] ?)"
_PIECE = r"[\w+-]{1,64}"
_EMAIL = re.compile(
    rf"(?<![\w.+-])(?:{_PIECE}(?:{_DOT}{_PIECE}){{0,5}}{_AT}{_PIECE}(?:{_DOT}{_PIECE}){{1,4}}"
    # The bare word needs a dotted name before it and a domain after it to be an address.
    rf"|{_PIECE}(?:\.{_PIECE}){{1,5}} (?:at|ät) {_PIECE}(?:\.{_PIECE}){{0,3}}\.[a-z]{{2,10}})(?![\w@])",
    re.IGNORECASE,
)
# Day, month and year of birth, the sign of the century (A-F and U-Y since 2023), individual number, check character
# (Digital and Population Data Services Agency: the personal identity code).
_IDENTITY_CODE = re.compile(
    r"(?<!\w)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[-–+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y](?!\w)",
    re.IGNORECASE,
)
_GAP = r"(?: ?[-–] ?|[ \n])"
_GAP_OR_DOT = rf"(?:{_GAP}|\.)"
# Finnish numbers start with 0 and an area or operator code; a code in a group of its own has at most four digits,
# which tells a number from a postal code. Between dots the second group has more digits than a date's month.
_PHONE = re.compile(
    r"(?<![\w+])(?<!\d[.,:/–-])(?:"
    rf"(?:\+|00) ?358{_GAP_OR_DOT}?(?:\(0\) ?)?\d(?:{_GAP_OR_DOT}?\d){{5,10}}"
    rf"|\+(?:4[5-9]|44|37[0-2]|7){_GAP_OR_DOT}?(?:\(0\) ?)?\d(?:{_GAP_OR_DOT}?\d){{7,10}}"
    rf"|\(0[1-9]\d{{0,2}}\){_GAP}?\d{{2,8}}(?:{_GAP}\d{{2,8}}){{0,3}}"
    rf"|0[1-9]\d{{0,2}}(?:{_GAP}\d{{2,8}}){{1,4}}"
    r"|0[1-9]\d{0,2}\.(?:\d{6,8}|\d{3,4}(?:\.\d{2,5}){1,3})"
    r"|0[1-9]\d{5,9}"
    r")(?!\d|[.,:/–-]\d| ?(?:%|€|euro|prosent))"
)
_ANNOUNCED_PHONE = re.compile(
    r"\b((?:puh\.?|gsm|vaihde|puhelin(?:numero)?:)[ :]{1,3})\d[\d –-]{3,14}\d(?!\d|[.,]\d)", re.IGNORECASE
)
_MONTHS_OR_DATE = re.compile(r"0\d[-–]\d\d[-–](?:19|20)\d\d|0\d[ –-](?:19|20)\d\d ?[-–] ?[01]\d[ –-](?:19|20)\d\d")
_PHONE_DIGITS = range(7, 16)


def remove_personal_data(text: str) -> str:
    """Return clean `text` without its contact rows and with people's contact details masked.

    The rows that name a contact person go, label and value. E-mail addresses, Finnish telephone numbers and personal
    identity codes become fixed marks, and so does the contact person's full name where it recurs.
    """
    text, names = drop_contact_rows(text)
    return mask_names(mask_contact_details(text), names)


def drop_contact_rows(text: str) -> tuple[str, tuple[str, ...]]:
    """Return `text` without contact rows, and the names that those rows told."""
    lines = text.split("\n")
    kept: list[str] = []
    names: list[str] = []
    i = 0
    while i < len(lines):
        label = _CONTACT_LABEL.search(lines[i])
        if label is None:
            kept.append(lines[i])
            i += 1
            continue
        end = _end_of_value(lines, i + 1, has_value=bool(lines[i][label.end() :].strip()))
        kept.append(lines[i][: label.start()].rstrip())
        name = _NAME_ROW.search(" ".join([lines[i][label.start() :], *filter(None, lines[i + 1 : end])]))
        if name:
            names.append(name[1])
        i = end
    return re.sub("\n{3,}", "\n\n", "\n".join(kept)).strip(), tuple(names)


def _end_of_value(lines: list[str], start: int, *, has_value: bool) -> int:
    """Return the line after a contact row's value; the value may start on a later line and go on over more."""
    end = start
    for i in range(start, len(lines)):
        line = lines[i]
        if not line:
            if has_value:
                break
            continue
        if end - start >= _MOST_VALUE_LINES or not _continues_contact(line, has_value=has_value):
            break
        has_value = True
        end = i + 1
    return end


def _continues_contact(line: str, *, has_value: bool) -> bool:
    if is_landmark(line) or _CONTACT_LABEL.search(line) or len(line) > _LONGEST_VALUE_LINE or _SENTENCE.match(line):
        return False
    return not (has_value and _ANOTHER_ROW.match(line))


def mask_contact_details(text: str) -> str:
    """Return `text` with e-mail addresses, personal identity codes and telephone numbers masked."""
    if _ANY_AT.search(text):
        text = _EMAIL.sub(EMAIL_MARK, text)
    text = _IDENTITY_CODE.sub(IDENTITY_CODE_MARK, text)
    text = _PHONE.sub(lambda match: PHONE_MARK if _is_phone(match[0]) else match[0], text)
    return _ANNOUNCED_PHONE.sub(rf"\1{PHONE_MARK}", text)


def _is_phone(candidate: str) -> bool:
    digits = sum(c.isdigit() for c in candidate)
    return digits in _PHONE_DIGITS and not _MONTHS_OR_DATE.fullmatch(candidate)


def mask_names(text: str, names: Iterable[str]) -> str:
    """Return `text` with the full `names` masked: two parts or more, or initials and a part, in any order and case.

    A part alone stays: a surname may be a place or a word.
    """
    for name in names:
        parts = _capitalised_parts(name)
        if len(parts) < 2:
            continue
        form = "(?:" + "|".join(map(_inflected, parts)) + ")"
        initial = "[" + "".join(sorted({part[0].upper() for part in parts})) + "]\\."
        full_name = re.compile(
            rf"(?<!\w)(?:(?:{initial} ?)+{form}|{form}(?:(?:, ?|[ \n-]){form})+)(?!\w)", re.IGNORECASE
        )
        text = full_name.sub(lambda match: NAME_MARK if _is_capitalised(match[0]) else match[0], text)
    return text


def _capitalised_parts(name: str) -> list[str]:
    """Return the parts of a name up to the first word that is none, such as a title or a number."""
    parts: list[str] = []
    for word in re.split(r"[\s,/;()-]+", name.strip()):
        if not (word.isalpha() and word[0].isupper()):
            break
        if len(word) > 1:
            parts.append(word)
    return parts


def _is_capitalised(text: str) -> bool:
    return all(word[0].isupper() for word in re.split(r"[\s,.-]+", text) if word)


def _inflected(part: str) -> str:
    """Return a pattern of `part` (a name) with Finnish case endings.

    Covered: -nen (Virtanen, Virtasen), final i (Niemi, Niemen), -s (Markus, Markuksen), and the gradation of
    k, p and t before the last vowel (Lehto, Lehdon; Antti, Antin; Mäki, Mäen).
    """
    word = part.casefold()
    if word.endswith("nen"):
        return re.escape(word[:-3]) + r"(?:nen|[st]\w{1,6})"
    last = "[ie]" if word[-1] == "i" else re.escape(word[-1])
    if word[-1] == "s":
        return re.escape(word[:-1]) + r"\w{1,6}"
    if word[-1] in "aeiouyäöå" and word[-2] in "kpt" and len(word) > 3:
        return re.escape(word[:-2]) + rf"\w{{0,2}}{last}\w{{0,5}}"
    return re.escape(word[:-1]) + rf"{last}\w{{0,5}}"
