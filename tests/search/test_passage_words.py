"""What in a passage answers a word of a query, and in which way."""

from __future__ import annotations

import pytest

from index.keyword_query import Word
from search.passage_words import AskedForms, PassageWords
from search.query import parse_query


def word(text: str) -> Word:
    """Return the one word of a query."""
    (only,) = parse_query(text).keywords.words
    return only


def of(passage: str, *words: Word) -> PassageWords:
    """Return the words of one passage that can answer `words`."""
    return PassageWords(passage, AskedForms(words, [passage]))


def answers(query: str, passage: str) -> tuple[str, list[str]]:
    asked = word(query)
    kind, tokens = of(passage, asked).answering(asked)
    return kind, [passage[token.start : token.end] for token in tokens]


@pytest.mark.parametrize(
    ("query", "passage", "kind", "found"),
    [
        ("paja", "Pajoilla ohjataan, ja pajan väki auttaa.", "word", ["Pajoilla", "pajan"]),
        ("paja", "Nuoret viihtyvät työpajassa.", "compound", ["työpajassa"]),
        ("työpaja", "Nuoret viihtyvät työpajassa, ei pajassa.", "word", ["työpajassa"]),
        (
            "mielenterveyskuntoutuja",
            "Tukea saavat mielenterveys- ja päihdekuntoutujat.",
            "compound",
            ["mielenterveys-", "päihdekuntoutujat"],
        ),
        ("digikoutsaus", "Ryhmissä kokeiltiin digikoutsausta.", "similar", ["digikoutsausta"]),
        ("digikoutsaus", "Ryhmissä koutsattiin.", "", []),
        ("Flaxo", "Mukana oli Blaxo:n väkeä.", "", []),
        ("Laxo", "Mukana oli Blaxo:n väkeä.", "similar", ["Blaxo:n"]),
        ("=digikoutsaus", "Ryhmissä kokeiltiin digikoutsausta.", "", []),
        ("=pajan", "Pajoilla ohjataan, ja pajan väki auttaa.", "word", ["pajan"]),
        ("=paja", "Nuoret viihtyvät työpajassa ja pajalla.", "", []),
        ("hevonen", "Nuoret viihtyvät työpajassa.", "", []),
    ],
)
def test_a_word_is_answered_in_the_best_way_there_is(query: str, passage: str, kind: str, found: list[str]) -> None:
    assert answers(query, passage) == (kind, found)


def test_parts_of_a_compound_that_are_far_apart_do_not_say_what_it_says() -> None:
    far = "Mielenterveys on tärkeä. Tällä viikolla pajalle tuli uusi kuntoutuja."
    assert answers("mielenterveyskuntoutuja", far) == ("", [])


def test_a_term_of_several_words_stands_where_they_are_side_by_side_in_any_form() -> None:
    passage = "Etsivässä työssä kuljetaan kaduilla. Työ on etsivää, ja etsivä työ auttaa."
    (phrase,) = parse_query('"etsivä työ"').keywords.phrases
    found = of(passage, *phrase).standing(phrase)
    assert [passage[token.start : token.end] for token in found] == ["Etsivässä", "työssä", "etsivä", "työ"]


def test_a_term_of_one_word_stands_in_compounds_too() -> None:
    passage = "Palkkatuki auttoi, ja tuella palkattiin kaksi."
    asked = word("tuki")
    found = of(passage, asked).standing((asked,))
    assert [passage[token.start : token.end] for token in found] == ["Palkkatuki", "tuella"]


def test_a_passage_without_words_answers_nothing() -> None:
    asked = word("paja")
    assert of(" – ", asked).answering(asked) == ("", [])
