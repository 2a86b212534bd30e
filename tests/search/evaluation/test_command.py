"""`hankehaku evaluate` as a user starts it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.search.conftest import Hankehaku

TABLE = "etsivä nuorisotyö satamissa\tS90001\t3\t2\nvertaisryhmät kahvilassa\tS90004\t\t1\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "haut.tsv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_table_written_by_hand_is_measured_in_every_mode_and_the_modes_are_compared(
    hankehaku: Hankehaku, table: Path
) -> None:
    done = hankehaku("arvioi", str(table), LANG="fi_FI.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    means, comparison = done.stdout.rstrip("\n").split("\n\n")
    assert means.startswith("kaikki haut (2)")
    assert [line.split()[0] for line in means.splitlines()[1:]] == ["hybrid", "keyword", "vector"]
    assert comparison.startswith("hybrid ja ")


def test_a_saved_run_is_compared_with_a_later_one(hankehaku: Hankehaku, table: Path, tmp_path: Path) -> None:
    kept = str(tmp_path / "ajo.json")
    saved = hankehaku("evaluate", str(table), "--mode", "keyword", "--save", kept)
    later = hankehaku("evaluate", str(table), "--mode", "keyword", "--against", kept, "--format", "json")
    assert (saved.returncode, later.returncode) == (0, 0)
    change = json.loads(later.stdout)["change"]
    assert (change["system"], change["moves"]) == ("keyword", [])
    assert {one["difference"] for one in change["comparisons"]} == {0}


def test_judged_projects_that_the_index_lacks_are_noted(hankehaku: Hankehaku, tmp_path: Path) -> None:
    path = tmp_path / "haut.tsv"
    path.write_text(TABLE.replace("S90004", "S90O04"), encoding="utf-8")
    done = hankehaku("evaluate", str(path), "--mode", "keyword")
    assert done.returncode == 0
    assert "S90O04" in done.stderr


def test_judged_sections_and_queries_that_measure_nothing_are_noted(hankehaku: Hankehaku, tmp_path: Path) -> None:
    path = tmp_path / "haut.tsv"
    path.write_text(f"{TABLE}kahvila\tS90004\t99\t1\nvenesatama\tS90001\t3\t0\n", encoding="utf-8")
    done = hankehaku("arvioi", str(path), "--mode", "keyword", "--format", "json", LANG="fi_FI.UTF-8")
    told = json.loads(done.stdout)
    assert (told["queries"], told["unknown_sections"], told["without_relevant"]) == (3, ["S90004 99"], ["venesatama"])
    sections, queries = done.stderr.splitlines()
    assert sections.endswith("lasketaan löytymättömiksi: S90004 99")
    assert queries.endswith("jäävät pois kaikista luvuista: venesatama")


def test_an_unknown_name_to_compare_ends_with_those_there_are(hankehaku: Hankehaku, table: Path) -> None:
    done = hankehaku("evaluate", str(table), "--compare", "hybrid", "elastic")
    assert (done.returncode, done.stdout) == (2, "")
    assert "elastic" in done.stderr
    assert "bm25-snowball" in done.stderr


def test_a_mistake_in_the_table_is_told_with_its_line(hankehaku: Hankehaku, table: Path) -> None:
    table.write_text(TABLE + "kahvila S90001 3 1\n", encoding="utf-8")
    done = hankehaku("evaluate", str(table))
    assert done.returncode == 2
    assert "haut.tsv, line 3" in done.stderr


def test_the_help_tells_how_to_write_a_table(hankehaku: Hankehaku) -> None:
    english, finnish = hankehaku("evaluate", "--help"), hankehaku("arvioi", "--help", LANG="fi_FI.UTF-8")
    assert "query, project, section, grade" in english.stdout
    assert "haku, hankekoodi, kohta ja arvo" in finnish.stdout
