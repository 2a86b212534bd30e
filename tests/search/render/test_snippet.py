"""The part of a passage that a list of hits shows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.explain import matched_words
from search.query import parse_query
from search.render.snippet import Snippet, snippet

PASSAGE = (
    "Kirjasto on kylän keskellä. Nuori voi tulla sinne lukemaan. "
    "Etsivä työntekijä tapaa nuoria myös illalla satamassa. Lopuksi juodaan kahvia."
)


def cut(query: str, length: int = 60, passage: str = PASSAGE) -> Snippet:
    return snippet(passage, matched_words(parse_query(query).scored_words, [passage])[0], length)


def marked(shown: Snippet) -> list[str]:
    return [shown.text[start:end] for start, end in shown.spans]


def test_the_sentence_with_most_of_the_querys_words_is_shown() -> None:
    shown = cut("etsivä nuori satama")
    assert shown.text.startswith("… Etsivä työntekijä tapaa nuoria myös illalla satamassa.")
    assert shown.text.endswith(" …")
    assert marked(shown) == ["Etsivä", "nuoria", "satamassa"]


def test_of_equal_sentences_the_first_is_shown() -> None:
    assert cut("nuori", length=31).text == "… Nuori voi tulla sinne …"


def test_without_matching_words_the_passage_is_shown_from_its_start() -> None:
    assert cut("traktori", length=30) == Snippet("Kirjasto on kylän keskellä. …", ())


def test_a_short_passage_is_shown_whole_and_without_dots() -> None:
    shown = cut("kahvia", length=500, passage="Lopuksi juodaan kahvia.")
    assert shown.text == "Lopuksi juodaan kahvia."
    assert marked(shown) == ["kahvia"]


@given(st.integers(1, 200), st.sampled_from(["nuori", "etsivä satama", "kahvi kirjasto", "traktori"]))
def test_a_cut_is_a_part_of_the_passage_with_whole_words_marked(length: int, query: str) -> None:
    shown = cut(query, length)
    kept = shown.text.removeprefix("… ").removesuffix(" …")
    assert kept in PASSAGE
    assert len(kept) <= max(length, 1)
    (words,) = matched_words(parse_query(query).scored_words, [PASSAGE])
    known = {one.text for word in words for one in word.found}
    assert known.issuperset(marked(shown))
