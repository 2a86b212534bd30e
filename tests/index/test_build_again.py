"""Building over an index: what is taken from it, and what happens when it is damaged or in use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexLockedError
from index.generation import CATALOGUE, CURRENT, MANIFEST, Generation, current_generation
from index.lock import locked
from index.vectors import VECTORS_FILE, open_vectors
from tests.collection import COAST, WORKSHOP, write_collection
from tests.index.bench import Bench
from tests.sealing import reseal_file


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench.set_up(tmp_path, monkeypatch)


def test_passages_that_are_unchanged_are_not_embedded_again(bench: Bench) -> None:
    first = bench.build()
    second = bench.build()
    assert second.embedded == 0
    assert bench.model.embedded == []
    assert second.generation.path != first.generation.path
    assert (open_vectors(second.generation.path) == open_vectors(first.generation.path)).all()


def test_only_changed_passages_are_embedded_again(bench: Bench) -> None:
    first = bench.build()
    added = replace(WORKSHOP, code="S90005", title="Pajalta eteenpäin", final="")
    write_collection(bench.collection, (replace(COAST, target="Saaristossa asuvat nuoret."), added))
    report = bench.build()
    assert report.embedded == len(bench.model.embedded)
    assert {text.partition(" – ")[0] for text in bench.model.embedded} == {"Rantaraitti", "Pajalta eteenpäin"}
    assert [text for text in bench.model.embedded if text.startswith("Rantaraitti")] == [
        "Rantaraitti – Varsinaiset kohderyhmät\nSaaristossa asuvat nuoret."
    ]
    assert report.generation.manifest.chunks > first.generation.manifest.chunks


def test_removed_documents_leave_the_index(bench: Bench) -> None:
    bench.build()
    (bench.collection / "S90001.txt").unlink()
    assert bench.build().embedded == len(bench.model.embedded) == 0
    assert sorted(bench.stored_projects()) == ["S90002", "S90003", "S90004"]


def test_another_model_embeds_everything_anew(bench: Bench) -> None:
    bench.build()
    report = bench.build(model="toinen")
    assert report.embedded == report.generation.manifest.chunks
    assert report.generation.manifest.model["name"] == "toinen"


def flip_a_vector(generation: Generation) -> None:
    path = generation.path / VECTORS_FILE
    content = bytearray(path.read_bytes())
    content[-1] ^= 0x7F
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Generation], object]] = {
    "manifest": lambda generation: (generation.path / MANIFEST).write_text("{", encoding="utf-8"),
    "pointer": lambda generation: (generation.path.parent / CURRENT).write_text("gen-000777", encoding="utf-8"),
    "missing catalogue": lambda generation: (generation.path / CATALOGUE).unlink(),
    "overwritten catalogue": lambda generation: (generation.path / CATALOGUE).write_bytes(
        b"x" * (generation.path / CATALOGUE).stat().st_size
    ),
    "flipped vector": flip_a_vector,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_built_anew_without_its_vectors(bench: Bench, damage: str) -> None:
    DAMAGES[damage](bench.build().generation)
    report = bench.build()
    assert report.embedded == report.generation.manifest.chunks
    assert current_generation(bench.index) == report.generation


def test_vectors_that_are_not_those_of_all_passages_are_made_anew(bench: Bench) -> None:
    generation = bench.build().generation
    np.save(generation.path / VECTORS_FILE, open_vectors(generation.path)[:2].copy())
    reseal_file(generation.path / VECTORS_FILE)
    report = bench.build()
    assert report.embedded == report.generation.manifest.chunks


def test_a_build_that_fails_leaves_the_index_as_it_was(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    first = bench.build()
    write_collection(bench.collection, (replace(COAST, target="Saaristossa asuvat nuoret."),))

    def fail(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(bench.model, "document_vectors", fail)
        with pytest.raises(MemoryError):
            bench.build()
    assert current_generation(bench.index) == first.generation
    assert bench.build().embedded == 1
    assert not list(bench.index.glob("*.tmp"))


def test_two_builds_do_not_write_to_one_index(bench: Bench) -> None:
    with locked(bench.index), pytest.raises(IndexLockedError):
        bench.build()
