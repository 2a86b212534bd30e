"""The tables of an evaluation."""

from __future__ import annotations

import csv
import json

import pytest

from search.evaluation.compare import Change, Comparison, Move
from search.evaluation.measures import MEASURES, Scores
from search.evaluation.report import Evaluation
from search.evaluation.runs import GroupMeans, QueryScores, Run
from search.render.evaluation import render_evaluation
from search.render.formats import Format
from tests.search.render.conftest import HARMFUL


def scores(value: float) -> Scores:
    return dict.fromkeys(MEASURES, value) | {"answer@1": None, "answer@3": None}


SYSTEMS = {"hybrid": scores(0.61234), "bm25-snowball": scores(0.5)}
RUN = Run(tuple(SYSTEMS), (QueryScores("q1", f"etsivä | työ {HARMFUL}", "theme", "fi", SYSTEMS),))
COMPARED = Comparison("nDCG@10", "hybrid", "bm25-snowball", 3, 0.61234, 0.5, 0.11234, -0.01, 0.2345, 0.0499)
SINCE = Comparison("nDCG@10", "today", "earlier", 3, 0.61234, 0.5, 0.11234, 0.01, 0.2345, 0.0001)
EVALUATION = Evaluation(
    RUN,
    (GroupMeans("kind", "theme", 1, SYSTEMS), GroupMeans("all", "", 3, SYSTEMS)),
    (COMPARED,),
    Change("hybrid", (SINCE,), (Move("q1", RUN.queries[0].text, 0.25, 0.75),)),
    ("S00000",),
    (("S90001", "99"),),
    ("vertaisryhmät",),
)


def test_the_table_lines_up_systems_and_measures_for_each_group_with_all_queries_last() -> None:
    theme, total, *_ = render_evaluation(EVALUATION, Format.TABLE).split("\n\n")
    assert theme.startswith("kind theme (1)")
    assert total.startswith("all queries (3)")
    header, hybrid, baseline = total.split("\n")
    assert header.split()[3:] == list(MEASURES)
    assert hybrid.split() == ["hybrid", *["0.612"] * 5, "–", "–"]
    assert len(header) == len(hybrid) == len(baseline) == len(theme.split("\n")[0])


def test_a_comparison_tells_difference_interval_and_probability() -> None:
    *_, compared, since, moved = render_evaluation(EVALUATION, Format.TABLE).split("\n\n")
    assert compared.startswith("hybrid against bm25-snowball")
    row = ["nDCG@10", "0.612", "0.500", "+0.112", "-0.010", "...", "+0.234", "0.0499"]
    assert compared.split("\n")[1].split() == row
    assert since.startswith("hybrid: today against earlier")
    assert since.endswith("< 0.0002")
    assert moved.split("\n")[1].split()[-2:] == ["0.250", "0.750"]


def test_the_table_speaks_finnish(finnish: None) -> None:
    table = render_evaluation(EVALUATION, Format.TABLE)
    for words in (
        "laji theme (1)",
        "kaikki haut (3)",
        "hybrid ja bm25-snowball",
        "hybrid: nyt ja aiemmin",
        "95 %:n väli",
    ):
        assert words in table


def test_json_has_everything_under_stable_keys() -> None:
    value = json.loads(render_evaluation(EVALUATION, Format.JSON))
    assert list(value) == [
        *("queries", "systems", "measures", "means", "comparisons", "change"),
        *("unknown_projects", "unknown_sections", "without_relevant"),
    ]
    assert (value["unknown_sections"], value["without_relevant"]) == (["S90001 99"], ["vertaisryhmät"])
    assert value["means"][1]["systems"]["hybrid"]["nDCG@10"] == 0.6123
    assert value["means"][1]["systems"]["hybrid"]["answer@1"] is None
    assert value["comparisons"][0]["p"] == 0.0499
    assert value["change"]["moves"][0]["after"] == 0.75
    assert value["unknown_projects"] == ["S00000"]


def test_csv_and_json_lines_have_a_row_for_each_group_and_system() -> None:
    rows = list(csv.DictReader(render_evaluation(EVALUATION, Format.CSV).split("\n")))
    assert [(row["by"], row["value"], row["system"]) for row in rows] == [
        ("kind", "theme", "hybrid"),
        ("kind", "theme", "bm25-snowball"),
        ("all", "", "hybrid"),
        ("all", "", "bm25-snowball"),
    ]
    assert (rows[0]["nDCG@10"], rows[0]["answer@3"]) == ("0.6123", "")
    line = json.loads(render_evaluation(EVALUATION, Format.JSONL).split("\n")[0])
    assert (line["queries"], line["nDCG@10"], line["answer@3"]) == (1, 0.6123, None)


def test_markdown_has_tables_that_no_query_breaks() -> None:
    markdown = render_evaluation(EVALUATION, Format.MARKDOWN)
    assert "| all queries (3) | nDCG@10 | recall@10 |" in markdown
    assert "etsivä \\| työ" in markdown


@pytest.mark.parametrize("form", list(Format))
def test_no_query_steers_the_terminal(form: Format) -> None:
    assert not {"\x1b", "\u202e", "\x9b"} & set(render_evaluation(EVALUATION, form))
