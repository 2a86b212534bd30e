"""Words of a query as terms of the keyword index; how they are ranked is told in test_keywords."""

from __future__ import annotations

from index.finnish import analyse
from index.keyword_query import EXACT, Word, fallback_terms


def word(text: str, *, exact: bool = False) -> Word:
    (token,) = analyse(text)
    return Word(token, exact)


def test_a_word_stands_for_its_lemmas_and_an_exact_word_for_its_written_form() -> None:
    assert word("työpajoilla").terms == ("työpaja",)
    assert word("Työpajoilla", exact=True).terms == (f"{EXACT}työpajoilla",)


def test_an_ambiguous_word_stands_for_each_of_its_lemmas() -> None:
    assert set(word("tukea").terms) == {"tuki", "tukea"}


def test_an_abbreviation_falls_back_to_its_own_letters_without_the_ending() -> None:
    (bare,) = analyse("ESR")
    (inflected,) = analyse("ESR:n")
    assert fallback_terms(inflected) == fallback_terms(bare)


def test_a_known_word_falls_back_to_its_written_form() -> None:
    (known,) = analyse("nuorille")
    assert "^nuor" in fallback_terms(known)
    assert "ille$" in fallback_terms(known)
