from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest

from index import limits
from index.errors import UnreadableDocumentError
from index.readers import find_documents, read_documents
from index.readers.problems import Problem, UnreadableContentError
from index.readers.tables import workbook
from index.readers.tables.workbook import extract_workbook
from tests.index.readers.hostile import JPEG, LOCKED_OFFICE_FILE, OLE
from tests.index.readers.table_files import BUS, HEADER, LOUNGE, write_csv, write_ods, write_xlsx, write_zip

SHEET = "xl/worksheets/sheet1.xml"


def changed(path: Path, member: str, content: bytes) -> Path:
    """Put other content into one member of a workbook."""
    with zipfile.ZipFile(path) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return write_zip(path, {**members, member: content})


def assert_refused(path: Path, *words: str) -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_documents(path)
    assert str(path) in caught.value.message.en
    assert str(path) in caught.value.message.fi
    assert caught.value.hint.fi
    for word in words:
        assert word in f"{caught.value.message.en} {caught.value.hint.en}"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "a.xlsx", HEADER, BUS)


def test_a_zip_bomb_is_refused(book: Path) -> None:
    assert_refused(changed(book, SHEET, b" " * (limits.LARGEST_ARCHIVE_MEMBER - 1)), "unpacks")


def test_a_cell_at_the_far_corner_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", HEADER, change=lambda sheet: sheet.cell(1_048_576, 16_384, "x"))
    assert_refused(path, "too many cells")


@pytest.mark.parametrize("place", [b"endstreamE2", b"ABCD2", b"E99999999", b"E", b""])
def test_a_cell_at_a_place_that_is_none_is_refused_before_all_cells_up_to_it_are_made(book: Path, place: bytes) -> None:
    with zipfile.ZipFile(book) as archive:
        sheet = archive.read(SHEET)
    assert b'<c r="B2"' in sheet
    with pytest.raises(UnreadableContentError) as caught:
        extract_workbook(changed(book, SHEET, sheet.replace(b'<c r="B2"', b'<c r="' + place + b'"')).read_bytes())
    assert caught.value.problem is Problem.DAMAGED


@pytest.mark.parametrize("cell", [b"<c\n  r = 'b2'", b'<c s="1" r="B2"', b'<c   r="B2"'])
def test_a_cell_may_be_written_otherwise_than_programs_do(book: Path, cell: bytes) -> None:
    with zipfile.ZipFile(book) as archive:
        sheet = archive.read(SHEET)
    assert len(read_documents(changed(book, SHEET, sheet.replace(b'<c r="B2"', cell))).documents) == 1
    far = sheet.replace(b'<c r="B2"', cell.replace(b"2", b"1048576").replace(b"B", b"XFD").replace(b"b", b"xfd"))
    assert_refused(changed(book, SHEET, far), "too many cells")


def test_damage_to_what_is_not_read_does_no_harm(book: Path) -> None:
    data = book.read_bytes()
    with zipfile.ZipFile(book) as archive:
        theme = archive.getinfo("xl/theme/theme1.xml")
    content = theme.header_offset + 30 + len(theme.filename)
    book.write_bytes(data[:content] + bytes(64) + data[content + 64 :])
    assert len(read_documents(book).documents) == 1


def test_a_note_far_below_the_table_does_no_harm(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", HEADER, BUS, change=lambda sheet: sheet.cell(100_000, 2, "Yhteensä"))
    assert len(read_documents(path).documents) == 1


def test_merged_ranges_over_everything_do_no_harm(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        sheet = archive.read(SHEET)
    merged = b'<mergeCells count="2000">' + b'<mergeCell ref="A3:XFD1048576"/>' * 2000 + b"</mergeCells>"
    assert (
        len(read_documents(changed(book, SHEET, sheet.replace(b"<pageMargins", merged + b"<pageMargins"))).documents)
        == 1
    )


@pytest.mark.parametrize("entity", ['"ha"', 'SYSTEM "file:///etc/hostname"'])
def test_entities_are_not_expanded(book: Path, entity: str) -> None:
    cell = '<c r="B2" t="inlineStr"><is><t>&bomb;</t></is></c>'
    rows = '<row r="1"><c r="B1" t="inlineStr"><is><t>Hankkeen nimi</t></is></c></row>' + f'<row r="2">{cell}</row>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<!DOCTYPE x [<!ENTITY bomb {entity}>]><worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    assert_refused(changed(book, SHEET, xml.encode()))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (JPEG, "a JPEG picture"),
        (LOCKED_OFFICE_FILE, "password"),
        (OLE, "save it as .xlsx"),
        (b"PK\x03\x04" + bytes(40), "damaged"),
        (b"Hankekoodi;Hankkeen nimi\nS1;Savotta\n", "no workbook"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, word: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert_refused(path, word)


def test_an_old_workbook_is_found_and_refused_with_the_cure(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(OLE)
    assert find_documents([tmp_path]) == [path]
    assert_refused(path, "save it as .xlsx")


def test_a_truncated_workbook_is_refused(book: Path) -> None:
    data = book.read_bytes()
    book.write_bytes(data[: len(data) // 2])
    assert_refused(book)


@pytest.mark.parametrize(("limit", "value"), [("MOST_CELLS", 8), ("LONGEST_ANSWER", 100)])
def test_a_workbook_with_too_much_in_it_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", HEADER, BUS, LOUNGE)
    monkeypatch.setattr(workbook, limit, value)
    with pytest.raises(UnreadableContentError) as caught:
        extract_workbook(path.read_bytes())
    assert caught.value.problem is Problem.TABLE_TOO_LARGE


@pytest.mark.parametrize(
    "answer",
    ["", "[]", "{}", '{"visible": [{"name": "a", "rows": [[1]], "first_row": 1, "first_column": 0}], "hidden": []}'],
)
def test_an_answer_of_another_shape_is_the_files_fault(
    book: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(workbook, "extract", lambda *_: answer)
    assert_refused(book, "stopped")


def test_a_csv_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HEADER, BUS)
    with path.open("r+b") as file:
        file.truncate(limits.LARGEST_TABLE + 1)
    assert_refused(path, "too large", "60 MB")


def test_one_title_on_every_row_takes_no_quadratic_time(tmp_path: Path) -> None:
    rows = [("", "Savotta", f"Töitä numero {i}.") for i in range(5000)]
    sources = {one.source for one in read_documents(write_csv(tmp_path / "a.csv", HEADER, *rows)).documents}
    assert len(sources) == 5000


@pytest.mark.parametrize("closing", ["</taLle:table>", "</<table:table>", ""], ids=["misspelt", "broken", "missing"])
def test_an_open_document_table_that_never_ends_is_refused_at_once(tmp_path: Path, closing: str) -> None:
    path = write_ods(tmp_path / "a.ods", HEADER, BUS)
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml").decode()
    began = time.monotonic()
    with pytest.raises(UnreadableContentError) as caught:
        extract_workbook(changed(path, "content.xml", content.replace("</table:table>", closing).encode()).read_bytes())
    assert caught.value.problem == Problem.DAMAGED
    assert time.monotonic() - began < 5


def test_an_open_document_table_with_a_document_type_is_refused(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "a.ods", HEADER, BUS)
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert_refused(changed(path, "content.xml", bomb.encode()))


def test_a_table_of_thousands_of_columns_is_told_soon(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", *([f"sarake {row} {column}" for column in range(16_000)] for row in range(50)))
    began = time.process_time()
    assert_refused(path, "no row names the columns")
    assert time.process_time() - began < 5
