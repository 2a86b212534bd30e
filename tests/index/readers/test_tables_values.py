from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers.tables.values import convert, is_nothing, parse_amount, parse_dates


@pytest.mark.parametrize(
    ("told", "euros"),
    [
        ("1234567", 1_234_567),
        ("1 234 567 €", 1_234_567),
        ("1.234.567,50 EUR", 1_234_567),
        ("1,234,567.50", 1_234_567),
        ("1'234'567", 1_234_567),
        ("€ 1,234", 1_234),
        ("1234567,89", 1_234_567),
        ("20 000,- ", 20_000),
        ("12,5", 12),
        ("0", 0),
        ("n. 20 000", None),
        ("12 34", None),
        ("-500", None),
        ("20 000–30 000", None),
    ],
)
def test_sums_are_read_as_people_write_them(told: str, euros: int | None) -> None:
    assert parse_amount(told) == euros


@pytest.mark.parametrize(
    ("told", "start", "end"),
    [
        ("1.3.2019", "2019-03-01", None),
        ("1.3.19", "2019-03-01", None),
        ("1.3.98", "1998-03-01", None),
        ("1/3/2019", "2019-03-01", None),
        ("2019-03-01 00:00:00", "2019-03-01", None),
        ("1.3.2019 – 31.12.2020", "2019-03-01", "2020-12-31"),
        ("1.1.–31.12.2016", "2016-01-01", "2016-12-31"),
        ("01/2019", "2019-01-01", "2019-01-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("3/2019–12/2021", "2019-03-01", "2021-12-31"),
        ("maaliskuu 2019", "2019-03-01", "2019-03-31"),
        ("Sep 2019 - Dec 2020", "2019-09-01", "2020-12-31"),
        ("2019–2021", "2019-01-01", "2021-12-31"),
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019–", "2019-01-01", None),
        ("–2020", None, "2020-12-31"),
        ("–31.12.2020", None, "2020-12-31"),
        ("43525", "2019-03-01", "2019-03-01"),
        ("31.2.2019", None, None),
        ("1.–6.2019", None, None),
        ("tammi–kesäkuu 2019", None, None),
        ("13/2019", None, None),
        ("pian", None, None),
    ],
)
def test_dates_are_read_as_people_write_them(told: str, start: str | None, end: str | None) -> None:
    assert parse_dates(told) == tuple(date.fromisoformat(day) if day else None for day in (start, end))


@pytest.mark.parametrize(
    ("meaning", "told", "day"),
    [
        ("start", "03/2019", date(2019, 3, 1)),
        ("end", "03/2019", date(2019, 3, 31)),
        ("end", "2021", date(2021, 12, 31)),
        ("end", "31.12.2021", date(2021, 12, 31)),
        ("start", "pian", None),
    ],
)
def test_a_month_or_year_alone_starts_on_its_first_and_ends_on_its_last_day(
    meaning: str, told: str, day: date | None
) -> None:
    assert convert(meaning, told) == day


@pytest.mark.parametrize(
    "told", ["Kainuu; Etelä-Savo", "Kainuu / Etelä-Savo", "Kainuu\nEtelä-Savo", "Kainuu ja Etelä-Savo"]
)
def test_lists_are_read_whatever_stands_between_the_names(told: str) -> None:
    assert convert("regions", told) == ("Kainuu", "Etelä-Savo")


@pytest.mark.parametrize(
    ("told", "answer"), [("Kyllä", True), ("x", True), ("Ei", False), ("-", False), ("ehkä", None)]
)
def test_answers_are_read(told: str, answer: bool | None) -> None:
    assert convert("gender_analysis_made", told) is answer


def test_a_placeholder_is_no_project_code() -> None:
    assert convert("code", "haetaan") is None
    assert convert("code", "H1") == "H1"


def test_a_postal_code_gets_its_zeros_back() -> None:
    assert convert("postcode", "120") == "00120"


@pytest.mark.parametrize("told", ["", "-", "–", "n/a", "#N/A", "#PUUTTUU!", "Ei tiedossa", "ei", "Ei vielä."])
def test_cells_that_say_nothing_are_known(told: str) -> None:
    assert is_nothing(told)


@pytest.mark.parametrize("told", ["Ei vaikutusta", "#kylille", "a", "0"])
def test_cells_that_say_something_are_known(told: str) -> None:
    assert not is_nothing(told)


@given(
    st.sampled_from(["period", "start", "regions", "partners", "gender_analysis_made", "planned_persons"]), st.text()
)
def test_any_text_is_a_value_or_none(meaning: str, told: str) -> None:
    assert convert(meaning, told) is None or isinstance(convert(meaning, told), (date, tuple, int))
