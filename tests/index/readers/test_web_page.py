"""Web pages: the text that a visitor sees, in its order."""

from __future__ import annotations

import pytest

from index.readers.web_page import extract_web_page


def read(page: str) -> str:
    return extract_web_page(page.encode())


def test_headings_paragraphs_and_lists_are_told_apart() -> None:
    page = "<h1>Hanke</h1><p>Kylä\n  elää.<h2>Tavoitteet</h2><ul><li>yksi<li>kaksi</ul><ol start=3><li>kolme</ol>"
    assert read(page) == "# Hanke\n\nKylä elää.\n\n## Tavoitteet\n\n- yksi\n- kaksi\n3. kolme"


def test_rows_of_tables_are_lines() -> None:
    page = "<table><tr><th>Kunta<td>Inari<tr><td>Hyvinvointi<td>8<td>5</table>"
    assert read(page) == "Kunta: Inari\nHyvinvointi 8 5"


def test_a_cell_of_a_layout_table_holds_ordinary_paragraphs() -> None:
    assert read("<table><tr><td><h1>Hanke</h1><p>Kylä elää.</table>") == "# Hanke\n\nKylä elää."


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>document.write('a')</script>",
        "<style>p { color: red }</style>",
        "<!-- kommentti -->",
        "<span hidden>piilossa</span>",
        "<span style='display: none'>piilossa <span>sekin</span></span>",
        "<del>poistettu</del>",
        "<sup><a href='#n1'>1</a></sup>",
        "<a href='#n1'><sup>[12]</sup></a>",
        "<select><option>vaihtoehto</option></select>",
    ],
)
def test_what_is_not_seen_is_not_read(unseen: str) -> None:
    assert read(f"<p>Kylä{unseen}bussi</p>") == "Kyläbussi"


def test_a_raised_number_that_is_no_link_stays() -> None:
    assert read("<p>120 m<sup>2</sup></p>") == "120 m2"


def test_navigation_and_the_margins_of_printed_pages_are_left_out() -> None:
    assert read("<nav>Etusivu</nav><div title='header'><p>Luonnos</p></div><p>Kylä.</p>") == "Kylä."


def test_text_without_paragraphs_is_one_for_each_block() -> None:
    assert read("Yksi<br>kaksi<div>kolme <b>neljä</b></div>viisi") == "Yksi\nkaksi\n\nkolme neljä\n\nviisi"


def test_lines_of_typewritten_text_stay_lines() -> None:
    assert read("<pre>1 Hanke\n\nHankekoodi: S54321\nNimi: Kyläbussi</pre>") == (
        "1 Hanke\n\nHankekoodi: S54321\nNimi: Kyläbussi"
    )


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ("<meta charset='iso-8859-1'>", "iso-8859-1"),
        ("<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>", "windows-1252"),
        ("", "utf-8"),
        ("", "utf-16"),
        ("<meta charset='zlib_codec'>", "utf-8"),
        ("<meta charset='ei-ole'>", "windows-1252"),
    ],
)
def test_the_encoding_is_the_declared_one_or_found(declaration: str, encoding: str) -> None:
    page = f"<html><head>{declaration}</head><p>Työpaja Äkäslompolossa</p></html>"
    assert extract_web_page(page.encode(encoding)) == "Työpaja Äkäslompolossa"


def test_a_thousand_open_elements_are_read() -> None:
    assert read("<div><b>" * 1_000 + "Kylä") == "Kylä"


@pytest.mark.parametrize(
    "page", ["<p>Kylä</div></p></table>", "<td>Kylä", "<li>Kylä", "<p>Kylä<", "<p>Kylä<!", "Kylä<a b"]
)
def test_broken_html_is_read(page: str) -> None:
    assert "Kylä" in read(page)
