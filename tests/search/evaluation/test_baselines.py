"""The baselines rank the passages of the real index, each in its own way."""

from __future__ import annotations

import sys

import pytest

from index.errors import ModelError
from search.evaluation.baselines import (
    MODES,
    SYSTEMS,
    System,
    bm25,
    lemmas,
    make_ranker,
    product,
    reciprocal_rank_fusion,
    snowball_terms,
)
from search.evaluation.passages import Passage, read_passages
from search.retrieve import Mode, Retriever
from tests.search.conftest import passages as passages_found

TEXTS = (
    "Kahvilavaunu kiersi rannikon satamia.",
    "Vaunuissa juotiin kahvia ja juteltiin.",
    "Nuorille etsittiin työtä pajalta, ja nuoret etsivät asuntoa.",
)


@pytest.fixture(scope="module")
def passages(retriever: Retriever) -> list[Passage]:
    return read_passages(retriever.catalogue)


def test_bm25_ranks_by_hits_and_length_and_finds_nothing_without_them() -> None:
    rank = bm25(["vene", "vene satama", "satama satama", "metsä"], str.split)
    # k1 1.2, b .75, mean length 1.5: 1 has both words; "satama" twice scores 4.4 / 3.5, "vene" alone 2.2 / 1.9.
    assert rank("vene satama") == [1, 2, 0]
    assert rank("niitty") == []


def test_snowball_stems_inflected_words_and_drops_stop_words() -> None:
    terms = snowball_terms()
    assert terms("Satamissa JA satamat") == ["satam", "satam"]
    assert bm25(TEXTS, terms)("satama") == [0]


def test_lemmas_find_what_stems_do_not_and_leave_compounds_whole() -> None:
    rank = bm25(TEXTS, lemmas)
    assert rank("nuori") == [2]
    assert bm25(TEXTS, snowball_terms())("nuori") != [2]
    assert rank("vaunu") == [1], "kahvilavaunu is one word here"
    assert rank("ja mutta") == []


def test_reciprocal_rank_fusion_prefers_what_both_rank_well() -> None:
    assert reciprocal_rank_fusion([1, 2, 3], [3, 2, 4]) == [3, 2, 1, 4]
    assert reciprocal_rank_fusion([7, 8], []) == [7, 8]


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_ranks_passages_of_the_index_each_once(
    retriever: Retriever, passages: list[Passage], system: System
) -> None:
    ranking = make_ranker(system, retriever, passages)("etsivä nuorisotyö satamissa")
    assert passages[ranking[0]].project == "S90001"
    assert len(ranking) == len(set(ranking))


def test_the_rrf_of_keywords_and_vectors_joins_the_two_modes(retriever: Retriever, passages: list[Passage]) -> None:
    text = "matalan kynnyksen palvelut"
    both = product(retriever, "keyword")(text), product(retriever, "vector")(text)
    assert make_ranker("rrf", retriever, passages)(text) == reciprocal_rank_fusion(*both)


@pytest.mark.parametrize("mode", MODES)
def test_a_mode_is_measured_as_a_user_sees_it(retriever: Retriever, mode: Mode) -> None:
    text = "nuorten ohjaus kahvilassa"
    shown = [hit.passage.id for hit in passages_found(retriever, text, mode, limit=10)]
    assert product(retriever, mode)(text)[: len(shown)] == shown


def test_a_query_that_the_search_refuses_finds_nothing(retriever: Retriever) -> None:
    assert product(retriever, "hybrid")("-nuoret") == []


def test_without_txtai_its_baseline_is_refused_with_the_cure(
    retriever: Retriever, passages: list[Passage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "txtai", None)
    with pytest.raises(ModelError) as refused:
        make_ranker("txtai", retriever, passages)
    assert "pip install" in refused.value.hint.fi
