from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.esr_facts import (
    SectionContent,
    parse_code,
    parse_list,
    parse_number,
    parse_partners,
    parse_period,
    parse_text,
    project_facts,
    read_rows,
)
from index.model import Partner, ProjectFacts


@pytest.mark.parametrize(
    "text",
    [
        "Alkaa 1.1.2015 ja päättyy 31.3.2017",
        "alkaa 01.01.2015, päättyy 31.03.2017",
        "Alkaa: 1.1.2015 Päättyy: 31.3.2017",
        "Alkaa 1. 1. 2015 ja päättyy 31. 3. 2017",
        "Alkaa 1.1.2015 ja\npäättyy 31.3.2017.",
        "1.1.2015–31.3.2017",
        "1.1.2015 - 31.3.2017",
        "2015-01-01 – 2017-03-31",
    ],
)
def test_a_period_is_read_however_it_is_written(text: str) -> None:
    assert parse_period(text) == (date(2015, 1, 1), date(2017, 3, 31))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1.3.–31.12.2016", date(2016, 3, 1), date(2016, 12, 31)),
        ("Alkaa 1.5.2019", date(2019, 5, 1), None),
        ("Päättyy 30.6.2020", None, date(2020, 6, 30)),
        ("Alkaa 31.2.2015 ja päättyy 31.3.2017", None, date(2017, 3, 31)),
        ("Alkaa 1.1.2015 ja päättyy 32.3.2017", date(2015, 1, 1), None),
        ("Alkaa keväällä", None, None),
        ("", None, None),
    ],
)
def test_a_date_that_is_missing_or_impossible_is_none(text: str, start: date | None, end: date | None) -> None:
    assert parse_period(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 865 436", 1_865_436),
        ("1.865.436", 1_865_436),
        ("1865436", 1_865_436),
        ("1 865 436 €", 1_865_436),
        ("283 937 euroa", 283_937),
        ("283 937,50 €", 283_937),
        ("0", 0),
        ("1900 henkilöä", 1900),
        ("12 kpl", 12),
        ("-", None),
        ("", None),
        ("noin 50", None),
        ("5–10", None),
        ("12 34", None),
    ],
)
def test_a_sum_or_count_is_a_whole_number_or_none(text: str, number: int | None) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kuopio", ("Kuopio",)),
        ("Siilinjärvi, Kuopio, Leppävirta", ("Siilinjärvi", "Kuopio", "Leppävirta")),
        ("Siilinjärvi; Kuopio ja Leppävirta.", ("Siilinjärvi", "Kuopio", "Leppävirta")),
        ("Siilinjärvi,\nKuopio", ("Siilinjärvi", "Kuopio")),
        ("Kuopio, Kuopio,", ("Kuopio",)),
        ("Kotkan-Haminan, Ylä-Savon", ("Kotkan-Haminan", "Ylä-Savon")),
        ("Ylä-\nSavon, Kuopion", ("Ylä-Savon", "Kuopion")),
        ("-", ()),
        ("", ()),
    ],
)
def test_a_list_has_each_name_once_and_in_order(text: str, names: tuple[str, ...]) -> None:
    assert parse_list(text) == names


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("Saimaan Soutajat ry, 1111111-1", [Partner("Saimaan Soutajat ry", "1111111-1")]),
        ("Soutajat ry (2222222-2)", [Partner("Soutajat ry", "2222222-2")]),
        ("Soutajat ry, Y-tunnus: 2222222-2", [Partner("Soutajat ry", "2222222-2")]),
        ("Soutajat ry", [Partner("Soutajat ry")]),
        ("Melojat ry, 1111111-1\nSoutajat ry", [Partner("Melojat ry", "1111111-1"), Partner("Soutajat ry")]),
        (
            "Melojat ry, 1111111-1; Soutajat ry, 2222222-2",
            [Partner("Melojat ry", "1111111-1"), Partner("Soutajat ry", "2222222-2")],
        ),
        (
            "Järven, joen ja meren\nyhteinen kuntayhtymä, 3333333-3",
            [Partner("Järven, joen ja meren yhteinen kuntayhtymä", "3333333-3")],
        ),
        ("", []),
    ],
)
def test_partners_are_names_with_or_without_a_business_id(text: str, partners: list[Partner]) -> None:
    assert list(parse_partners(text)) == partners


def test_text_is_one_line_and_a_dash_is_nothing() -> None:
    assert parse_text("Keski-Suomen elinkeino-,\nliikenne- ja ympäristökeskus") == (
        "Keski-Suomen elinkeino-, liikenne- ja ympäristökeskus"
    )
    assert parse_text("Järvi-\nSuomen koulutus-\nja työpaja") == "Järvi-Suomen koulutus- ja työpaja"
    assert parse_text("–") is None


@pytest.mark.parametrize("told", ["-", "ei vielä", "Ei vielä tiedossa", "Sxxxxx", "S00000", ""])
def test_a_placeholder_is_no_project_code(told: str) -> None:
    assert parse_code(told) is None


@pytest.mark.parametrize("told", ["S12345", "EURA 2014/1234/09 02 01 01/2015", "H1"])
def test_a_project_code_has_a_digit(told: str) -> None:
    assert parse_code(told) == told


def test_rows_are_told_from_other_lines() -> None:
    lines = ["Hankekoodi: S12345", "", "Hankkeen nimi:", "", "Revontulet", "", "Tämä lause ei kuulu lomakkeeseen."]
    assert read_rows(lines, "1") == ({"code": "S12345", "title": "Revontulet"}, [6])


def test_an_empty_value_takes_nothing_from_the_next_row() -> None:
    lines = ["Jakeluosoite:", "", "Postinumero:", "99999", "Postitoimipaikka:"]
    assert read_rows(lines, "6")[0] == {
        "site_street_address": "",
        "site_postcode": "99999",
        "site_post_office": "",
    }


def test_of_two_rows_with_one_label_the_first_counts() -> None:
    first, second = (
        SectionContent((), {"code": "S11111"}),
        SectionContent((), {"code": "S22222", "title": "Revontulet"}),
    )
    assert project_facts([first, second]) == ProjectFacts(code="S11111", title="Revontulet")


@given(st.text())
def test_no_value_makes_a_parser_fail(value: str) -> None:
    parse_period(value)
    assert parse_number(value) is None or value.strip()
    assert all(parse_list(value))
    assert all(partner.name for partner in parse_partners(value))
