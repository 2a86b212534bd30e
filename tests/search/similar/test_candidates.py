"""Which projects of a collection too large to compare them all are compared."""

from __future__ import annotations

import pytest

from index.filters import Filters
from search.retrieve import Retriever
from search.similar import candidates as module
from search.similar.answer import SimilarFinder
from search.similar.candidates import allowed_documents, candidates
from search.similar.compare import View
from tests.search.similar.conftest import HARBOUR_CAFE


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CANDIDATES", 1)
    monkeypatch.setattr(module, "NEAREST", 1)


def view(finder: SimilarFinder, text: str) -> View:
    return finder.view(finder.profile("-", lambda: text))


def codes(retriever: Retriever, documents: list[int]) -> set[str]:
    return {stored.project for stored in retriever.catalogue.projects(documents).values()}


@pytest.mark.usefixtures("few")
def test_the_project_with_the_telling_words_is_a_candidate(finder: SimilarFinder, retriever: Retriever) -> None:
    allowed = allowed_documents(retriever, Filters(), None)
    chosen = candidates(retriever, view(finder, HARBOUR_CAFE), allowed, Filters())
    assert "S90001" in codes(retriever, chosen)
    assert len(chosen) <= 2


@pytest.mark.usefixtures("few")
def test_a_project_near_in_meaning_is_one_without_a_common_word(finder: SimilarFinder, retriever: Retriever) -> None:
    english = "Digital support for old people: volunteers help with online banking at the library."
    allowed = allowed_documents(retriever, Filters(), None)
    assert "S90003" in codes(retriever, candidates(retriever, view(finder, english), allowed, Filters()))


@pytest.mark.usefixtures("few")
def test_filters_hold_for_candidates(finder: SimilarFinder, retriever: Retriever) -> None:
    filters = Filters(region=("Keski-Suomi", "Pohjois-Savo"), sections=("3",))
    allowed = allowed_documents(retriever, filters, None)
    chosen = candidates(retriever, view(finder, HARBOUR_CAFE), allowed, filters)
    assert codes(retriever, chosen) <= {"S90002", "S90004"}
    assert chosen


@pytest.mark.usefixtures("few")
def test_a_project_of_the_index_looks_for_candidates_with_its_stored_vectors(
    finder: SimilarFinder, retriever: Retriever
) -> None:
    stored = finder.profile("S90001", str)
    allowed = allowed_documents(retriever, Filters(), stored.project)
    chosen = candidates(retriever, finder.view(stored), allowed, Filters())
    assert chosen
    assert stored.project not in chosen


def test_where_there_are_few_all_are_candidates(finder: SimilarFinder, retriever: Retriever) -> None:
    allowed = allowed_documents(retriever, Filters(), None)
    assert candidates(retriever, view(finder, HARBOUR_CAFE), allowed, Filters()) == allowed
