"""The five projects of the default collection: one is another's sequel, and one serves another priority axis."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from index.filters import Filters
from search.retrieve import Retriever
from search.similar.answer import SimilarFinder
from search.similar.model import DraftAnswer, KinshipKind

ROOT = Path(__file__).parents[3]
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared" / "seeds"


def seeds_finder(folder: Path, index: Path) -> SimilarFinder:
    build_index([folder], index, None, lambda stage, done, total: None)
    return SimilarFinder(Retriever(index))


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> SimilarFinder:
    return seeds_finder(SEEDS, tmp_path_factory.mktemp("seeds"))


def both_ways(finder: SimilarFinder, folder: Path) -> tuple[DraftAnswer, DraftAnswer]:
    first, second = (finder.find(str(folder / f"{code}.txt"), Filters(), 5, str) for code in ("S20064", "S20876"))
    return first, second


def assert_sequels_find_each_other(first: DraftAnswer, second: DraftAnswer) -> None:
    for answer, likest, kind in ((first, "S20876", KinshipKind.SUCCESSOR), (second, "S20064", KinshipKind.PREDECESSOR)):
        codes = [project.project.project for project in answer.projects]
        assert codes[0] == likest
        assert codes[-1] == "S20283"
        assert len(codes) == 4
        assert answer.projects[0].similarity > 1.5 * answer.projects[1].similarity
        assert answer.projects[0].kinship is not None
        assert answer.projects[0].kinship.kind is kind


def test_a_project_and_its_sequel_find_each_other_and_the_one_of_another_axis_last(seeds: SimilarFinder) -> None:
    assert_sequels_find_each_other(*both_ways(seeds, SEEDS))


@pytest.mark.skipif(not SHARED.exists(), reason="the public descriptions are beside the checkout only in development")
def test_so_do_the_public_descriptions_themselves(tmp_path: Path) -> None:
    assert_sequels_find_each_other(*both_ways(seeds_finder(SHARED, tmp_path / "index"), SHARED))
