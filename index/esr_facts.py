"""Read the fact rows of an ESR description and type them: dates, sums, lists, partners."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from index.esr_form import LONGEST_LABEL, NO_FIELD, PARTNERS, PERIOD, field_of, is_landmark, split_row
from index.model import Block, Partner, ProjectFacts, SustainabilityScore

_DATE = r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})"
_ANY_DATE = re.compile(rf"(?<![\d.]){_DATE}(?!\d)|(?<!\d)(\d{{4}})-(\d{{2}})-(\d{{2}})(?!\d)")
_SHARED_YEAR = re.compile(rf"(?<!\d)(\d{{1,2}})\. ?(\d{{1,2}})\. ?[-–—] ?{_DATE}(?!\d)")
_END = re.compile(r"päätty\w*", re.IGNORECASE)
# The catalogue's integers have 64 bits.
_MOST_DIGITS = 18
_NUMBER = re.compile(
    r"(\d{1,3}(?:[ .]\d{3})+|\d+)(?:,\d{1,2})? ?(?:€|euroa?|eur|kpl|henkilöä|hlöä?|yritystä)?\.?",
    re.IGNORECASE,
)
_LIST_COMMA = re.compile(r"[,;]| ja ")
_BUSINESS_ID = re.compile(r"(?<!\d)\d{7}-\d(?!\d)")
_POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_PARTNER_ID = re.compile(r"[,; ]*\(?(?:Y-tunnus:? ?)?(\d{7}-\d)(?!\d)\)?[,;. ]*", re.IGNORECASE)
_CUT_COMPOUND = re.compile(r"(?<=\w)-\n(?!(?:ja|sekä|tai|eli)\b)")
_NOTHING = re.compile(r"[-–—. ]*")
# "S00000" stands in a form that has no code yet.
_DIGIT_OF_CODE = re.compile("[1-9]")


@dataclass(frozen=True, slots=True)
class SectionContent:
    """What a section holds: its prose, its rows' values as they stand, the answers of 8.1, the scores of 8.2.

    `values` and `answers` go by field of ProjectFacts (or PERIOD).
    """

    blocks: tuple[Block, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, bool | None] = field(default_factory=dict)
    scores: tuple[SustainabilityScore, ...] = ()


def read_rows(lines: Sequence[str], section: str) -> tuple[dict[str, str], list[int]]:
    """Return the values of the `label: value` rows of `section` by field, and the lines that belong to no row.

    A line break may cut a label; a value may start on a later line, and goes on until a blank line or the
    next row; the list of partners goes on over blank lines. Of two rows with one label the first counts.
    """
    values: dict[str, str] = {}
    other: list[int] = []
    i = 0
    while i < len(lines):
        row = _row_at(lines, i)
        if row is None:
            if lines[i]:
                other.append(i)
            i += 1
            continue
        label_key, value, i = row
        name = field_of(section, label_key)
        value, i = _whole_value(lines, i, value, over_blank_lines=name == PARTNERS)
        if name != NO_FIELD:
            values.setdefault(name, value)
    return values, other


def _row_at(lines: Sequence[str], i: int) -> tuple[str, str, int] | None:
    """Return the label's key, the value and the next line of the row at line `i`."""
    for end in (i + 1, i + 2):
        if end > len(lines) or not lines[end - 1] or (end > i + 1 and len(lines[i]) > LONGEST_LABEL):
            break
        row = split_row(" ".join(lines[i:end]))
        if row:
            return *row, end
    return None


def _whole_value(lines: Sequence[str], i: int, value: str, *, over_blank_lines: bool) -> tuple[str, int]:
    parts = [value] if value else []
    end = i
    for k in range(i, len(lines)):
        if not lines[k]:
            if parts and not over_blank_lines:
                break
            continue
        if is_landmark(lines[k]) or _row_at(lines, k):
            break
        parts.append(lines[k])
        end = k + 1
    return "\n".join(parts), end


