"""The formats that every command shares."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.render.formats import to_csv, to_json, to_jsonl, to_markdown
from search.render.terminal import printable


@given(st.text())
def test_json_gives_back_what_went_in_and_holds_nothing_that_steers_a_terminal(text: str) -> None:
    for written in (to_json({"title": text}), to_jsonl([{"title": text}])):
        assert json.loads(written) == {"title": text}
        assert printable(written) == written


def test_json_keeps_finnish_letters_readable() -> None:
    assert to_jsonl(["työ"]) == '"työ"'


def test_json_lines_are_one_for_each_value() -> None:
    assert to_jsonl([{"a": 1}, {"a": "b\nc"}]) == '{"a": 1}\n{"a": "b\\nc"}'
    assert to_jsonl([]) == ""


def test_csv_has_a_header_and_a_row_for_each_value_without_lacking_ones() -> None:
    assert to_csv(
        ("project", "regions", "end"), [{"project": "S1", "regions": ("Uusimaa", "Kainuu"), "end": None}]
    ) == ('project,regions,end\nS1,"Uusimaa, Kainuu",')


@pytest.mark.parametrize("formula", ["=1+1", "+358", "-työ", "@summa", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(formula: str) -> None:
    row = next(csv.reader(io.StringIO(to_csv(("a", "b"), [{"a": formula, "b": -1}]).split("\n", 1)[1])))
    assert row[0].startswith("'")
    assert row[1] == "-1"


@given(st.lists(st.text(alphabet='ä,"\n;7', max_size=10), min_size=1, max_size=4))
def test_csv_gives_back_any_text(cells: list[str]) -> None:
    columns = [str(at) for at in range(len(cells))]
    rows = list(csv.reader(io.StringIO(to_csv(columns, [dict(zip(columns, cells, strict=True))]))))
    assert rows[0] == columns
    assert (rows[1:] or [[""]])[0] == cells


@given(st.text(alphabet="aä *_#[]()<>`\\|\u202e", max_size=30))
def test_markdown_shows_plain_text_as_it_is(text: str) -> None:
    written = to_markdown(text)
    assert re.sub(r"\\(.)", r"\1", written) == printable(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_#\[\]<>`|]", written)
