"""What is read of a collection's files: odd names, many files, tables with their own columns."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

import index.reading
from index.catalogue import Catalogue
from index.generation import CATALOGUE
from index.memo import Memo
from index.readers import read_documents
from index.reading import SourceReader, read_sources
from tests.collection import COAST, WORKSHOP, write_collection
from tests.index.bench import Bench

TEXT = "Torikahvila\n\nKahvilassa {} tavataan naapureita ja opetellaan yhdessä leipomista.\n"
ODD_NAMES = (b"-rf.txt", b"rivi\nvaihto.txt", b"latin-\xe4\xf6.txt", "\u202ekäännetty.txt".encode(), b"a'b\"c $x.txt")


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench.set_up(tmp_path, monkeypatch)


def test_files_of_any_name_are_indexed_and_taken_over(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"kansio \xff\n")
    folder.mkdir()
    for number, name in enumerate(ODD_NAMES):
        (folder / os.fsdecode(name)).write_text(TEXT.format(number), encoding="utf-8")
    for embedded in (len(ODD_NAMES), 0):
        report = bench.build(folder)
        assert report.skipped == ()
        assert report.embedded == embedded
        assert report.generation.manifest.sources == (str(folder),)
        projects = bench.stored_projects()
        assert {"-rf", "rivi vaihto", "latin-\ufffd\ufffd"} <= set(projects)
        assert len(projects) == len(ODD_NAMES)
    catalogue = Catalogue(report.generation.path / CATALOGUE)
    sources = [one.source for one in catalogue.projects(range(1, 6)).values()]
    catalogue.close()
    assert all(source.startswith(f"{tmp_path}/kansio \ufffd\n/") for source in sources)


def test_a_project_may_have_its_name_from_a_file_whose_name_is_no_text(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"ty\xf6paja.txt")
    path.write_text("naapurit tapaavat torilla, leipovat yhdessä ja puhuvat pitkään säästä ja sadosta.\n" * 3, "utf-8")
    assert bench.build(path).generation.manifest.documents == 1
    assert list(bench.stored_projects()) == ["ty\ufffdpaja"]


def test_of_hundreds_of_files_the_one_that_changed_is_embedded(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "monta"
    folder.mkdir()
    for number in range(300):
        (folder / f"muistio {number}.txt").write_text(TEXT.format(number), encoding="utf-8")
    assert bench.build(folder).generation.manifest.documents == 300
    (folder / "muistio 7.txt").write_text(TEXT.format("seitsemän"), encoding="utf-8")
    assert bench.build(folder).embedded == 1


def test_a_table_is_read_again_when_the_file_that_tells_its_columns_changes(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "taulukko"
    folder.mkdir()
    (folder / "hankkeet.csv").write_text(
        "Hankekoodi;Hankkeen nimi;Mietteitä\nS95001;Torikahvila;Naapurit tapaavat torilla ja leipovat yhdessä pullaa\n",
        encoding="utf-8",
    )
    bench.build(folder)
    assert bench.stored_projects() == {"S95001": "Torikahvila"}
    (folder / "columns.toml").write_text(
        '[columns]\n"Mietteitä" = "Hankkeen nimi"\n"Hankkeen nimi" = "skip"\n', "utf-8"
    )
    bench.build(folder)
    assert bench.stored_projects() == {"S95001": "Naapurit tapaavat torilla ja leipovat yhdessä pullaa"}
    bench.build(folder)
    assert bench.stored_projects() == {"S95001": "Naapurit tapaavat torilla ja leipovat yhdessä pullaa"}


def test_the_problems_of_a_table_are_told_in_every_build(bench: Bench, tmp_path: Path) -> None:
    table = tmp_path / "hankkeet.csv"
    rows = ("S95001;Torikahvila", "S95001;Torikahvila toistamiseen")
    table.write_text("\n".join(("Hankekoodi;Hankkeen nimi", *rows, "")), encoding="utf-8")
    first, second = bench.build(table), bench.build(table)
    assert first.notes
    assert [note.message for note in first.notes] == [note.message for note in second.notes]
    assert first.skipped == second.skipped == ()


def test_a_row_without_a_code_is_named_by_its_title_dots_and_all(bench: Bench, tmp_path: Path) -> None:
    table = tmp_path / "ilman_koodia.csv"
    rows = ("Kylä 2.0;Kyläläiset tapaavat torilla", "Torikahvila;Naapurit leipovat yhdessä pullaa")
    table.write_text("\n".join(("Hankkeen nimi;Kuvaus", *rows, "")), encoding="utf-8")
    bench.build(table)
    assert bench.stored_projects() == {"Kylä 2.0": "Kylä 2.0", "Torikahvila": "Torikahvila"}


@pytest.mark.parametrize("newer", ["hankkeet.csv", "torikahvila.md"])
def test_a_row_of_a_table_takes_the_place_of_no_description_however_new_the_table_is(
    bench: Bench, tmp_path: Path, newer: str
) -> None:
    folder = tmp_path / "kansio"
    folder.mkdir()
    (folder / "hankkeet.csv").write_text("Hankekoodi;Hankkeen nimi\nS20001;Torikahvila taulukossa\n", encoding="utf-8")
    (folder / "torikahvila.md").write_text("Hankekoodi: S20001\nHankkeen nimi: Torikahvila\n\n" + TEXT, "utf-8")
    for name in ("hankkeet.csv", "torikahvila.md"):
        os.utime(folder / name, ns=(10**18 + (name == newer),) * 2)
    report = bench.build(folder)
    assert bench.stored_projects() == {"S20001": "Torikahvila"}
    ((source, error),) = report.skipped
    assert source.endswith("hankkeet.csv#S20001")
    assert "joka on sen oma tiedosto" in error.message.fi


def test_no_file_is_lost_to_another_of_the_same_code_in_its_name(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "kansio"
    folder.mkdir()
    for name in ("S20001 hakemus", "S20001 loppuraportti", "S20001", "S20001_2"):
        (folder / f"{name}.txt").write_text(TEXT.format(name), encoding="utf-8")
    assert bench.build(folder).skipped == ()
    assert set(bench.stored_projects()) == {"S20001", "S20001_2", "S20001 hakemus", "S20001 loppuraportti"}


@pytest.mark.parametrize("name", ["a.txt", "z.txt"])
def test_a_code_in_a_row_goes_before_one_in_a_files_name(bench: Bench, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "kansio"
    folder.mkdir()
    (folder / name).write_text("Hankekoodi: S20001\nHankkeen nimi: Torikahvila\n\n" + TEXT, encoding="utf-8")
    (folder / "S20001.txt").write_text("Kirje\n\n" + TEXT, encoding="utf-8")
    assert bench.build(folder).skipped == ()
    assert bench.stored_projects() == {"S20001": "Torikahvila", "kansio/S20001": "Kirje"}


@pytest.mark.parametrize("told", ["-", "ei vielä"])
def test_drafts_without_a_code_as_yet_are_projects_of_their_own(bench: Bench, tmp_path: Path, told: str) -> None:
    folder = tmp_path / "luonnokset"
    for project in (COAST, WORKSHOP):
        write_collection(folder / project.code, (replace(project, code=told),))
    for number in (1, 2):
        (folder / f"kahvila {number}.txt").write_text(f"Hankekoodi: {told}\n\n{TEXT.format(number)}", encoding="utf-8")
    report = bench.build(folder)
    assert report.skipped == ()
    assert report.generation.manifest.documents == 4


def test_of_two_files_with_one_code_in_their_rows_the_other_is_told_and_nobody_has_to_delete_it(
    bench: Bench, tmp_path: Path
) -> None:
    folder = tmp_path / "kansio"
    folder.mkdir()
    for age, name in enumerate(("hakemus.txt", "raportti.txt")):
        (folder / name).write_text(f"Hankekoodi: S20001\n\n{TEXT.format(name)}", encoding="utf-8")
        os.utime(folder / name, ns=(10**18 + age,) * 2)
    ((source, error),) = bench.build(folder).skipped
    assert source.endswith("hakemus.txt")
    assert "Remove" not in error.hint.en
    assert "give it a code of its own" in error.hint.en


def test_a_file_that_changes_while_it_is_read_is_indexed_as_it_was_read(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "muuttuva.txt"
    path.write_text(TEXT.format("ensin"), encoding="utf-8")
    bench.build(path)
    path.write_text(TEXT.format("toiseksi"), encoding="utf-8")

    def read_and_change(path: Path, columns: object) -> object:
        reading = read_documents(path)
        path.write_text(TEXT.format("viimeksi"), encoding="utf-8")
        return reading

    with monkeypatch.context() as patch:
        patch.setattr(index.reading, "read_documents", read_and_change)
        bench.build(path)
    assert any("toiseksi" in text for text in bench.model.embedded)
    bench.build(path)
    assert any("viimeksi" in text for text in bench.model.embedded)


def test_documents_are_not_in_memory_but_read_again_when_they_are_asked_for(bench: Bench, tmp_path: Path) -> None:
    files = sorted(bench.collection.glob("*.txt"))
    with Memo(tmp_path / "muisti", None, bytes(32)) as memo:
        documents, *problems = read_sources(files, SourceReader(memo, None), memo, lambda done, total: None)
        assert problems == [[], []]
        assert len(documents) == len(files)
        for project, document in documents.items():
            assert document == documents[project]
            assert document is not documents[project]
            assert document == read_documents(Path(document.source)).documents[0]
        assert "S99999" not in documents
