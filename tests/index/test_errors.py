"""Errors speak both languages and name their cure."""

from __future__ import annotations

from index.errors import HankehakuError, Text


def test_a_text_is_finnish_for_finns_and_english_for_everybody_else() -> None:
    text = Text(en="Not found.", fi="Ei löytynyt.")
    assert [text.in_language(language) for language in ("fi", "en", "sv", "")] == ["Ei löytynyt.", *["Not found."] * 3]


def test_an_error_carries_message_and_hint_and_prints_as_english() -> None:
    error = HankehakuError(Text("Too long.", "Liian pitkä."), Text("Shorten it.", "Lyhennä sitä."))
    assert (error.message.fi, error.hint.fi, str(error)) == ("Liian pitkä.", "Lyhennä sitä.", "Too long.")
