"""Errors speak both languages and name their cure."""

from __future__ import annotations

from pathlib import Path

from index.errors import DamagedIndexError, HankehakuError, Text, damaged_file


def test_a_text_is_finnish_for_finns_and_english_for_everybody_else() -> None:
    text = Text(en="Not found.", fi="Ei löytynyt.")
    assert [text.in_language(language) for language in ("fi", "en", "sv", "")] == ["Ei löytynyt.", *["Not found."] * 3]


def test_an_error_carries_message_and_hint_and_prints_as_english() -> None:
    error = HankehakuError(Text("Too long.", "Liian pitkä."), Text("Shorten it.", "Lyhennä sitä."))
    assert (error.message.fi, error.hint.fi, str(error)) == ("Liian pitkä.", "Lyhennä sitä.", "Too long.")


def test_a_damaged_file_is_named_with_the_command_that_makes_a_new_one() -> None:
    error = damaged_file(Path("hakemisto/mean.npy"), "3 bytes, not 4")
    assert isinstance(error, DamagedIndexError)
    for text in (error.message.en, error.message.fi):
        assert "hakemisto/mean.npy" in text
        assert "3 bytes, not 4" in text
    assert error.hint.en.endswith("hankehaku build")
    assert error.hint.fi.endswith("hankehaku rakenna")
