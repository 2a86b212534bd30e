from __future__ import annotations

import pytest

from index.filters import Filters
from search.retrieve import Retriever
from search.similar import draft as module
from search.similar.answer import SimilarFinder
from tests.search.similar.conftest import HARBOUR_CAFE


def test_of_a_long_draft_the_most_telling_passages_alone_are_embedded_and_that_is_said(
    retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_EMBEDDED", 1)
    monkeypatch.setattr("search.similar.answer.MOST_EMBEDDED", 1)
    finder = SimilarFinder(retriever)
    profile = finder.profile("-", lambda: HARBOUR_CAFE)
    embedded = [
        passage.text for passage, units in zip(profile.passages, profile.units, strict=True) if units is not None
    ]
    assert len(profile.passages) > 1
    assert len(embedded) == 1
    assert "kahvilavaunun" in embedded[0]
    answer = finder.answer("-", profile, Filters(), 5)
    assert [note.code for note in answer.notes] == ["compared_in_part_by_meaning"]
    assert answer.projects[0].project.project == "S90001"
