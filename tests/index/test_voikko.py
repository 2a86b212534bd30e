import gc
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import libvoikko
import pytest

from index import voikko
from index.errors import AnalyserError
from index.voikko import analyses, suggestions, voikko_version


@pytest.fixture
def fresh_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stand in for a thread that has no handle yet."""
    monkeypatch.setattr(voikko, "_thread", threading.local())
    voikko_version.cache_clear()
    yield
    voikko_version.cache_clear()


def missing_library(*_: object) -> None:
    raise OSError("libvoikko.so.1: cannot open shared object file")


def missing_dictionary(handle: object, *_: object) -> None:
    handle._Voikko__handle = 0  # type: ignore[attr-defined]  # as libvoikko itself does before it raises
    raise libvoikko.VoikkoException("Initialization of Voikko failed: No valid dictionaries were found")


@pytest.mark.parametrize(
    ("part", "failure"),
    [("_Voikko__getLib", classmethod(missing_library)), ("__init__", missing_dictionary)],
    ids=["library", "dictionary"],
)
@pytest.mark.usefixtures("fresh_thread")
def test_a_missing_voikko_is_told_with_its_cure(monkeypatch: pytest.MonkeyPatch, part: str, failure: object) -> None:
    monkeypatch.setattr(libvoikko.Voikko, part, failure)
    with pytest.raises(AnalyserError) as caught:
        analyses("kissa")
    for language in ("en", "fi"):
        assert "Voikko" in caught.value.message.in_language(language)
        hint = caught.value.hint.in_language(language)
        assert "scripts/setup.sh" in hint
        assert "apt install libvoikko1 voikko-fi" in hint
        assert "brew install libvoikko" in hint


@pytest.mark.usefixtures("fresh_thread")
def test_a_library_that_can_not_be_loaded_leaves_nothing_behind_that_complains(monkeypatch: pytest.MonkeyPatch) -> None:
    complaints: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    monkeypatch.setattr(libvoikko.Voikko, "_Voikko__getLib", classmethod(missing_library))
    with pytest.raises(AnalyserError):
        analyses("kissa")
    gc.collect()
    assert complaints == []


def test_the_version_names_library_and_dictionary() -> None:
    assert voikko_version().startswith(f"voikko {libvoikko.Voikko.getVersion()} suomi")


@pytest.mark.usefixtures("fresh_thread")
def test_the_version_is_of_the_dictionary_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "5" / "mor-standard"
    folder.mkdir(parents=True)
    (folder / "index.txt").write_text("Language: fi-x-standard\nSM-Version: 99.5\n", encoding="utf-8")
    before = voikko_version()
    voikko_version.cache_clear()
    monkeypatch.setenv("VOIKKO_DICTIONARY_PATH", str(tmp_path))
    assert voikko_version() != before
    assert voikko_version().endswith(" 99.5")


@pytest.mark.usefixtures("fresh_thread")
def test_folders_that_can_not_be_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    before = voikko_version()
    voikko_version.cache_clear()
    monkeypatch.setenv("VOIKKO_DICTIONARY_PATH", "~eiole/voikko:/" + "ä" * 5_000)
    assert voikko_version() == before


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("tuki", "tuki"),
        ("tukea", "tuki"),
        ("kuusi", "kuusi"),
        ("kuin", "kuin"),
        ("voi", "voida"),
        ("vuotta", "vuosi"),
        ("yhdessä", "yhdessä"),
        ("vanhempien", "vanhempi"),
        ("kertovat", "kertoa"),
        ("tekemään", "tehdä"),
        ("ilman", "ilman"),
        ("osaamista", "osaaminen"),
        ("nuorisotakuu", "nuorisotakuu"),
    ],
)
def test_the_likeliest_reading_comes_first(form: str, base: str) -> None:
    assert analyses(form)[0].base == base


def test_an_unreasonably_long_word_has_no_reading() -> None:
    assert analyses("työ" * 60) == []


def test_nonsense_has_no_reading() -> None:
    assert analyses("qxzwrt") == []


@pytest.mark.parametrize(("misspelt", "meant"), [("kuntouttavn", "kuntouttavan"), ("tyottomyys", "työttömyys")])
def test_a_misspelt_word_has_suggestions(misspelt: str, meant: str) -> None:
    assert meant in suggestions(misspelt)


def test_suggestions_are_single_words_in_lower_case() -> None:
    assert suggestions("työhönvalmentaja") == ["työyönvalmentaja"]  # and työhön valmentaja
    assert "helsinki" in suggestions("helsinkki")


@pytest.mark.parametrize("word", ["qxzwrt", "työ" * 60])
def test_what_is_near_no_word_has_no_suggestions(word: str) -> None:
    assert suggestions(word) == []
