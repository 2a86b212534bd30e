"""Nothing of a table is silently wrong: what can't be used is told, with the place and the cure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.errors import UnreadableDocumentError
from index.readers import read_documents
from tests.index.readers.table_files import BUS, HEADER, LOUNGE, codes, outline, problem, write_csv, write_xlsx


def test_a_column_of_unknown_prose_is_a_section(tmp_path: Path) -> None:
    header = (*HEADER, "Mitä opittiin matkan varrella?")
    text = "Kuljettaja tuntee kaikki kylän asukkaat ja heidän kissansa nimeltä."
    reading = read_documents(write_xlsx(tmp_path / "a.xlsx", header, (*BUS, text)))
    assert outline(reading.documents[0])[2] == ("3", "Mitä opittiin matkan varrella?", text)
    assert reading.problems == ()


def test_columns_of_unknown_short_values_are_named_once_with_the_cure(tmp_path: Path) -> None:
    header = (*HEADER, "Rahasto", None, "Tyhjä")
    reading = read_documents(write_xlsx(tmp_path / "a.xlsx", header, (*BUS, "ESR", 5), (*LOUNGE, "EAKR", None)))
    assert "columns of unknown meaning were left out: D Rahasto, E." in problem(reading)
    assert "columns.toml" in problem(reading)
    assert "EAKR" not in repr(reading.documents)


def test_values_that_cannot_be_understood_are_told_by_their_rows_and_not_repeated(tmp_path: Path) -> None:
    header = (*HEADER, "Päättyy")
    reading = read_documents(write_xlsx(tmp_path / "a.xlsx", header, (*BUS, "soita Liisalle"), (*LOUNGE, "2020")))
    assert [document.facts.end for document in reading.documents] == [None, date(2020, 12, 31)]
    assert "[Hankkeet]: D Päättyy: the values on these rows can't be understood" in problem(reading)
    assert "left out: 2. Write a date as 31.12.2021" in problem(reading)
    assert "Liisa" not in problem(reading)


def test_a_unit_of_thousands_is_not_taken_for_euros(tmp_path: Path) -> None:
    reading = read_documents(write_xlsx(tmp_path / "a.xlsx", (*HEADER, "Myönnetty (1 000 €)"), (*BUS, 312)))
    assert reading.documents[0].facts.granted_eu_and_state_funding is None
    assert "Myönnetty (1 000 €)" in problem(reading)


def test_rows_without_a_project_are_told_and_lose_no_others(tmp_path: Path) -> None:
    rows = [("S70009", None, None), BUS, (None, None, "-"), *((f"S7{i:04}",) for i in range(12))]
    reading = read_documents(write_xlsx(tmp_path / "a.xlsx", HEADER, *rows))
    assert codes(reading) == ["S70001"]
    assert "without a project's name and text were left out: 2, 5, 6, " in problem(reading)
    assert "(+3)" in problem(reading)


@pytest.mark.parametrize(
    "header",
    [
        ("Nimi", "Kunta", "Puhelin"),
        ("Koodi", "Nimi", "Maakunta"),
        ("Haku", "Hanke", "Luokka"),
        ("Nimi", "Sähköposti", "Alkaa"),
    ],
)
def test_a_list_of_other_things_is_refused(tmp_path: Path, header: tuple[str, ...]) -> None:
    path = write_csv(tmp_path / "a.csv", header, ("1", "Liisa Mäki", "2"))
    with pytest.raises(UnreadableDocumentError, match=r"no row names the columns") as caught:
        read_documents(path)
    assert str(path) in caught.value.message.fi
    assert "columns.toml" in caught.value.hint.en


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocumentError, match=r"no row that tells of a project"):
        read_documents(write_xlsx(tmp_path / "a.xlsx", HEADER, ("Yhteensä",)))
