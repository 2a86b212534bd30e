"""The same draft is the same draft, whatever the program that saved it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.filters import Filters
from search.retrieve import Retriever
from search.similar.answer import SimilarFinder
from search.similar.model import SimilarProject

DRAFTS = Path(__file__).parents[2] / "index" / "readers" / "files"


@pytest.fixture(scope="module")
def finder(seeds_index: Path) -> SimilarFinder:
    return SimilarFinder(Retriever(seeds_index))


def projects(finder: SimilarFinder, name: str) -> tuple[SimilarProject, ...]:
    return finder.find(str(DRAFTS / name), Filters(), 5, str).projects


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".pdf", ".html", ".rtf", ".txt"])
def test_a_draft_has_the_same_ranking_in_every_format(finder: SimilarFinder, suffix: str) -> None:
    expected, found = projects(finder, "luonnos.md"), projects(finder, f"luonnos{suffix}")
    assert [one.project.project for one in found] == [one.project.project for one in expected]
    assert [one.similarity for one in found] == pytest.approx([one.similarity for one in expected], abs=0.03)
