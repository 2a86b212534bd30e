"""The state of the installation."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from index.errors import DamagedIndexError, DictionaryError, IndexMismatchError, IndexMissingError
from index.finnish import analyser_version
from search.render.formats import Format
from search.render.reports import render_status
from search.settings import Setting, index_setting
from search.status import Status, read_status
from tests.sealing import reseal
from tests.search.dictd import ENGLISH, SWEDISH, write_dictionary

DEFAULT = Setting(None, "default")


def status_of(index: Path) -> Status:
    return read_status(Setting(str(index), "--index"), DEFAULT)


def test_a_sound_index_has_no_problems(built_index: Path) -> None:
    status = status_of(built_index)
    assert status.problems == ()
    assert status.analyser == analyser_version()
    assert status.generation is not None
    assert status.generation.manifest.documents == 4


def test_a_missing_index_is_a_problem_and_no_error(tmp_path: Path) -> None:
    status = status_of(tmp_path)
    assert status.generation is None
    assert [type(problem) for problem in status.problems] == [IndexMissingError]


def test_a_damaged_index_is_a_problem_and_no_error(built_index: Path, tmp_path: Path) -> None:
    index = Path(shutil.copytree(built_index, tmp_path / "index"))
    next(index.glob("gen-*/vectors.faiss")).unlink()
    assert [type(problem) for problem in status_of(index).problems] == [DamagedIndexError]
    next(index.glob("gen-*/manifest.json")).write_text("{", encoding="utf-8")
    assert [type(problem) for problem in status_of(index).problems] == [DamagedIndexError]


def test_an_index_of_another_analyser_is_a_problem(built_index: Path, tmp_path: Path) -> None:
    index = Path(shutil.copytree(built_index, tmp_path / "index"))
    reseal(index, analyser="0")
    status = status_of(index)
    assert [type(problem) for problem in status.problems] == [IndexMismatchError]
    assert status.generation is not None


def test_an_index_in_the_home_folder_is_found(
    built_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HANKEHAKU_INDEX", "~/ix")
    (tmp_path / "ix").symlink_to(built_index)
    assert read_status(index_setting(None), DEFAULT).problems == ()


def test_json_has_stable_keys_and_no_words_of_the_users_language(
    built_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = json.loads(render_status(status_of(built_index), Format.JSON))
    monkeypatch.setenv("HANKEHAKU_LANG", "fi")
    assert json.loads(render_status(status_of(built_index), Format.JSON)) == english
    assert list(english) == [
        *("index", "index_from", "generation", "created", "documents", "passages", "sources", "model"),
        *(
            "queries_encoded_by",
            "index_analyser",
            "index_word_vectors",
            "other_generations",
            "analyser",
            "dictionaries",
            "model_for_builds",
            "model_for_builds_from",
            "problems",
        ),
    ]
    assert english["index_from"] == "--index"
    assert english["model_for_builds"] is None
    assert english["problems"] == []


def test_the_table_tells_where_each_setting_comes_from_in_the_users_language(
    built_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = render_status(status_of(built_index), Format.TABLE)
    assert "Index set by: --index" in english
    assert "Model for builds: the default model\nModel set by: default" in english
    monkeypatch.setenv("HANKEHAKU_LANG", "fi")
    finnish = render_status(status_of(built_index), Format.TABLE)
    assert "Hakemiston asetus: --index" in finnish
    assert "Malli rakennettaessa: oletusmalli\nMallin asetus: oletus" in finnish


def test_the_vectors_of_words_that_the_index_was_made_with_are_told_and_where_there_are_none(
    built_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Vectors of words: fi_experimental_web_md-0.15.0\n" in render_status(status_of(built_index), Format.TABLE)
    index = Path(shutil.copytree(built_index, tmp_path / "index"))
    reseal(index, word_table=None)
    monkeypatch.setenv("HANKEHAKU_LANG", "fi")
    assert "Sanojen vektorit: ei ole (hankehaku tutki neuvoo)\n" in render_status(status_of(index), Format.TABLE)
    assert json.loads(render_status(status_of(index), Format.JSON))["index_word_vectors"] is None
    assert "Sanojen vektorit" not in render_status(status_of(tmp_path / "tyhjä"), Format.TABLE)


def test_a_problem_is_told_with_its_cure_in_every_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANKEHAKU_LANG", "fi")
    for form in Format:
        assert f"hankehaku rakenna KANSIO --index {tmp_path}".replace("_", "") in render_status(
            status_of(tmp_path), form
        ).replace("\\", "").replace("_", "")


def test_the_dictionaries_are_told_and_a_damaged_one_is_a_problem_with_its_cure(
    built_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert status_of(built_index).dictionaries == ()
    assert "Dictionary into Finnish: none (Debian, Ubuntu: apt install" in render_status(
        status_of(built_index), Format.TABLE
    )
    monkeypatch.setenv("HANKEHAKU_DICTIONARIES", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write_dictionary(tmp_path, ENGLISH, {"village": "kylä"})
    write_dictionary(tmp_path, SWEDISH, {"by": "kylä"})
    (tmp_path / f"{SWEDISH}.dict.dz").write_bytes(b"")
    status = status_of(built_index)
    assert status.dictionaries == ("en",)
    assert [type(problem) for problem in status.problems] == [DictionaryError]
    monkeypatch.setenv("HANKEHAKU_LANG", "fi")
    told = render_status(status, Format.TABLE)
    assert "Sanakirja suomeen: englanti\n" in told
    assert "Haut toimivat ilman sitäkin" in told
