"""Inflected forms of a query, and compounds written together and apart, find nearly the same passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import mean

import pytest

from index.filters import Filters
from search.base_forms import embedded_texts
from search.query import parse_query
from search.retrieve import Retriever
from tests.search.conftest import word_pairs

COMPOUNDS = (
    ("työllisyys palvelut", "työllisyyspalvelut"),
    ("nuoriso työ", "nuorisotyö"),
    ("työ paja", "työpaja"),
    ("vertais tuki", "vertaistuki"),
    ("työ kyky", "työkyky"),
    ("ryhmä toiminta", "ryhmätoiminta"),
    ("työ valmennus", "työvalmennus"),
    ("sosiaali työ", "sosiaalityö"),
)


@pytest.fixture(scope="module")
def seeds(seeds_index: Path) -> Iterator[Retriever]:
    opened = Retriever(seeds_index)
    yield opened
    opened.catalogue.close()


def first_ten(seeds: Retriever, text: str) -> set[int]:
    return {one.chunk for one in seeds.rank(seeds.interpret(parse_query(text)), Filters(), "hybrid", 10)[:10]}


def shared(seeds: Retriever, pairs: Iterable[tuple[str, str]]) -> float:
    return mean(len(first_ten(seeds, one) & first_ten(seeds, other)) for one, other in pairs)


def test_forms_of_two_words_share_nine_of_the_first_ten_passages(seeds: Retriever) -> None:
    assert shared(seeds, word_pairs()) >= 9


def test_compounds_written_together_and_apart_share_seven_of_the_first_ten(seeds: Retriever) -> None:
    assert shared(seeds, COMPOUNDS) >= 7


@pytest.mark.parametrize("form", ["työtön nuori", "työttömille nuorille", "Työttömien nuorten"])
def test_a_short_query_is_embedded_in_base_forms(form: str) -> None:
    assert embedded_texts(parse_query(form)) == ["työtön nuori"]


@pytest.mark.parametrize(
    "text",
    [
        "työttömien nuorten omat työpajat",
        '"työttömille nuorille"',
        "=työttömille nuorille",
        "outreach work",
        "uppsökande arbete",
    ],
)
def test_long_queries_phrases_exact_and_foreign_words_are_embedded_as_they_are(text: str) -> None:
    query = parse_query(text)
    assert embedded_texts(query) == [query.text]
