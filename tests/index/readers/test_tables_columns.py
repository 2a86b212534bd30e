from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from index.errors import SettingsError, UnreadableDocumentError
from index.model import ProjectFacts
from index.readers import read_documents
from index.readers.tables import Columns, columns_beside, load_columns
from index.readers.tables.column_names import NAMES, split_names
from index.readers.tables.meanings import key, meaning
from tests.index.readers.table_files import write_csv

HEADER = ("Tunniste", "Nimitys", "Mistä on kyse", "Muistio")
ROW = ("S70001", "Kyläbussi", "Bussi kulkee.", "Kysy rahoittajalta ensi viikolla, kuka tämän maksaa.")
MAPPING = """[columns]
"Tunniste" = "Hankekoodi"
"nimitys" = "title"
"Mistä  on kyse" = "text"
Muistio = "ohita"
"""


def write_mapping(path: Path, text: str = MAPPING) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


class TestNames:
    @pytest.mark.parametrize(
        ("name", "what"),
        [
            ("HANKEKOODI", "code"),
            ("Hankkeen\nnimi *", "title"),
            ("Erityis-\ntavoite", "specific_objective"),
            ("Myönnetty EU- ja valtion rahoitus (€)", "granted_eu_and_state_funding"),
            ("Hankkeen tavoitteet:", "text"),
            ("Projektin kunta", "municipalities"),
            ("Project name", "title"),
            ("Start date", "start"),
            ("Granted, EUR", "granted_eu_and_state_funding"),
            ("Suunnitelman mukainen toteutusaika", "period"),
            ("Hakijan virallinen nimi", "applicant"),
            ("Yhteyshenkilön sähköposti", "personal"),
            ("Contact person", "personal"),
            ("Puh.", "personal"),
            ("Suunniteltu", None),
            ("Rahasto", None),
        ],
    )
    def test_usual_names_are_known_in_any_shape(self, name: str, what: str | None) -> None:
        assert meaning(name) == what

    def test_every_fact_but_the_scores_has_a_name(self) -> None:
        assert {f.name for f in fields(ProjectFacts) if meaning(f.name) != f.name} == {"sustainability"}

    def test_no_name_has_two_meanings(self) -> None:
        keys = [key(name) for names in NAMES.values() for name in split_names(names)]
        assert len(keys) == len(set(keys))
        assert all(meaning(name) == what for what, names in NAMES.items() for name in split_names(names))


class TestAUsersOwnNames:
    def test_they_make_a_header_that_nobody_knows_readable(self, tmp_path: Path) -> None:
        path = write_csv(tmp_path / "a.csv", HEADER, ROW)
        with pytest.raises(UnreadableDocumentError):
            read_documents(path)
        reading = read_documents(path, load_columns(write_mapping(tmp_path / "omat.toml")))
        (document,) = reading.documents
        assert (document.facts.code, document.facts.title) == ("S70001", "Kyläbussi")
        assert [section.heading for section in document.sections] == ["Hankkeen tiedot", "Mistä on kyse"]
        assert "rahoittajalta" not in document.text
        assert reading.problems == ()

    def test_they_are_found_beside_the_table_and_given_ones_go_before(self, tmp_path: Path) -> None:
        path = write_csv(tmp_path / "a.csv", HEADER, ROW)
        assert columns_beside(path) is None
        beside = write_mapping(tmp_path / "columns.toml")
        assert columns_beside(path) == beside
        assert read_documents(path).documents[0].facts.title == "Kyläbussi"
        with pytest.raises(UnreadableDocumentError):
            read_documents(path, Columns())

    def test_they_go_before_the_usual_names(self, tmp_path: Path) -> None:
        write_mapping(tmp_path / "columns.toml", '[columns]\n"Hanke" = "Hankekoodi"\n"Alue" = "Hankkeen nimi"\n')
        path = write_csv(tmp_path / "a.csv", ("Hanke", "Alue"), ("S70001", "Kylien yhteinen"))
        assert read_documents(path).documents[0].facts == ProjectFacts(code="S70001", title="Kylien yhteinen")

    def test_they_bring_no_personal_data_back(self, tmp_path: Path) -> None:
        write_mapping(tmp_path / "columns.toml", '[columns]\n"Yhteyshenkilö" = "text"\n')
        path = write_csv(tmp_path / "a.csv", ("Hanke", "Kuvaus", "Yhteyshenkilö"), ("Savotta", "Töitä.", "Liisa Mäki"))
        assert "Mäki" not in repr(read_documents(path))

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("[columns", "can't be used"),
            ("", "one table, [columns]"),
            ("columns = 1", "one table, [columns]"),
            ("[columns]\na = 'text'\n[sheets]\n", "one table, [columns]"),
            ("[columns]\na = 'Horoskooppi'", "“Horoskooppi” is no known column"),
            ("[columns]\na = 5", "“5” is no known column"),
        ],
    )
    def test_a_file_that_tells_something_else_is_refused_with_the_cure(
        self, tmp_path: Path, text: str, reason: str
    ) -> None:
        mapping = write_mapping(tmp_path / "columns.toml", text)
        with pytest.raises(SettingsError) as caught:
            load_columns(mapping)
        assert str(mapping) in caught.value.message.fi
        assert reason in caught.value.message.en
        assert "[columns]" in caught.value.hint.fi

    def test_a_missing_file_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match=r"puuttuu\.toml"):
            load_columns(tmp_path / "puuttuu.toml")

    def test_a_bad_file_beside_a_table_is_the_tables_error(self, tmp_path: Path) -> None:
        write_mapping(tmp_path / "columns.toml", "[columns")
        with pytest.raises(UnreadableDocumentError, match=r"columns\.toml"):
            read_documents(write_csv(tmp_path / "a.csv", HEADER, ROW))
