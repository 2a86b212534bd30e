"""The table of an evaluation."""

from __future__ import annotations

import json

from search.evaluate import KindScore
from search.render.evaluation import render_evaluation
from search.render.formats import Format

SCORES = [KindScore(kind, 3, {"hybrid": 0.61234, "keyword": 0.5, "vector": 0.25}) for kind in ("theme", "all")]


def test_the_table_lines_up_kinds_and_modes() -> None:
    header, theme, total = render_evaluation(SCORES, Format.TABLE).split("\n")
    assert header.split() == ["kind", "queries", "hybrid", "keyword", "vector"]
    assert theme.split() == ["theme", "3", "0.612", "0.500", "0.250"]
    assert len(header) == len(theme) == len(total)


def test_other_formats_have_a_row_for_each_kind() -> None:
    row = {"kind": "theme", "queries": 3, "hybrid": 0.6123, "keyword": 0.5, "vector": 0.25}
    assert json.loads(render_evaluation(SCORES, Format.JSON))["kinds"][0] == row
    assert json.loads(render_evaluation(SCORES, Format.JSONL).split("\n")[0]) == row
    assert render_evaluation(SCORES, Format.CSV).split("\n")[1] == "theme,3,0.6123,0.5,0.25"
    assert render_evaluation(SCORES, Format.MARKDOWN).split("\n")[2] == "| theme | 3 | 0.612 | 0.500 | 0.250 |"
