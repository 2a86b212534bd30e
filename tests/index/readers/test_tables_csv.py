from __future__ import annotations

from pathlib import Path

import pytest

from index import limits
from index.errors import UnreadableDocumentError
from index.readers import read_documents
from index.readers.tables import csv_file
from tests.index.readers.table_files import BUS, HEADER, LOUNGE, write_csv


def titles(path: Path) -> list[str | None]:
    return [document.facts.title for document in read_documents(path).documents]


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_encoding_and_the_delimiter_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    row = ("S70003", "Työ, äly; ja|yöpöydät", "Ääkkösiä, pilkkuja; ja viivoja – myös öisin.")
    path = write_csv(tmp_path / "a.csv", HEADER, row, LOUNGE, delimiter=delimiter, encoding=encoding)
    assert titles(path) == ["Työ, äly; ja|yöpöydät", "Torin olohuone"]


def test_a_line_that_tells_excel_the_delimiter_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"sep=;\r\nHankekoodi;Hankkeen nimi\r\nS70001;Kyl\xe4bussi\r\n;\r\n")
    reading = read_documents(path)
    assert titles(path) == ["Kyläbussi"]
    assert reading.problems == ()


def test_quoted_line_breaks_and_quotation_marks_belong_to_the_cell(tmp_path: Path) -> None:
    summary = 'Bussi kulkee.\r\nKuski sanoo: "Kyytiin!"'
    path = write_csv(tmp_path / "a.csv", HEADER, ("S70001", "Kyläbussi", summary), LOUNGE)
    bus, _ = read_documents(path).documents
    assert bus.text.endswith('Bussi kulkee.\nKuski sanoo: "Kyytiin!"')


def test_line_ends_of_old_programs_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Hankekoodi;Hankkeen nimi\rS70001;Savotta\rS70002;Talkoot\r", encoding="utf-8", newline="")
    assert titles(path) == ["Savotta", "Talkoot"]


def test_rows_of_uneven_length_are_read(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HEADER, BUS[:2], (*LOUNGE, "", "", ""))
    assert titles(path) == ["Kyläbussi", "Torin olohuone"]


def test_an_open_quotation_mark_is_told_and_loses_no_row_before_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        'Hankekoodi;Nimi;Kuvaus\nS1;Savotta;Töitä.\nS2;Talkoot;"Syödään\nS3;Kekri;Juhla.\n', encoding="utf-8"
    )
    reading = read_documents(path)
    assert titles(path) == ["Savotta"]
    (error,) = reading.problems
    assert "from row 3 on" in error.message.en
    assert ".xlsx" in error.hint.fi


def test_an_endless_cell_is_told_likewise(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rest = "S3;Kekri;Juhla.\n" * (limits.LONGEST_CELL // 15)
    path.write_text(f'Hankekoodi;Nimi;Kuvaus\nS1;Savotta;Töitä.\nS2;Talkoot;"{rest}', encoding="utf-8")
    (error,) = read_documents(path).problems
    assert titles(path) == ["Savotta"]
    assert "from row 3 on" in error.message.en


def test_a_file_with_too_many_cells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "MOST_CELLS", 8)
    assert titles(write_csv(tmp_path / "a.csv", HEADER, BUS)) == ["Kyläbussi"]
    with pytest.raises(UnreadableDocumentError, match=r"too many cells"):
        read_documents(write_csv(tmp_path / "a.csv", HEADER, BUS, LOUNGE))


def test_a_picture_named_csv_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    with pytest.raises(UnreadableDocumentError, match=r"a\.csv"):
        read_documents(path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"")
    with pytest.raises(UnreadableDocumentError, match=r"a\.csv"):
        read_documents(path)
