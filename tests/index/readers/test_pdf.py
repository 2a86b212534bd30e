"""PDF files: paragraphs, headings and rows from lines on pages."""

from __future__ import annotations

import pytest

from index.cleaning import clean
from index.readers.pdf import extract_pdf
from index.readers.pdf_layout import join_lines
from tests.index.readers.hostile import Printed, printed_pdf

# Lines of Helvetica at 11 points, some 480 points wide.
FULL = "Kyläbussi kulkee syrjäkylien ja keskustan väliä kahdesti päivässä, ja kuljettaja auttaa ovelta"
LEFT, TOP, PITCH = 56.0, 780.0, 14.0


def page(*lines: str | Printed, top: float = TOP) -> list[Printed]:
    """Set lines one under another; an empty one is a gap."""
    return [
        line if isinstance(line, Printed) else Printed(LEFT, top - PITCH * i, line)
        for i, line in enumerate(lines)
        if line
    ]


def read(*pages: list[Printed]) -> str:
    return clean(extract_pdf(printed_pdf(*pages)))


class TestParagraphs:
    def test_are_joined_from_their_lines(self) -> None:
        assert read(page(FULL, "ovelle asti.")) == f"{FULL} ovelle asti."

    def test_end_where_the_next_word_would_have_fit(self) -> None:
        assert read(page(FULL, "ovelle asti.", "Toinen kappale.")) == f"{FULL} ovelle asti.\n\nToinen kappale."

    def test_end_at_a_wide_space(self) -> None:
        assert read(page(FULL, "", FULL)) == f"{FULL}\n\n{FULL}"

    def test_go_on_over_the_end_of_a_page(self) -> None:
        assert read(page(FULL), page("ovelle asti.")) == f"{FULL} ovelle asti."
        assert read(page(FULL), page("Uusi sivu.")) == f"{FULL}\n\nUusi sivu."

    def test_of_lists_keep_their_items_with_one_kind_of_mark(self) -> None:
        text = read(page("• ensimmäinen asia", "• toinen asia", "3. kolmas asia"))
        assert text == "- ensimmäinen asia\n- toinen asia\n3. kolmas asia"

    def test_do_not_begin_a_list_with_half_a_word(self) -> None:
        assert read(page(FULL, "-prosessit ja muut.")).endswith(" -prosessit ja muut.")


@pytest.mark.parametrize(
    ("above", "beneath", "joined"),
    [
        ("matalan kyn-", "nyksen palvelut", "matalan kynnyksen palvelut"),
        ("matalan kyn\xad", "nyksen palvelut", "matalan kynnyksen palvelut"),
        ("sosiaali-", "ja terveyspalvelut", "sosiaali- ja terveyspalvelut"),
        ("käytiin ESR-", "hankkeessa", "käytiin ESR-hankkeessa"),
        ("käytiin Etelä-", "Savossa", "käytiin Etelä-Savossa"),
        ("kulki linja-", "autolla", "kulki linja-autolla"),
        ("sukupuolten tasa-", "arvo", "sukupuolten tasa-arvo"),
        ("vuosina 2019-", "2021", "vuosina 2019-2021"),
        ("tavallinen", "rivi", "tavallinen rivi"),
    ],
)
def test_a_word_that_a_line_end_cuts_is_whole_again(above: str, beneath: str, joined: str) -> None:
    assert join_lines(above, beneath) == joined


def test_a_word_cut_on_the_page_is_whole_in_the_text() -> None:
    line = "Kyläbussi kulkee syrjäkylien ja keskustan väliä kahdesti päivässä, ja apua tarjoava työ-"
    assert read(page(line, "paja toimii koulussa.")).endswith("tarjoava työpaja toimii koulussa.")
    assert read(page(line, "ja vapaa-aika kuuluvat samaan.")).endswith("tarjoava työ- ja vapaa-aika kuuluvat samaan.")


class TestHeadings:
    def test_are_set_in_larger_type(self) -> None:
        title = Printed(LEFT, TOP, "Kyläbussi", 20)
        heading = Printed(LEFT, TOP - 40, "Tavoitteet", 14)
        text = read([title, heading, *page(FULL, "ovelle asti.", top=TOP - 62)])
        assert text == f"# Kyläbussi\n\n## Tavoitteet\n\n{FULL} ovelle asti."

    def test_are_set_in_bold_type_above_their_text(self) -> None:
        heading = Printed(LEFT, TOP, "Tavoitteet", is_bold=True)
        assert read([heading, *page(FULL, FULL, "asti.", top=TOP - PITCH)]) == f"# Tavoitteet\n\n{FULL} {FULL} asti."

    def test_are_not_whole_pages_of_large_type(self) -> None:
        assert "#" not in read([Printed(LEFT, TOP - 40 * i, f"Dia {i}", 24 - i) for i in range(8)])


def test_cells_far_apart_are_a_label_and_its_value() -> None:
    row = [Printed(LEFT, TOP, "Hankekoodi"), Printed(250, TOP, "S54321")]
    assert read([*row, Printed(LEFT, TOP - PITCH, "Nimi:"), Printed(250, TOP - PITCH, "Kyläbussi")]) == (
        "Hankekoodi: S54321\nNimi: Kyläbussi"
    )


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            Printed(LEFT, 820, "Luonnos 1.9.2024"),
            *page(f"Sivun {word} teksti alkaa tästä.", FULL, "ovelle asti.", top=700),
            Printed(LEFT, 40, f"Kyläbussi, sivu {number}"),
            Printed(300, 25, f"{number} (3)"),
        ]
        for number, word in enumerate(("ensimmäisen", "toisen", "kolmannen"), 1)
    ]
    text = read(*pages)
    assert [word in text for word in ("Luonnos", "sivu ", "(3)")] == [False] * 3
    assert text.count("teksti alkaa tästä") == 3


def test_the_mark_of_a_footnote_is_left_out() -> None:
    text = read([Printed(LEFT, TOP, "Kylä elää."), Printed(LEFT + 53, TOP + 4, "12", 6), *page(FULL, top=TOP - PITCH)])
    assert text.split() == ["Kylä", "elää.", *FULL.split()]


def test_lines_of_a_table_of_contents_are_left_out() -> None:
    assert read(page("Tausta ............................ 2", "Tekstiä.")) == "Tekstiä."
