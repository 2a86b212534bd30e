"""Filters: which values a user means, which years, which sections."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QueryError
from index.filters import Filters, fold, in_sections, matching_values, parse_euros, parse_sections, parse_years

AXES = [
    "3. Työllisyys ja työvoiman liikkuvuus",
    "4. Koulutus, ammattitaito ja elinikäinen oppiminen",
    "5. Sosiaalinen osallisuus ja köyhyyden torjunta",
]
OBJECTIVES = [
    "7.1. Nuorten työllistymisen edistäminen",
    "10.1. Työelämän ulkopuolella olevien toimintakyvyn parantaminen",
    "10.2. Osallisuuden vahvistaminen",
]


@pytest.mark.parametrize("wanted", ["5", "5.", AXES[2], AXES[2].upper(), "osallisuus", "KÖYHYYDEN"])
def test_a_numbered_value_is_meant_by_its_number_or_its_words(wanted: str) -> None:
    assert matching_values(wanted, AXES) == {AXES[2]}


def test_a_number_means_the_values_below_it_where_none_has_it() -> None:
    assert matching_values("10", OBJECTIVES) == set(OBJECTIVES[1:])


@pytest.mark.parametrize("wanted", ["1", "0", "2"])
def test_a_number_is_not_found_inside_other_numbers(wanted: str) -> None:
    assert matching_values(wanted, OBJECTIVES) == set()


def test_the_value_itself_comes_before_values_that_contain_it() -> None:
    assert matching_values("ii", ["Iisalmi", "Ii", "Siikalatva"]) == {"Ii"}
    assert matching_values("savo", ["Etelä-Savo", "Pohjois-Savo", "Kainuu"]) == {"Etelä-Savo", "Pohjois-Savo"}


def test_ä_and_ö_are_letters_of_their_own() -> None:
    assert matching_values("hame", ["Häme", "Hamina"]) == set()


@pytest.mark.parametrize("wanted", ["", "  ", "."])
def test_an_empty_value_means_nothing(wanted: str) -> None:
    assert matching_values(wanted, AXES) == set()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        (None, (None, None)),
        ("2018", (2018, 2018)),
        ("2018-2020", (2018, 2020)),
        (" 2018 – 2020 ", (2018, 2020)),
        ("2018-", (2018, None)),
        ("-2018", (None, 2018)),
    ],
)
def test_years_are_one_year_or_a_range_with_open_ends(text: str | None, years: tuple[int | None, int | None]) -> None:
    assert parse_years(text) == years


@pytest.mark.parametrize("text", ["", "-", "18", "ensi vuosi", "2018-2019-2020", "20182020", "2018 2020", "2020-2018"])
def test_anything_else_is_no_range_of_years(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_years(text)
    assert "--years 2018-2020" in caught.value.hint.fi


@pytest.mark.parametrize(
    ("number", "wanted", "inside"),
    [
        ("8.1", ("8",), True),
        ("8", ("8",), True),
        ("8.2", ("8.2",), True),
        ("80", ("8",), False),
        ("18", ("8",), False),
        ("8", ("8.2",), False),
        ("4.1", ("3", "4"), True),
        ("4.1", (), True),
    ],
)
def test_a_section_takes_its_sub_sections_with_it(number: str, wanted: tuple[str, ...], inside: bool) -> None:
    assert in_sections(number, wanted) is inside


@pytest.mark.parametrize("texts", [["3", "4.1"], ["3. 4.1."], ["3,4.1"], ["3; 4.1", "3"]])
def test_sections_are_told_one_by_one_or_together(texts: list[str]) -> None:
    assert parse_sections(texts) == ("3", "4.1")


@pytest.mark.parametrize("text", ["", " ", ".", ","])
def test_a_text_without_a_number_is_no_section(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_sections(["3", text])
    assert "--section 4.1" in caught.value.hint.fi


@pytest.mark.parametrize("text", ["150000", "150 000", "150\u00a0000", " 150.000 ", "150 000 €", "150000 euroa"])
def test_a_sum_is_read_as_people_write_it(text: str) -> None:
    assert parse_euros(text) == 150_000


@pytest.mark.parametrize("text", ["", "paljon", "-5", "1.5", "15 00", "9" * 5000])
def test_anything_else_is_no_sum(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_euros(text)
    assert "150000" in caught.value.hint.fi


def test_sections_alone_narrow_no_projects() -> None:
    assert not Filters().narrows_projects()
    assert not Filters(sections=("8",)).narrows_projects()
    assert Filters(region=("Kainuu",)).narrows_projects()
    assert Filters(granted_from=0).narrows_projects()


def test_active_conditions_are_ready_for_json() -> None:
    filters = Filters(region=("Kainuu", "Lappi"), running_from=2018, granted_from=0)
    assert filters.active() == {"region": ["Kainuu", "Lappi"], "running_from": 2018, "granted_from": 0}


def test_folding_ignores_case_spaces_and_the_form_of_accents() -> None:
    assert fold("  ETELÄ-\u00a0Savo ") == fold(unicodedata.normalize("NFD", "etelä- savo"))


@given(st.text())
def test_folding_twice_is_folding_once_for_finnish_letters(text: str) -> None:
    assert " ".join(fold(text).split()) == fold(text)
    assert fold(f" {text}\n") == fold(text)
