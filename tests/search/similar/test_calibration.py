"""What a similarity means in a collection, and how that is kept from one draft to the next."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index.generation import MANIFEST
from search.retrieve import Retriever
from search.similar import calibration
from search.similar.answer import SimilarFinder
from search.similar.calibration import kept, scale_of

SIMILARITIES = [0.5, 0.1, 0.3, 0.2, 0.4, 0.9]


def test_a_percentile_tells_how_many_pairs_of_a_hundred_are_less_alike() -> None:
    scale = scale_of(SIMILARITIES, 4, 4)
    assert scale is not None
    assert [scale.percentile(similarity) for similarity in (0.05, 0.1, 0.45, 1.0)] == pytest.approx(
        [0, 0, 400 / 6, 100]
    )
    assert (scale.told.typical, scale.told.close, scale.told.sampled) == (0.4, 0.9, False)


def test_of_too_few_pairs_nothing_is_told() -> None:
    assert scale_of(SIMILARITIES[:5], 4, 4) is None


@pytest.fixture
def generation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a manifest, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / MANIFEST).write_text("{}", encoding="utf-8")
    return tmp_path


def never() -> list[float]:
    pytest.fail("it is known already")


def test_they_are_worked_out_once(generation: Path) -> None:
    assert kept(generation, lambda: SIMILARITIES) == SIMILARITIES
    assert kept(generation, never) == SIMILARITIES


def test_a_collection_without_pairs_is_remembered_too(generation: Path) -> None:
    assert kept(generation, list) == []
    assert kept(generation, never) == []


def test_what_another_version_of_the_program_found_is_worked_out_anew(
    generation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(generation, lambda: SIMILARITIES)
    monkeypatch.setattr(calibration, "_PROGRAM", "toinen")
    assert kept(generation, lambda: [0.7]) == [0.7]
    monkeypatch.setattr(calibration, "program_digest", lambda: b"x" * 32)
    assert kept(generation, lambda: [0.8]) == [0.8]


def test_another_index_has_its_own_and_takes_the_place_of_the_former(generation: Path) -> None:
    kept(generation, lambda: SIMILARITIES)
    (generation / MANIFEST).write_text('{"uusi": 1}', encoding="utf-8")
    assert kept(generation, lambda: [0.7]) == [0.7]
    assert len(list((generation / "cache" / "hankehaku" / "similarities").glob("*.sqlite"))) == 1


def damage(cache: Path) -> None:
    (file,) = cache.glob("hankehaku/similarities/*.sqlite")
    file.write_bytes(b"\0" * 100)


def take_away(cache: Path) -> None:
    for file in cache.glob("hankehaku/similarities/*"):
        file.unlink()


@pytest.mark.parametrize("harm", [damage, take_away])
def test_a_cache_that_is_harmed_is_made_again(generation: Path, harm: Callable[[Path], None]) -> None:
    kept(generation, lambda: SIMILARITIES)
    harm(generation / "cache")
    assert kept(generation, lambda: SIMILARITIES) == SIMILARITIES
    assert kept(generation, never) == SIMILARITIES


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_without_a_cache_they_are_worked_out_each_time(generation: Path) -> None:
    (generation / "cache").mkdir(mode=0o500)
    assert [kept(generation, lambda: SIMILARITIES) for _ in range(2)] == [SIMILARITIES] * 2


def test_where_the_caches_folder_is_a_file_they_are_worked_out_each_time(generation: Path) -> None:
    (generation / "cache").write_text("", encoding="utf-8")
    assert [kept(generation, lambda: SIMILARITIES) for _ in range(2)] == [SIMILARITIES] * 2


def test_the_next_draft_is_told_the_same_of_the_collection(
    seeds_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    first, second = (SimilarFinder(Retriever(seeds_index)) for _ in range(2))
    assert first.scale == second.scale is not None
