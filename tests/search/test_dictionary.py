"""Looking words up, and the file in the cache that makes it quick."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import DictionaryError
from index.program import code_hash
from search import dictionary_store
from search.dictionary import Dictionary, dictionaries
from tests.search.conftest import ROOT, surroundings
from tests.search.dictd import ENGLISH, SWEDISH, write_dictionary


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small dictionary of each language, with a cache of its own."""
    found = tmp_path / "dictd"
    english = {
        "service": "1. palvelu\nhelp\n2. huolto, palvelu\nrepair",
        "child": "lapsi",
        "mental health": "mielenterveys",
    }
    swedish = {"tjänst": "palvelu", "distans": "etäisyys", "arbete": "työ", "liv": "elämä", "kvinna": "nainen"}
    write_dictionary(found, ENGLISH, english | {"low": "matala", "threshold": "kynnys", "gift": "lahja"})
    write_dictionary(
        found, SWEDISH, swedish | {"fängelse": "vankila", "vuxen": "aikuinen", "skydd": "suoja", "barn": "lapsi"}
    )
    monkeypatch.setenv("HANKEHAKU_DICTIONARIES", str(found))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return found


@pytest.fixture
def english(folder: Path) -> Dictionary:
    return dictionaries()[0]


@pytest.fixture
def swedish(folder: Path) -> Dictionary:
    return dictionaries()[1]


def cached(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder.parent / "cache" / "hankehaku" / "dictionaries").glob("*.sqlite"))


def test_a_head_word_has_its_translations_those_of_most_senses_first(english: Dictionary) -> None:
    assert english.translations("service") == ("palvelu", "huolto")


def test_an_inflected_word_has_those_of_its_stem(english: Dictionary, swedish: Dictionary) -> None:
    assert english.translations("services") == ("palvelu", "huolto")
    assert swedish.translations("tjänsterna") == ("palvelu",)


def test_words_side_by_side_are_looked_up_together(english: Dictionary) -> None:
    assert english.translations("mental health") == ("mielenterveys",)
    assert english.translations("mental") == ()


@pytest.mark.parametrize(("form", "meaning"), [("kvinnors", "nainen"), ("fängelset", "vankila"), ("vuxna", "aikuinen")])
def test_swedish_forms_that_the_stemmer_misses_are_found(swedish: Dictionary, form: str, meaning: str) -> None:
    assert swedish.translations(form) == (meaning,)


def test_irregular_english_plurals_are_found(english: Dictionary) -> None:
    assert english.translations("children") == ("lapsi",)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("distanstjänster", ("distans", "tjänster")),
        ("barnskydd", ("barn", "skydd")),
        ("tjänst", ()),
        ("nationalekonomi", ()),
    ],
)
def test_a_swedish_compound_has_two_known_parts(swedish: Dictionary, word: str, parts: tuple[str, ...]) -> None:
    assert swedish.parts(word) == parts


def test_an_english_word_has_parts_only_at_its_hyphens(english: Dictionary) -> None:
    assert english.parts("low-threshold") == ("low", "threshold")
    assert english.parts("lowthreshold") == ()


def test_a_short_word_is_known_only_as_a_head_word(english: Dictionary, swedish: Dictionary) -> None:
    assert english.knows("gift")
    assert not english.knows("gifts")
    assert english.knows("services")
    assert not swedish.knows("hanke")


def test_computers_without_dictionaries_have_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / f"{SWEDISH}.index").unlink()
    assert [one.language for one in dictionaries()] == ["en"]
    monkeypatch.setenv("HANKEHAKU_DICTIONARIES", str(folder / "puuttuu"))
    assert dictionaries() == ()


def test_nothing_is_read_before_a_word_is_looked_up(folder: Path) -> None:
    (folder / f"{ENGLISH}.dict.dz").write_bytes(b"")
    english, swedish = dictionaries()
    assert cached(folder) == []
    assert swedish.translations("liv") == ("elämä",)
    with pytest.raises(DictionaryError):
        english.check()


def test_the_file_in_the_cache_serves_again(english: Dictionary, monkeypatch: pytest.MonkeyPatch) -> None:
    assert english.translations("low") == ("matala",)
    monkeypatch.setattr("search.dictionary_format.read_entries", lambda *_: pytest.fail("it is read again"))
    assert dictionaries()[0].translations("low") == ("matala",)


def test_one_that_other_code_has_read_is_read_anew(
    english: Dictionary, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english.check()
    before = cached(folder)
    monkeypatch.setattr(dictionary_store, "_CODE", code_hash(["search.dictionary"]))
    assert dictionaries()[0].translations("low") == ("matala",)
    assert len(cached(folder)) == 1
    assert cached(folder) != before


def test_a_file_put_in_the_place_of_another_is_noticed_whatever_its_size_and_time(
    english: Dictionary, folder: Path
) -> None:
    english.check()
    text = folder / f"{ENGLISH}.dict.dz"
    state = text.stat()
    text.write_bytes(b"\0" * state.st_size)
    os.utime(text, ns=(state.st_atime_ns, state.st_mtime_ns))
    with pytest.raises(DictionaryError):
        dictionaries()[0].check()


def test_a_changed_dictionary_is_noticed_and_the_old_file_removed(english: Dictionary, folder: Path) -> None:
    english.check()
    before = cached(folder)
    write_dictionary(folder, ENGLISH, {"low": "alhainen"})
    assert dictionaries()[0].translations("low") == ("alhainen",)
    assert len(cached(folder)) == 1
    assert cached(folder) != before


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\0" + b"\xff" * 4_000])
def test_a_damaged_file_in_the_cache_is_made_anew(english: Dictionary, folder: Path, damage: bytes) -> None:
    english.check()
    (name,) = cached(folder)
    (folder.parent / "cache" / "hankehaku" / "dictionaries" / name).write_bytes(damage)
    assert dictionaries()[0].translations("low") == ("matala",)


def test_what_was_left_of_a_broken_off_start_does_no_harm(english: Dictionary, folder: Path) -> None:
    english.check()
    (name,) = cached(folder)
    path = folder.parent / "cache" / "hankehaku" / "dictionaries" / name
    path.rename(path.with_suffix(".tmp"))
    assert dictionaries()[0].translations("low") == ("matala",)
    assert not path.with_suffix(".tmp").exists()


def test_a_cache_that_can_not_be_written_is_an_error_with_a_cure(
    english: Dictionary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(DictionaryError) as caught:
        english.check()
    assert "XDG_CACHE_HOME" in caught.value.hint.en
    assert "XDG_CACHE_HOME" in caught.value.hint.fi


def test_where_it_could_not_be_written_it_is_not_tried_again_for_each_word(
    english: Dictionary, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Path] = []

    def refuse(path: Path, **_: object) -> None:
        tried.append(path)
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.mkdir", refuse)
    for word in ("low", "threshold", "low"):
        with pytest.raises(DictionaryError):
            english.translations(word)
    assert len(tried) == 1


def test_several_processes_that_need_it_at_once_all_get_it(folder: Path) -> None:
    ask = "from search.dictionary import dictionaries; print(dictionaries()[0].translations('threshold'))"
    asking = [
        subprocess.Popen([sys.executable, "-c", ask], cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE, text=True)  # noqa: S603
        for _ in range(3)
    ]
    assert [process.communicate()[0] for process in asking] == ["('kynnys',)\n"] * 3
    assert len(cached(folder)) == 1
