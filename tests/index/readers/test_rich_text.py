"""Rich text: headings by style or outline level, rows of tables, nothing hidden."""

from __future__ import annotations

import time

import pytest

from index.readers.problems import UnreadableContentError
from index.readers.rich_text import extract_rich_text

STYLES = r"{\stylesheet{\s0 Normal;}{\s3\sb240\b\fs28 Otsikko 1;}{\*\cs5 Oletus;}}"


def read(body: str) -> str:
    return extract_rich_text((r"{\rtf1\ansi\ansicpg1252" + STYLES + body + "}").encode("cp1252"))


def test_headings_are_known_by_their_styles_name() -> None:
    assert read(r"\pard\s3\b Tausta\par\pard\s0 Kyl\'e4 el\u228?\'e4.\par") == "# Tausta\n\nKylä elää."


def test_headings_are_known_by_their_outline_level() -> None:
    assert read(r"\pard\outlinelevel1 Tausta\par\pard Teksti.\par") == "## Tausta\n\nTeksti."


def test_cells_of_a_row_are_one_line() -> None:
    assert read(r"\trowd\intbl Kunta\cell Inari\cell\row") == "Kunta: Inari"


@pytest.mark.parametrize(
    "unseen", [r"{\v piilossa}", r"{\deleted poistettu}", r"{\footnote viite}", r"{\*\annotation x}"]
)
def test_what_is_not_printed_is_not_read(unseen: str) -> None:
    assert read(r"\pard Kyl\'e4" + unseen + r"bussi\par") == "Kyläbussi"


def test_items_have_one_kind_of_mark() -> None:
    assert read(r"\pard{\listtext\u8226?\tab}yksi\par\pard{\listtext 2.\tab}kaksi\par") == "- yksi\n2. kaksi"


def test_a_link_is_its_text() -> None:
    link = r'{\field{\*\fldinst{ HYPERLINK "http://www.esimerkki.fi" }}{\fldrslt{ sivuilla}}}'
    assert read(rf"\pard Lue{link}.\par") == "Lue sivuilla."


@pytest.mark.parametrize("data", [b"{\\rtf1 kesken", b"Teksti", b""])
def test_half_a_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableContentError):
        extract_rich_text(data)


def test_a_style_that_never_ends_takes_no_longer_than_its_length() -> None:
    began = time.process_time()
    extract_rich_text(b"{\\rtf1 {\\s1\\" + b"endstream" * 10_000 + b"{Torin olohuone.}}")
    assert time.process_time() - began < 2.0
