"""Type the values of a table's cells: dates, periods, sums, answers, lists; dirt as spreadsheets and people make it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from index.esr_facts import parse_code, parse_list, parse_partners, parse_period, parse_text, whole_number
from index.esr_form import PERIOD

# Cells that say that there is nothing to say.
_NOTHING = re.compile(
    r"[-–—. ?*]*|n/?a\.?|ei(?: tiedossa| tietoa| ole| vielä)?\.?|puuttuu\.?|null|none|nan|(?-i:#[A-ZÅÄÖ0-9/]+[!?]?)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:€|eur|euroa?)? ?(?P<whole>\d{1,3}(?:(?P<mark>[ .,'’])\d{3})(?:(?P=mark)\d{3})*|\d+)(?:[.,](?:\d\d?|\d{4,}))?"
    r" ?(?:€|eur|euroa?|kpl|henkilöä|hlöä?|yritystä|,-)?\.?",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<!\d)(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d{2})(?![\d.])")
_MONTH_AND_YEAR = re.compile(r"(?<![\d./])(\d{1,2})[./-] ?((?:19|20)\d\d)(?!\d)")
_YEAR_AND_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d{1,2})(?![\d-])")
_NAMED_MONTH = re.compile(r"([a-zä]{3,12})\.?,? ((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?!\d|-\d\d?(?!\d))")
_OPEN_START = re.compile("[-–—]")
_OPEN_END = re.compile("[-–—]$")
# What "1.–6.2019" and "tammi–kesäkuu 2019" leave: then the months that were found aren't the whole.
_PART_OF_DATE = re.compile(
    r"\d|\b(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)(?:kuu|\b)", re.IGNORECASE
)
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}[:.]\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z| klo)?$")
_MONTHS = (
    ("tammikuu", "january"),
    ("helmikuu", "february"),
    ("maaliskuu", "march"),
    ("huhtikuu", "april"),
    ("toukokuu", "may"),
    ("kesäkuu", "june"),
    ("heinäkuu", "july"),
    ("elokuu", "august"),
    ("syyskuu", "september"),
    ("lokakuu", "october"),
    ("marraskuu", "november"),
    ("joulukuu", "december"),
)
# A date cell without a date's format shows the days since this one (ECMA-376, part 1, 18.17.4.1: the 1900 system).
_SPREADSHEET_ORIGIN = date(1899, 12, 30)
_SERIAL_DAY = re.compile(r"[2-6]\d{4}")
_YES = frozenset(("kyllä", "k", "x", "true", "tosi", "yes", "y", "1"))
_NO = frozenset(("ei", "e", "-", "false", "epätosi", "no", "n", "0"))

Period = tuple[date | None, date | None]


def is_nothing(value: str) -> bool:
    """Tell whether a cell is empty or says that there is nothing: a dash, `n/a`, `#N/A`, `ei tiedossa`."""
    return _NOTHING.fullmatch(value) is not None


def parse_amount(value: str) -> int | None:
    """Return the whole number in `1 234 567 €`, `1.234,50`, `1,234.50` or `1900`; cents are dropped."""
    match = _AMOUNT.fullmatch(value.strip())
    return whole_number(match["whole"]) if match else None


def parse_dates(value: str) -> Period:
    """Return the first and the last day that a cell tells, None for what it doesn't tell.

    Beside what `parse_period` understands: `1/3/2019` and `1.3.19` (day before month), `01/2019`, `3.2019`,
    `maaliskuu 2019`, `2019`, a range of these, and a spreadsheet's bare day number. A month or a year alone means
    its first and its last day.
    """
    text = _TIME_OF_DAY.sub("", value.strip())
    if _SERIAL_DAY.fullmatch(text):
        day = _SPREADSHEET_ORIGIN + timedelta(days=int(text))
        return day, day
    full = _DAY.sub(lambda match: f"{match[1]}.{match[3]}.{_whole_year(match[4])}", text)
    start, end = parse_period(full)
    if start is None and end is None:
        spans = _spans(text)
        start, end = (spans[0][0], spans[-1][1]) if spans else (None, None)
        end = None if _OPEN_END.search(text) else end
    elif end is None and _OPEN_START.match(text):
        return None, start
    return (None if _OPEN_START.match(text) else start), end


def _whole_year(year: str) -> str:
    """Return a year of two digits in the hundred years around 2020."""
    return year if len(year) == 4 else f"{19 if int(year) >= 70 else 20}{year}"


def _spans(text: str) -> list[tuple[date, date]]:
    """Return the months in `text`, or else its years, as spans of days in reading order; none if more is told."""
    found = [(m, int(m[2]), int(m[1])) for m in _MONTH_AND_YEAR.finditer(text)]
    found += [(m, int(m[1]), int(m[2])) for m in _YEAR_AND_MONTH.finditer(text)]
    found += [(m, int(m[2]), _month(m[1])) for m in _NAMED_MONTH.finditer(text) if _month(m[1])]
    months = sorted((m.start(), m.end(), year, month) for m, year, month in found if 1 <= month <= 12)
    if months:
        spans = [(date(year, month, 1), date(year, month, monthrange(year, month)[1])) for *_, year, month in months]
        return [] if _PART_OF_DATE.search(_rest(text, [(start, end) for start, end, *_ in months])) else spans
    years = list(_YEAR.finditer(text))
    if _PART_OF_DATE.search(_rest(text, [m.span() for m in years])):
        return []
    return [(date(int(m[1]), 1, 1), date(int(m[1]), 12, 31)) for m in years]


def _rest(text: str, spans: list[tuple[int, int]]) -> str:
    """Return `text` without the `spans`, which are in order."""
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)]
    return " ".join(text[start:end] for start, end in zip(starts, ends, strict=True))


def _month(name: str) -> int:
    """Return the number of the month that `name` begins or inflects (`maalis`, `maaliskuussa`, `Mar`), or 0."""
    folded = name.casefold()
    return next(
        (i for i, names in enumerate(_MONTHS, 1) if any(n.startswith(folded) or folded.startswith(n) for n in names)), 0
    )


def _period(value: str) -> Period | None:
    period = parse_dates(value)
    return None if period == (None, None) else period


def _start(value: str) -> date | None:
    start, end = parse_dates(value)
    return start or end


def _end(value: str) -> date | None:
    start, end = parse_dates(value)
    return end or start


def _answer(value: str) -> bool | None:
    word = value.strip().casefold()
    return True if word in _YES else False if word in _NO else None


def _names(value: str) -> tuple[str, ...] | None:
    return parse_list(re.sub(r"\n|[/|•]", ",", value)) or None


def _partners(value: str) -> object:
    return parse_partners(re.sub(r"[;|•]\s*", "\n", value)) or None


def _postcode(value: str) -> str | None:
    """Return a postal code with the zeros that a spreadsheet took from it as from a number."""
    return value.zfill(5) if value.isdecimal() else parse_text(value)


ANSWERS = frozenset({"gender_analysis_made", "gender_perspective_mainstreamed", "gender_equality_main_goal"})
_AMOUNTS = (
    "granted_eu_and_state_funding",
    "realised_eu_and_state_funding",
    "planned_public_funding",
    "realised_public_funding",
    "planned_companies",
    "realised_companies",
    "planned_persons",
    "realised_persons",
)
# Meanings whose cells hold a code, a number or a date, which mustn't be taken for a telephone number.
VALUES_ALONE = frozenset({"code", "business_id", "postcode", "start", "end", PERIOD, *_AMOUNTS, *ANSWERS})
# Meaning -> function from a cell's text to the fact, None where it can't be understood.
_CONVERTERS: dict[str, Callable[[str], object]] = {
    "code": parse_code,
    PERIOD: _period,
    "start": _start,
    "end": _end,
    "postcode": _postcode,
    "partners": _partners,
    **dict.fromkeys(("regions", "sub_regions", "municipalities"), _names),
    **dict.fromkeys(ANSWERS, _answer),
    **dict.fromkeys(_AMOUNTS, parse_amount),
}


def convert(meaning: str, value: str) -> object:
    """Return the fact in a cell of this meaning, or None for one that can't be understood."""
    return _CONVERTERS.get(meaning, parse_text)(value)
