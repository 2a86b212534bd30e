"""A batch of applications in the forms that people and programs read."""

from __future__ import annotations

import csv
import io
import json

import pytest

from index.errors import Text, UnreadableDocumentError
from index.filters import Filters
from search.render.formats import Format
from search.render.similar_batch import render_batch
from search.render.terminal import Style
from search.similar.batch_model import Application, BatchAnswer, Match, suspicious_pairs
from search.similar.model import Kinship, KinshipKind
from tests.search.render.conftest import HARMFUL

KIN = Kinship(KinshipKind.COPIED_TEXT, (Text("passages with the same text: 3", "tekstikohtia: 3"),))
PROJECT = Match(1, "S90001", "=Rantaraitti", False, 0.31, 98.9, 0.4, 0.35, 6, 0, None, ("ranta", "nuori"), ())
COPY = Match(1, "saari.md", f"Saari {HARMFUL}", True, 0.91, 100.0, 0.9, 0.95, 9, 3, KIN, ("saari",), ())
APPLICATION = Application("=laituri.md", "Laituri", None, 9, (PROJECT,), (COPY,))
ALONE = Application("yksin.md", "", "S90002", 4, (), ())
UNREADABLE = UnreadableDocumentError(
    Text("rikki.pdf is damaged.", "rikki.pdf on vioittunut."), Text("Save.", "Tallenna.")
)
ANSWER = BatchAnswer(
    Filters(),
    (APPLICATION, ALONE),
    suspicious_pairs((APPLICATION, ALONE), None),
    (("rikki.pdf", UNREADABLE),),
    None,
    0,
)
STYLE = Style(80, coloured=False)


def test_csv_has_a_row_for_each_application_and_what_it_is_like_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(render_batch(ANSWER, Format.CSV, STYLE))))
    assert [(row["application"], row["kind"], row["project"]) for row in rows] == [
        ("'=laituri.md", "project", "S90001"),
        ("'=laituri.md", "application", "saari.md"),
    ]
    assert rows[0]["title"] == "'=Rantaraitti"
    assert (rows[1]["kinship"], rows[1]["copied_passages"]) == ("copied_text", "3")
    assert rows[1]["suspicious"] == "copied_text, kinship, near_copy"
    assert (rows[0]["suspicious"], rows[0]["percentile"], rows[0]["terms"]) == ("", "98.9", "ranta, nuori")


def test_json_tells_all_with_stable_keys() -> None:
    told = json.loads(render_batch(ANSWER, Format.JSON, STYLE))
    assert list(told) == ["suspicious", "applications", "unreadable", "calibration", "filters"]
    assert told["suspicious"][0]["reasons"] == ["copied_text", "kinship", "near_copy"]
    assert told["suspicious"][0]["suspicion"] == pytest.approx(0.91 + 3 / 9, abs=1e-4)
    assert told["applications"][1] == {
        "name": "yksin.md",
        "title": "",
        "project": "S90002",
        "passages": 4,
        "projects": [],
        "applications": [],
    }
    assert told["unreadable"] == [{"name": "rikki.pdf", "message": "rikki.pdf is damaged."}]


def test_json_lines_have_the_same_rows_as_csv() -> None:
    rows = [json.loads(row) for row in render_batch(ANSWER, Format.JSONL, STYLE).splitlines()]
    assert [(row["application"], row["project"], row["suspicious"]) for row in rows] == [
        ("=laituri.md", "S90001", []),
        ("=laituri.md", "saari.md", ["copied_text", "kinship", "near_copy"]),
    ]


def test_the_table_begins_with_the_suspicious_pairs_and_can_harm_no_terminal(finnish: None) -> None:
    first, second, *others = render_batch(ANSWER, Format.TABLE, STYLE).split("\n\n")
    assert first == "Tarkastettavia pareja: 1 (hakemuksia: 2)"
    assert second.startswith("1. =laituri.md ↔ hakemus saari.md: Saari ")
    assert "0,91 (100/100): kopioitua tekstiä; " in " ".join(second.split())
    assert "   0,31 (98/100) S90001 =Rantaraitti" in others[1].splitlines()
    assert "\x1b" not in second


def test_markdown_lists_the_pairs_and_each_application(finnish: None) -> None:
    lines = render_batch(ANSWER, Format.MARKDOWN, STYLE).splitlines()
    assert lines[0] == "# Tarkastettavia pareja: 1 (hakemuksia: 2)"
    assert [line for line in lines if line.startswith("## ")] == ["## =laituri.md: Laituri", "## yksin.md"]
    assert "- 0,31 (98/100) S90001 =Rantaraitti" in lines
