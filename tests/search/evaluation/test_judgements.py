"""Judged queries from JSON lines and from a table; what is wrong is told with its line and its cure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import QueryError
from search.evaluation.judgements import read_judgements

RELEVANT = '{"project": "S90001", "section": "3", "grade": 3}'
LINE = f'{{"id": "q1", "kind": "theme", "text": "etsivä työ", "relevant": [{RELEVANT}]}}'
ROW = "etsivä nuorisotyö\tS90001\t3\t2"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_judgements_are_read_from_json_lines(tmp_path: Path) -> None:
    full = LINE.replace("q1", "q2").replace("}]}", '}], "lang": "fi", "answers": ["satamassa"]}')
    first, second = read_judgements(written(tmp_path, "haut.jsonl", f"{LINE}\n\n{full}\n"))
    assert (first.id, first.kind, first.text, first.grades) == ("q1", "theme", "etsivä työ", {("S90001", "3"): 3})
    assert (first.language, first.answers) == ("", ())
    assert (second.language, second.answers) == ("fi", ("satamassa",))


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "q1"}', LINE.replace("3}", '"hyvä"}')])
def test_a_line_that_is_no_judged_query_is_named_with_what_it_should_be(tmp_path: Path, line: str) -> None:
    with pytest.raises(QueryError, match="line 2") as refused:
        read_judgements(written(tmp_path, "haut.jsonl", f"{LINE}\n{line}\n"))
    assert '"relevant"' in refused.value.hint.fi


def test_an_id_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"line 3.*q1 comes twice"):
        read_judgements(written(tmp_path, "haut.jsonl", f"{LINE}\n\n{LINE}\n"))


def test_a_table_has_a_line_for_each_judgement_of_a_query(tmp_path: Path) -> None:
    table = f"{ROW}\n\nmatalan kynnyksen kahvila\tS90004\t\t1\n{ROW.replace('3', '9', 1).replace('2', '0')}\n"
    first, second = read_judgements(written(tmp_path, "haut.tsv", table))
    assert (first.id, first.text) == ("q1", "etsivä nuorisotyö")
    assert first.grades == {("S90001", "3"): 2, ("S90001", "9"): 0}
    assert (second.id, second.grades) == ("q2", {("S90004", ""): 1})


def test_a_table_from_a_spreadsheet_may_have_a_header_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    table = f"\ufeffQuery\tProject\tSection\tGrade\r\n{ROW}\r\n"
    (query,) = read_judgements(written(tmp_path, "haut.tsv", table))
    assert query.grades == {("S90001", "3"): 2}


@pytest.mark.parametrize(
    "row",
    [
        "etsivä nuorisotyö S90001 3 2",
        "etsivä nuorisotyö\tS90001\t2",
        "etsivä nuorisotyö\t\t3\t2",
        "\tS90001\t3\t2",
        "etsivä nuorisotyö\tS90001\t3\thyvä",
        "etsivä nuorisotyö\tS90001\t3\t4",
        "etsivä nuorisotyö\tS90001\t3\t-1",
    ],
)
def test_a_row_that_is_no_judgement_is_named_with_what_it_should_be(tmp_path: Path, row: str) -> None:
    with pytest.raises(QueryError, match=r"haut\.tsv, line 3") as refused:
        read_judgements(written(tmp_path, "haut.tsv", f"työpaja\tS90002\t3\t1\n\n{row}\n"))
    assert "tabs" in refused.value.hint.en
    assert "sarkaimet" in refused.value.hint.fi


@pytest.mark.parametrize("query", ['""', "-nuoret", "?", "ö" * 5_000])
@pytest.mark.parametrize("name", ["haut.tsv", "haut.jsonl"])
def test_a_query_that_asks_for_nothing_is_named_with_its_line(tmp_path: Path, name: str, query: str) -> None:
    line = LINE.replace("q1", "q2").replace('"etsivä työ"', json.dumps(query))
    row = f"{query}\tS90001\t3\t2"
    text = f"{ROW}\n{row}\n" if name.endswith(".tsv") else f"{LINE}\n{line}\n"
    with pytest.raises(QueryError, match=rf"{name}, line 2") as refused:
        read_judgements(written(tmp_path, name, text))
    assert "Korjaa rivi" in refused.value.hint.fi


def test_a_judgement_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="line 2") as refused:
        read_judgements(written(tmp_path, "haut.tsv", f"{ROW}\n{ROW.replace('2', '1')}\n"))
    assert refused.value.hint.en == "Leave one of the two lines."


@pytest.mark.parametrize("name", ["haut.tsv", "haut.jsonl"])
def test_an_empty_file_of_judgements_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(QueryError, match="empty"):
        read_judgements(written(tmp_path, name, "\n"))


def test_a_file_in_another_encoding_is_refused_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "haut.tsv").write_bytes(ROW.encode("latin-1"))
    with pytest.raises(QueryError) as refused:
        read_judgements(tmp_path / "haut.tsv")
    assert "UTF-8" in refused.value.hint.en
