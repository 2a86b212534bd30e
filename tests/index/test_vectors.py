"""The vector index: nearest passages by cosine, exactly, within what is allowed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import vectors as module
from index.errors import DamagedIndexError
from index.vectors import FAISS_FILE, MEAN_FILE, VECTORS_FILE, VectorIndex, open_vectors, write_vectors

COUNT, DIMENSION = 300, 32


def unit_vectors(count: int, seed: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


VECTORS = unit_vectors(COUNT, 1)
QUERY = unit_vectors(1, 2)[0]
BY_COSINE = [int(at) for at in np.argsort(-(VECTORS @ QUERY))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_vectors(tmp_path, VECTORS)
    return tmp_path


def ids(found: list[tuple[int, float]]) -> list[int]:
    return [chunk for chunk, _ in found]


def test_the_nearest_passages_come_first_with_their_cosines(folder: Path) -> None:
    found = VectorIndex(folder).search(QUERY, 10)
    assert ids(found) == BY_COSINE[:10]
    assert [score for _, score in found] == pytest.approx([float(VECTORS[at] @ QUERY) for at in ids(found)], abs=2e-3)


def test_a_passage_is_nearest_to_itself(folder: Path) -> None:
    index = VectorIndex(folder)
    for chunk in (0, 7, COUNT - 1):
        ((found, cosine),) = index.search(VECTORS[chunk], 1)
        assert found == chunk
        assert cosine == pytest.approx(1, abs=2e-3)


def test_asking_for_more_than_there_are_gives_all(folder: Path) -> None:
    assert sorted(ids(VectorIndex(folder).search(QUERY, 10 * COUNT))) == list(range(COUNT))


@pytest.mark.parametrize("gathered_up_to", [0, COUNT])
def test_small_and_large_allowed_sets_give_the_same_ranking(
    folder: Path, monkeypatch: pytest.MonkeyPatch, gathered_up_to: int
) -> None:
    monkeypatch.setattr(module, "_GATHER_UP_TO", gathered_up_to)
    allowed = np.arange(0, COUNT, 3, dtype=np.int64)
    found = VectorIndex(folder).search(QUERY, 20, allowed)
    assert ids(found) == [at for at in BY_COSINE if at % 3 == 0][:20]
    assert [score for _, score in found] == pytest.approx([float(VECTORS[at] @ QUERY) for at in ids(found)], abs=2e-3)


@pytest.mark.parametrize("gathered_up_to", [0, COUNT])
def test_no_more_than_the_allowed_ones_are_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch, gathered_up_to: int
) -> None:
    monkeypatch.setattr(module, "_GATHER_UP_TO", gathered_up_to)
    found = VectorIndex(folder).search(QUERY, 20, np.array([5, 9], np.int64))
    assert sorted(ids(found)) == [5, 9]


def test_nothing_is_found_where_nothing_is_allowed(folder: Path) -> None:
    assert VectorIndex(folder).search(QUERY, 5, np.array([], np.int64)) == []


def test_cosines_to_named_passages_are_exact(folder: Path) -> None:
    chunks = np.array([250, 3, 3], np.int64)
    half = VECTORS[chunks].astype(np.float16).astype(np.float32)
    assert VectorIndex(folder).cosines(QUERY, chunks).tolist() == pytest.approx((half @ QUERY).tolist(), abs=1e-6)


def test_the_mean_cosine_is_the_mean_of_all_cosines(folder: Path) -> None:
    index = VectorIndex(folder)
    every = index.cosines(QUERY, np.arange(COUNT, dtype=np.int64))
    assert index.mean_cosine(QUERY) == pytest.approx(float(every.mean()), abs=1e-6)


def test_a_large_index_is_of_half_precision_and_ranks_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import faiss

    monkeypatch.setattr(module, "_FLAT_UP_TO", COUNT - 1)
    monkeypatch.setattr(module, "_GATHER_UP_TO", 0)
    write_vectors(tmp_path, VECTORS)
    assert isinstance(faiss.read_index(str(tmp_path / FAISS_FILE)), faiss.IndexScalarQuantizer)
    index = VectorIndex(tmp_path)
    assert ids(index.search(QUERY, 10)) == BY_COSINE[:10]
    odd = np.arange(1, COUNT, 2, dtype=np.int64)
    assert ids(index.search(QUERY, 10, odd)) == [at for at in BY_COSINE if at % 2][:10]


def test_an_index_without_passages_finds_nothing(tmp_path: Path) -> None:
    write_vectors(tmp_path, np.zeros((0, DIMENSION), np.float32))
    index = VectorIndex(tmp_path)
    assert index.search(QUERY, 5) == []
    assert index.mean_cosine(QUERY) == 0


def test_stored_vectors_are_the_passages_in_half_precision(folder: Path) -> None:
    stored = open_vectors(folder)
    assert stored.dtype == np.float16
    assert (stored == VECTORS.astype(np.float16)).all()


def test_the_faiss_file_is_not_read_for_a_small_allowed_set(folder: Path) -> None:
    (folder / FAISS_FILE).unlink()
    assert ids(VectorIndex(folder).search(QUERY, 1, np.arange(COUNT, dtype=np.int64))) == BY_COSINE[:1]


@pytest.mark.parametrize("name", [VECTORS_FILE, MEAN_FILE, FAISS_FILE])
@pytest.mark.parametrize("damage", ["missing", "empty", "truncated", "garbage"])
def test_a_damaged_file_is_named(folder: Path, name: str, damage: str) -> None:
    file = folder / name
    content = file.read_bytes()
    file.unlink()
    if damage != "missing":
        file.write_bytes({"empty": b"", "truncated": content[: len(content) // 2], "garbage": b"\xff" * 200}[damage])
    with pytest.raises(DamagedIndexError) as caught:
        VectorIndex(folder).search(QUERY, 1)
    assert name in caught.value.message.fi


def test_files_of_different_builds_do_not_pass_for_an_index(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_vectors(other, VECTORS[:-1])
    (other / FAISS_FILE).replace(folder / FAISS_FILE)
    with pytest.raises(DamagedIndexError):
        VectorIndex(folder).search(QUERY, 1)
