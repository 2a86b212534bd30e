"""One project in every format."""

from __future__ import annotations

import csv
import io
import json

import pytest

from search.render.formats import Format
from search.render.project import ShownSection, render_project
from search.render.terminal import Style, printable
from tests.search.render.conftest import HARMFUL, PROJECT

PLAIN = Style(width=60, coloured=False)
SECTIONS = [
    ShownSection("3", "Tiivistelmä", f"Tausta:\n\n# Ranta{HARMFUL} on pitkä."),
    ShownSection("9", "Loppu", "=1"),
]


def test_the_table_shows_labelled_facts_and_the_text() -> None:
    lines = render_project(PROJECT, SECTIONS, Format.TABLE, PLAIN).split("\n")
    assert lines[0].startswith("S90009 Laituri")
    assert "   Starts: 1.9.2016" in lines
    assert "   Partners: Saaren opisto" in lines
    assert "   Granted EU and state funding: 1 312 500 €" in lines
    assert lines[-6:-4] == ["3 Tiivistelmä", "   Tausta:"]
    assert lines[-2:] == ["9 Loppu", "   =1"]


@pytest.mark.usefixtures("finnish")
def test_the_labels_are_the_forms_own_in_finnish() -> None:
    written = render_project(PROJECT, SECTIONS, Format.MARKDOWN, PLAIN)
    assert "- Alkaa: 1.9.2016" in written
    assert "- Maakunnat: Uusimaa, Varsinais-Suomi" in written


def test_without_facts_the_text_stands_alone() -> None:
    for form in (Format.TABLE, Format.MARKDOWN):
        assert "Starts" not in render_project(PROJECT, SECTIONS, form, PLAIN, with_facts=False)


def test_json_has_exactly_these_keys() -> None:
    written = json.loads(render_project(PROJECT, SECTIONS, Format.JSON, PLAIN))
    assert list(written) == ["project", "title", "source", "facts", "sections"]
    assert written["sections"][1] == {"section": "9", "heading": "Loppu", "text": "=1"}
    assert json.loads(render_project(PROJECT, SECTIONS, Format.JSONL, PLAIN)) == written


def test_csv_has_a_row_for_each_section() -> None:
    rows = list(csv.reader(io.StringIO(render_project(PROJECT, SECTIONS, Format.CSV, PLAIN))))
    assert rows[0] == ["project", "section", "heading", "text"]
    assert rows[2] == ["S90009", "9", "Loppu", "'=1"]


@pytest.mark.parametrize("form", list(Format))
def test_nothing_in_a_description_steers_the_terminal(form: Format) -> None:
    written = render_project(PROJECT, SECTIONS, form, PLAIN)
    assert printable(written) == written


def test_markdown_takes_nothing_in_a_description_for_its_own() -> None:
    assert "\n\\# Ranta" in render_project(PROJECT, SECTIONS, Format.MARKDOWN, PLAIN)
