"""The shell fed from a pipe: answers without prompts, for scripts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from index.errors import QueryError
from index.limits import LONGEST_QUERY
from search.query import parse_query
from search.shell.conversation import limited_lines
from search.shell.pager import pager_command
from tests.search.conftest import Hankehaku

KEYWORD = ("--mode", "keyword", "--limit", "1")


def test_each_line_of_a_pipe_is_answered_in_turn_without_prompts(hankehaku: Hankehaku) -> None:
    lines = "satama\n\n:region Keski-Suomi\ntyö\n:clear\n:more\n"
    done = hankehaku("shell", *KEYWORD, "--format", "jsonl", given=lines)
    assert [json.loads(line)["project"] for line in done.stdout.splitlines()][:2] == ["S90001", "S90002"]
    assert len(done.stdout.splitlines()) == 3
    assert (done.returncode, done.stderr.splitlines()) == (
        0,
        [
            "region: Keski-Suomi; mode: keyword; by: project; limit: 1",
            "no filters; mode: keyword; by: project; limit: 1",
        ],
    )


def test_a_query_without_hits_is_answered_and_no_error(hankehaku: Hankehaku) -> None:
    done = hankehaku("kysele", *KEYWORD, "--format", "json", given="traktori", LANG="fi_FI.UTF-8")
    assert (done.returncode, json.loads(done.stdout)["hits"]) == (0, [])
    assert done.stderr.splitlines()[0] == "Ei osumia: traktori"


def test_csv_of_many_queries_is_one_table_whose_rows_name_their_query(hankehaku: Hankehaku) -> None:
    done = hankehaku(
        "shell", *KEYWORD, "--format", "csv", given='satama\ntraktori\n:limit 1\n"etsivä työ" =satamiin\ntyö\n'
    )
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(rows[0])[:3] == ["query", "rank", "project"]
    assert list(dict.fromkeys(row["query"] for row in rows)) == ["satama", '"etsivä työ" =satamiin', "työ"]
    assert {row["rank"] for row in rows} == {"1"}
    assert all(None not in row and None not in row.values() for row in rows)


def test_the_header_comes_again_only_where_the_columns_change(hankehaku: Hankehaku) -> None:
    done = hankehaku("shell", *KEYWORD, "--format", "csv", given="satama\nsatama\n:similar S90001\nsatama\n")
    assert sum(line.startswith("query,rank,project,") for line in done.stdout.splitlines()) == 2


def test_what_is_no_table_is_written_whole_each_time(hankehaku: Hankehaku) -> None:
    done = hankehaku("shell", *KEYWORD, "--format", "csv", given=":filters\n:filters\n")
    lines = [line for line in done.stdout.splitlines() if line]
    assert lines[: len(lines) // 2] == lines[len(lines) // 2 :]


def test_json_lines_name_their_query_also_where_nothing_was_found(hankehaku: Hankehaku) -> None:
    done = hankehaku("shell", *KEYWORD, "--format", "jsonl", given="satama\ntraktori\n:more\nsatama\n")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["query"], one.get("project")) for one in told] == [
        ("satama", "S90001"),
        ("traktori", None),
        ("traktori", None),
        ("satama", "S90001"),
    ]
    assert told[1] == {"query": "traktori", "hits": []}


def test_after_an_error_the_rest_is_answered_and_the_exit_code_is_2(hankehaku: Hankehaku) -> None:
    done = hankehaku("shell", *KEYWORD, given="satama\n-nuoret\nsatama\n:quit\n-nuoret\n")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == "Line 2: The query only says what to leave out."
    assert len(done.stderr.splitlines()) == 2
    assert done.stdout.count("1. S90001") == 2
    assert "\x1b" not in done.stdout


def test_a_missing_index_is_an_error_before_any_line(hankehaku: Hankehaku, tmp_path: Path) -> None:
    done = hankehaku("shell", "--index", str(tmp_path / "tyhjä"), given="satama\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "hankehaku build" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ({"PAGER": "cat -u 'yksi arvo'"}, ["cat", "-u", "yksi arvo"]),
        ({"PAGER": "cat", "TERM": "dumb"}, None),
        ({"PAGER": "ei-ole-olemassa"}, None),
        ({"PAGER": "'"}, None),
    ],
)
def test_the_pager_is_the_users_where_it_can_be_run(environment: dict[str, str], command: list[str] | None) -> None:
    found = pager_command(environment)
    assert (found and [Path(found[0]).name, *found[1:]]) == command


def test_a_line_too_long_for_a_query_is_one_error_whatever_its_length() -> None:
    stream = io.StringIO("satama\n" + "ä" * 1_000_000 + "\n" + "ö" * LONGEST_QUERY + "\nkirjasto")
    first, second, third, fourth = limited_lines(stream)
    assert (first, fourth) == ("satama\n", "kirjasto")
    assert len(third.strip()) == LONGEST_QUERY
    with pytest.raises(QueryError):
        parse_query(second)
