"""OpenDocument texts: what a reader of the printed page would read, in its order."""

from __future__ import annotations

import pytest

from index.readers.open_document import extract_open_document
from tests.index.readers.hostile import open_document

STYLES = (
    '<style:style style:name="P1" style:parent-style-name="Title"/>'
    '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="P2"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/>'
    '<text:list-level-style-bullet text:level="2"/></text:list-style>'
)


def read(body: str) -> str:
    return extract_open_document(open_document(body, styles=STYLES))


def test_headings_have_their_levels_below_the_title() -> None:
    title, heading = '<text:p text:style-name="P1">Hanke</text:p>', '<text:h text:outline-level="2">Tausta</text:h>'
    assert read(f"{title}{heading}<text:p>Kylä.</text:p>") == "# Hanke\n\n### Tausta\n\nKylä."


def test_short_bold_lines_are_headings_where_there_are_no_others() -> None:
    assert read('<text:p text:style-name="P2">Tausta</text:p><text:p>Kylä elää.</text:p>') == "# Tausta\n\nKylä elää."


def test_lists_have_their_marks_and_keep_what_is_within_them() -> None:
    inner = "<text:list><text:list-item><text:p>kolme</text:p></text:list-item></text:list>"
    body = (
        '<text:list text:style-name="L1"><text:list-item><text:p>yksi</text:p></text:list-item>'
        f"<text:list-item><text:p>kaksi</text:p>{inner}</text:list-item></text:list>"
    )
    assert read(body) == "1. yksi\n2. kaksi\n- kolme"


def test_rows_of_tables_are_lines() -> None:
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("Kunta", "Inari"))
    header = f"<table:table-header-rows><table:table-row>{cells}</table:table-row></table:table-header-rows>"
    assert read(f"<table:table>{header}<table:table-row>{cells}</table:table-row></table:table>") == (
        "Kunta: Inari\nKunta: Inari"
    )


@pytest.mark.parametrize(
    "unseen",
    [
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>viite</text:p></text:note-body></text:note>",
        "<office:annotation><text:p>kommentti</text:p></office:annotation>",
        '<text:span text:style-name="T1">piilotettu</text:span>',
        "<text:hidden-text>piilotettu</text:hidden-text>",
        "<draw:frame><draw:title>kuva</draw:title></draw:frame>",
    ],
)
def test_what_is_not_printed_is_not_read(unseen: str) -> None:
    assert read(f"<text:p>Kylä{unseen}bussi</text:p>") == "Kyläbussi"


def test_deleted_text_tables_of_contents_and_hidden_sections_are_left_out() -> None:
    body = (
        "<text:tracked-changes><text:p>poistettu</text:p></text:tracked-changes>"
        "<text:table-of-content><text:p>Tausta 1</text:p></text:table-of-content>"
        '<text:section text:display="none"><text:p>piilossa</text:p></text:section>'
        "<text:section><text:p>Teksti.</text:p></text:section>"
    )
    assert read(body) == "Teksti."


def test_spaces_tabs_and_breaks_are_written_as_elements() -> None:
    assert read('<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>') == "a   b c\nd"


def test_a_text_box_is_read_after_its_paragraph() -> None:
    box = "<draw:frame><draw:text-box><text:p>Laatikko.</text:p></draw:text-box></draw:frame>"
    assert read(f"<text:p>Teksti.{box}</text:p>") == "Teksti.\n\nLaatikko."