def project_facts(contents: Iterable[SectionContent]) -> ProjectFacts:
    """Return the typed facts of a description's sections; a value that can't be understood is None, never an error.

    Of two sections that tell the same the first counts.
    """
    values: dict[str, str] = {}
    typed: dict[str, Any] = {}
    scores: list[SustainabilityScore] = []
    for content in contents:
        values = {**content.values, **values}
        typed.update(content.answers)
        scores.extend(content.scores)
    typed["start"], typed["end"] = parse_period(values.pop(PERIOD, ""))
    for name, value in values.items():
        typed[name] = _CONVERTERS.get(name, parse_text)(value)
    return ProjectFacts(sustainability=tuple(scores), **typed)


def parse_text(value: str) -> str | None:
    """Return `value` on one line, or None when it is empty or a dash."""
    return None if _NOTHING.fullmatch(value) else _one_line(value)


def parse_code(value: str) -> str | None:
    """Return a project's code on one line, or None for what is none, having no digit: `-`, `ei vielä`, `Sxxxxx`."""
    return parse_text(value) if _DIGIT_OF_CODE.search(value) else None


def _one_line(value: str) -> str:
    """Return `value` without line breaks; one after the hyphen of a compound leaves no space."""
    return _CUT_COMPOUND.sub("-", value).replace("\n", " ")


def parse_period(value: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of `Alkaa 1.1.2015 ja päättyy 31.3.2017` and its variants.

    Understood as well: `1.1.2015–31.3.2017`, `1.1.–31.12.2016` and ISO dates. A lone date is the end if the text says
    that something ends, otherwise the start.
    """
    shared = _SHARED_YEAR.search(value)
    if shared:
        day, month, end_day, end_month, year = shared.groups()
        return _date(year, month, day), _date(year, end_month, end_day)
    found = list(_ANY_DATE.finditer(value))
    dates = [_date(m[3], m[2], m[1]) if m[1] else _date(m[4], m[5], m[6]) for m in found]
    if len(dates) == 1:
        is_end = _END.search(value, 0, found[0].start()) is not None
        return (None, dates[0]) if is_end else (dates[0], None)
    return (dates[0], dates[1]) if dates else (None, None)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse_number(value: str) -> int | None:
    """Return the whole number in `1 865 436`, `1.865.436 €` or `1900`; cents are dropped."""
    match = _NUMBER.fullmatch(value.strip())
    return whole_number(match[1]) if match else None


def whole_number(text: str) -> int | None:
    """Return the number that the digits in `text` make, None for one that is larger than any sum or count can be."""
    digits = re.sub(r"\D", "", text)
    return int(digits) if len(digits) <= _MOST_DIGITS else None


def parse_list(value: str) -> tuple[str, ...]:
    """Return the names in a list with commas, semicolons or `ja`, each once and in order."""
    names = (name.strip(" .") for name in _LIST_COMMA.split(_one_line(value)))
    return tuple(dict.fromkeys(name for name in names if name and not _NOTHING.fullmatch(name)))


def parse_partners(value: str) -> tuple[Partner, ...]:
    """Return the partners, one or more a line, each with its business id where it is told."""
    partners: list[Partner] = []
    for line in re.sub(r"\n(?=[a-zåäö(]|\d{7}-\d)", " ", value).split("\n"):
        # re.split with one group gives name, id, name, id, ..., rest.
        pieces = [*_PARTNER_ID.split(line), ""]
        for name, business_id in zip(pieces[::2], pieces[1::2], strict=True):
            if name.strip(" ,;.-"):
                partners.append(Partner(name.strip(" ,;"), business_id or None))
    return tuple(partners)


def _first(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    def parse(value: str) -> str | None:
        match = pattern.search(value)
        return match[0] if match else None

    return parse


_CONVERTERS: dict[str, Callable[[str], object]] = {
    "code": parse_code,
    "business_id": _first(_BUSINESS_ID),
    "postcode": _first(_POSTCODE),
    "site_postcode": _first(_POSTCODE),
    PARTNERS: parse_partners,
    **dict.fromkeys(("regions", "sub_regions", "municipalities"), parse_list),
    **dict.fromkeys(
        (
            "granted_eu_and_state_funding",
            "realised_eu_and_state_funding",
            "planned_public_funding",
            "realised_public_funding",
            "planned_companies",
            "realised_companies",
            "planned_persons",
            "realised_persons",
        ),
        parse_number,
    ),
}
