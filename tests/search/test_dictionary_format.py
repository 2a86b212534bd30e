"""Reading dictd's files: what is a translation, what only explains, and what is damaged."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from index.errors import DictionaryError
from search import dictionary_format
from search.dictionary_format import Entry, read_entries
from tests.search.dictd import ENGLISH, number, write_dictionary


def terms(folder: Path, text: str) -> tuple[str, ...]:
    write_dictionary(folder, ENGLISH, {"word": text})
    return next((entry.terms for entry in read_entries(folder, ENGLISH)), ())


def test_every_entry_is_read_but_those_about_the_dictionary(tmp_path: Path) -> None:
    write_dictionary(tmp_path, ENGLISH, {"village": "kylä\na small place", "Åland": "Ahvenanmaa\nislands"})
    assert list(read_entries(tmp_path, ENGLISH)) == [Entry("village", ("kylä",)), Entry("Åland", ("Ahvenanmaa",))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kynnys, alaraja\nbottom of a doorway", ("kynnys", "alaraja")),
        ("1. laituri\nby the water\n2. portti, veräjä\nin a fence", ("laituri", "portti", "veräjä")),
        # The number behind a translation and those below it count explanations: each is a sense.
        ("tuki 2.\nhelp\n 3.\nthing that holds", ("tuki", "tuki")),
        ("1. kela 2.\nof thread\n 3.\nof film\n2. puola\nspool", ("kela", "kela", "puola")),
        ("kuljettaa [[linja-auto]]lla, ajaa [[auto|autoa]]", ("kuljettaa linja-autolla", "ajaa autoa")),
        ("(vanhentunut) koti, talo (rakennus)", ("koti", "talo")),
        ("1000.\nabbreviation", ()),
        ("huone, jossa säilytetään pyöriä talvisin", ("huone",)),
        ("nuori\u00adso", ("nuoriso",)),
        ("aikuis-, 5 km, ?", ("aikuis-",)),
        ("", ()),
    ],
)
def test_only_translations_are_taken_from_an_entry(tmp_path: Path, text: str, expected: tuple[str, ...]) -> None:
    assert terms(tmp_path, text) == expected


def test_pieces_of_words_are_no_words(tmp_path: Path) -> None:
    data = b"able //able// <suffix>\ntava\n"
    (tmp_path / f"{ENGLISH}.index").write_text(f"able\tA\t{number(len(data))}\n", encoding="utf-8")
    (tmp_path / f"{ENGLISH}.dict.dz").write_bytes(gzip.compress(data))
    assert list(read_entries(tmp_path, ENGLISH)) == []


@pytest.mark.parametrize(
    "index",
    [
        "kylä\tA\t////\n",
        "kylä\t//////\tB\n",
        "kylä\tAAAAAAAB\tB\n",
        "kylä\t-1\tB\n",
        "kylä\t\tB\n",
        "kylä\n",
        "\udcff\tA\tB\n",
    ],
)
def test_an_index_that_points_nowhere_is_damaged(tmp_path: Path, index: str) -> None:
    write_dictionary(tmp_path, ENGLISH, {"kylä": "by"})
    (tmp_path / f"{ENGLISH}.index").write_bytes(index.encode(errors="surrogateescape"))
    with pytest.raises(DictionaryError, match=ENGLISH):
        list(read_entries(tmp_path, ENGLISH))


@pytest.mark.parametrize(
    "text", [b"", b"no gzip", gzip.compress(b"village <n>\nkyl" * 99)[:-30], gzip.compress(b"\xff" * 99)]
)
def test_a_text_that_can_not_be_unpacked_or_read_is_damaged(tmp_path: Path, text: bytes) -> None:
    write_dictionary(tmp_path, ENGLISH, {"village": "kylä"})
    (tmp_path / f"{ENGLISH}.dict.dz").write_bytes(text)
    with pytest.raises(DictionaryError):
        list(read_entries(tmp_path, ENGLISH))


def test_a_text_that_unpacks_to_more_than_any_dictionary_has_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_dictionary(tmp_path, ENGLISH, {"village": "kylä\n" + "x" * 1_000})
    monkeypatch.setattr(dictionary_format, "LARGEST_DICTIONARY_TEXT", 1_000)
    with pytest.raises(DictionaryError, match="larger than 1000 bytes"):
        list(read_entries(tmp_path, ENGLISH))


def test_the_error_says_in_both_languages_how_to_get_the_dictionary_again(tmp_path: Path) -> None:
    with pytest.raises(DictionaryError) as caught:
        list(read_entries(tmp_path, ENGLISH))
    for hint in (caught.value.hint.en, caught.value.hint.fi):
        assert "apt install --reinstall dict-freedict-eng-fin" in hint
