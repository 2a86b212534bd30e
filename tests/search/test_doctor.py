"""The doctor looks at all that searches and builds need, and names the cure for what doesn't work."""

from __future__ import annotations

import json
import locale
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

import index.embedding
import index.voikko
from index.errors import AnalyserError, ModelError, Text
from index.word_table import WordTable
from search.doctor import Finding, examine
from search.render.formats import Format
from search.render.integrity import render_examination
from search.settings import Setting
from tests.sealing import reseal

DEFAULT = Setting(None, "default")
CURE = Text("Install it.", "Asenna se.")


def findings(folder: Path) -> dict[str, Finding]:
    return {finding.check: finding for finding in examine(Setting(str(folder), "--index"), DEFAULT)}


@pytest.fixture
def copied_index(built_index: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built_index, tmp_path / "oma hakemisto"))


def test_a_sound_installation_is_sound_in_everything(built_index: Path) -> None:
    found = findings(built_index)
    assert list(found) == ["voikko", "index", "model", "word vectors", "permissions", "disk space", "encoding"]
    assert {one.level for one in found.values()} == {"ok"}
    assert "voikko 4" in found["voikko"].text.fi
    assert "4 asiakirjaa" in found["index"].text.fi
    assert "multilingual-e5-small" in found["model"].text.fi
    assert "fi_experimental_web_md-0.15.0" in found["word vectors"].text.fi


def test_a_missing_voikko_is_bad_and_the_rest_is_looked_at(built_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> str:
        raise AnalyserError(Text("No Voikko.", "Voikkoa ei ole."), CURE)

    monkeypatch.setattr(index.voikko, "voikko_version", missing)
    monkeypatch.setattr("index.finnish.voikko_version", missing)
    found = findings(built_index)
    assert (found["voikko"].level, found["voikko"].cure) == ("bad", CURE)
    assert found["index"].level == "ok"


def test_a_dictionary_that_knows_no_finnish_is_bad(built_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.voikko, "analyses", lambda form: [])
    assert findings(built_index)["voikko"].level == "bad"


def test_no_index_yet_is_a_warning_with_the_command_that_makes_one(tmp_path: Path) -> None:
    found = findings(tmp_path / "ei vielä")["index"]
    assert found.level == "warn"
    assert found.cure is not None
    assert "hankehaku rakenna KANSIO" in found.cure.fi


def test_a_damaged_index_is_bad_with_the_command_that_cures_it(copied_index: Path) -> None:
    next(copied_index.glob("gen-*/mean.npy")).unlink()
    found = findings(copied_index)["index"]
    assert found.level == "bad"
    assert "mean.npy" in found.text.fi
    assert found.cure is not None
    assert f"--index '{copied_index}'" in found.cure.fi


def test_an_index_of_another_analyser_is_bad(copied_index: Path) -> None:
    reseal(copied_index, analyser="0 voikko 3.8")
    found = findings(copied_index)["index"]
    assert found.level == "bad"
    assert "0 voikko 3.8" in found.text.fi


def test_a_model_that_is_not_the_indexs_is_bad_with_the_exact_command(copied_index: Path) -> None:
    manifest = reseal(copied_index)
    reseal(copied_index, model=manifest.model | {"sha256": "0" * 64})
    found = findings(copied_index)["model"]
    assert found.level == "bad"
    assert found.cure is not None
    assert f"hankehaku build {manifest.sources[0]} --index '{copied_index}'" in found.cure.en


def linked_model(model: Path, cache: Path, without: str) -> Path:
    """Return the default model's folder in another cache, with links to all of its files but one."""
    folder = cache / "hankehaku" / "models" / model.name
    folder.mkdir(parents=True)
    for path in model.iterdir():
        if path.name != without:
            (folder / path.name).symlink_to(path)
    return folder


@pytest.mark.parametrize("name", ["layers.onnx", "layers.npy", "pieces.npy"])
def test_a_model_that_lacks_a_file_is_bad(
    built_index: Path, default_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    copy = linked_model(default_model, tmp_path, without=name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    found = findings(built_index)["model"]
    assert found.level == "bad"
    assert found.cure is not None
    assert found.cure.en.endswith(f"rm -r '{copy}'")


def test_a_missing_model_is_bad_with_its_own_cure(built_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ModelError(Text("No model.", "Mallia ei ole."), CURE)

    monkeypatch.setattr(index.embedding, "query_encoder_for", missing)
    found = findings(built_index)["model"]
    assert (found.level, found.cure) == ("bad", CURE)


@pytest.mark.parametrize("name", ["layers.npy", "piece_scores.npy", "tokenizer.json"])
def test_a_model_with_a_damaged_file_is_bad(
    built_index: Path, default_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    copy = linked_model(default_model, tmp_path, without=name)
    damaged = bytearray((default_model / name).read_bytes())
    damaged[-4096:] = bytes(4096)
    (copy / name).write_bytes(damaged)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    found = findings(built_index)["model"]
    assert found.level == "bad"
    assert found.cure is not None
    assert f"rm -r '{copy}'" in found.cure.fi


def test_missing_vectors_of_words_are_a_warning_with_the_command_that_installs_them(
    built_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WordTable, "find", lambda: None)
    found = findings(built_index)["word vectors"]
    assert found.level == "warn"
    assert "löytävät vähemmän" in found.text.fi
    assert found.cure is not None
    assert found.cure.fi == "Asenna ne: pip install --no-deps spacy-fi-experimental-web-md==0.15.0"


@pytest.mark.parametrize("made_with", [None, "fi_experimental_web_md-0.14.0"])
def test_an_index_made_without_the_vectors_of_words_at_hand_is_a_warning_with_the_command_that_builds_it_again(
    copied_index: Path, made_with: str | None
) -> None:
    manifest = reseal(copied_index, word_table=made_with)
    found = findings(copied_index)["word vectors"]
    assert found.level == "warn"
    assert "queries in other words than the text's find less" in found.text.en
    assert found.cure is not None
    assert found.cure.en == f"Build it again: hankehaku build {manifest.sources[0]} --index '{copied_index}'"


def test_without_an_index_the_vectors_of_words_are_looked_at_alone(tmp_path: Path) -> None:
    assert findings(tmp_path / "ei vielä")["word vectors"].level == "ok"


def test_a_folder_that_cannot_be_written_and_little_room_are_warnings(
    built_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=10))
    monkeypatch.setattr(locale, "getencoding", lambda: "ISO-8859-1")
    found = findings(built_index)
    assert {name for name, one in found.items() if one.level == "warn"} == {"permissions", "disk space", "encoding"}
    assert all(one.cure for one in found.values() if one.level == "warn")


@pytest.mark.parametrize("form", list(Format))
def test_every_format_tells_level_finding_and_cure(form: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANKEHAKU_LANG", "fi")
    rendered = render_examination([Finding("model", "bad", Text("No model.", "Mallia ei ole."), CURE)], form)
    assert "Mallia ei ole." in rendered
    assert "Asenna se." in rendered
    if form is Format.JSON:
        assert json.loads(rendered) == {
            "sound": False,
            "checks": [{"check": "model", "level": "bad", "finding": "Mallia ei ole.", "cure": "Asenna se."}],
        }
