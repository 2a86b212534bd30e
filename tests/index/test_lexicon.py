"""The lexicon of an index spares the analyser the words of passages, and says what the analyser says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest

from index import finnish, lexicon
from index.errors import DamagedIndexError
from index.finnish import analyse, as_stored, is_stop_word, recall
from index.lexicon import LexiconWriter, recall_words

TEXT = "Työpajoilla etsittiin nuoria, mutta ESR:n TE-toimistosta 30-vuotiaille löytyi ilman digikoutsausta vain 12 000."


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finnish, "_recalled", {})
    finnish._analyse_form.cache_clear()


def forms(text: str) -> set[str]:
    return {token.text for token in analyse(text)}


def write_lexicon(folder: Path, *forms: Iterable[str], earlier: Path | None = None) -> None:
    writer = LexiconWriter(folder, earlier)
    for some in forms:
        writer.add(some)
    writer.close()


def analysed_anew(text: str) -> int:
    """Return how many word forms the analyser has to be asked for."""
    finnish._analyse_form.cache_clear()
    analyse(text)
    return finnish._analyse_form.cache_info().misses


def test_what_is_recalled_is_what_the_analyser_says_and_the_analyser_is_not_asked(tmp_path: Path) -> None:
    asked = analyse(TEXT)
    stop_words = [is_stop_word(token) for token in asked]
    write_lexicon(tmp_path, forms(TEXT))
    recall_words(tmp_path, [TEXT])
    assert analysed_anew(TEXT) == 0
    assert analyse(TEXT) == asked
    assert [is_stop_word(token) for token in asked] == stop_words
    assert any(stop_words)


def test_words_that_the_lexicon_does_not_know_are_analysed(tmp_path: Path) -> None:
    write_lexicon(tmp_path, forms("etsivä työ"))
    recall_words(tmp_path, ["etsivä nuorisotyö"])
    assert analysed_anew("etsivä nuorisotyö") == 1
    assert analyse("nuorisotyössä")[0].parts == ("nuoriso", "työ")


def test_a_thousand_words_and_more_are_recalled(tmp_path: Path) -> None:
    many = " ".join(f"sana{number}" for number in range(2_000))
    write_lexicon(tmp_path, forms(many))
    recall_words(tmp_path, [many])
    assert analysed_anew(many) == 0


def test_more_words_than_are_kept_in_memory_are_all_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexicon, "_FORMS_IN_MEMORY", 2)
    write_lexicon(tmp_path, ["työ", "paja", "tuki"], ["paja", "verkosto"], ["työ", "hanke", "äiti", "paja"])
    with sqlite3.connect(tmp_path / "lexicon.sqlite") as db:
        stored = dict(db.execute("SELECT form, word FROM forms"))
    assert stored == {form: as_stored(form) for form in ("hanke", "paja", "tuki", "työ", "verkosto", "äiti")}


def test_an_index_without_a_lexicon_is_analysed_as_it_is_read(tmp_path: Path) -> None:
    recall_words(tmp_path, ["etsivä nuorisotyö"])
    assert analysed_anew("etsivä nuorisotyö") == 2


def test_a_new_lexicon_takes_from_an_earlier_one_what_it_still_needs(tmp_path: Path) -> None:
    for name in ("ennen", "nyt"):
        (tmp_path / name).mkdir()
    write_lexicon(tmp_path / "ennen", ["työpaja", "verkosto"])
    with sqlite3.connect(tmp_path / "ennen" / "lexicon.sqlite") as db:
        db.execute("UPDATE forms SET word = ?", (as_stored("merkki"),))
    write_lexicon(tmp_path / "nyt", ["työpaja", "vertaistuki"], earlier=tmp_path / "ennen")
    with sqlite3.connect(tmp_path / "nyt" / "lexicon.sqlite") as db:
        stored = dict(db.execute("SELECT form, word FROM forms"))
    assert stored == {"työpaja": as_stored("merkki"), "vertaistuki": as_stored("vertaistuki")}


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\0" + bytes(4_000)])
def test_a_damaged_lexicon_is_told_by_its_name(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "lexicon.sqlite").write_bytes(damage)
    with pytest.raises(DamagedIndexError, match=r"lexicon\.sqlite"):
        recall_words(tmp_path, [TEXT])


@pytest.mark.parametrize("stored", ["", "{}", "[1, 2]", "[1, [], true, false]", "null"])
def test_an_entry_that_is_no_analysis_is_damage(tmp_path: Path, stored: str) -> None:
    write_lexicon(tmp_path, ["työ"])
    with sqlite3.connect(tmp_path / "lexicon.sqlite") as db:
        db.execute("UPDATE forms SET word = ?", (stored,))
    with pytest.raises(DamagedIndexError):
        recall_words(tmp_path, ["työ"])


def test_memory_of_words_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finnish, "_CACHED_FORMS", 2)
    for form in ("yksi", "kaksi", "kolme", "neljä"):
        recall([(form, as_stored(form))])
    assert len(finnish._recalled) <= 3
