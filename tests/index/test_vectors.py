"""The vector index: nearest passages by cosine, exactly, within what is allowed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import vector_types
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
    write_vectors(tmp_path, DIMENSION, [VECTORS])
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


def test_every_finite_number_of_half_precision_is_read_as_it_is(tmp_path: Path) -> None:
    every = np.arange(2**16).astype(np.uint16).view(np.float16)
    half = every[np.isfinite(every)].reshape(-1, 64)
    write_vectors(tmp_path, 64, [half])
    read = VectorIndex(tmp_path).of(np.arange(len(half), dtype=np.int64))
    assert read.tobytes() == half.astype(np.float32).tobytes()


@pytest.mark.parametrize("chunks", [[0, 7, COUNT - 1], [7, 0, 7], []])
def test_rows_that_are_read_are_those_of_the_map(
    folder: Path, monkeypatch: pytest.MonkeyPatch, chunks: list[int]
) -> None:
    asked, index = np.array(chunks, np.int64), VectorIndex(folder)
    mapped = index.of(asked)
    monkeypatch.setattr(module, "_MAPPED_UP_TO", COUNT - 1)
    read = index.of(asked)
    assert read.dtype == np.float32
    assert np.array_equal(read, mapped)
    assert np.array_equal(index.cosines(QUERY, asked), mapped @ QUERY)


def test_a_file_that_was_cut_after_it_was_opened_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAPPED_UP_TO", 0)
    index = VectorIndex(folder)
    (folder / VECTORS_FILE).write_bytes(b"")
    with pytest.raises(DamagedIndexError, match=VECTORS_FILE):
        index.of(np.array([0], np.int64))


def test_the_mean_cosine_is_the_mean_of_all_cosines(folder: Path) -> None:
    index = VectorIndex(folder)
    every = index.cosines(QUERY, np.arange(COUNT, dtype=np.int64))
    assert index.mean_cosine(QUERY) == pytest.approx(float(every.mean()), abs=1e-6)


def test_a_large_index_is_of_half_precision_and_ranks_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import faiss

    monkeypatch.setattr(vector_types, "_FLAT_UP_TO", COUNT - 1)
    monkeypatch.setattr(module, "_GATHER_UP_TO", 0)
    write_vectors(tmp_path, DIMENSION, [VECTORS])
    assert isinstance(faiss.read_index(str(tmp_path / FAISS_FILE)), faiss.IndexScalarQuantizer)
    index = VectorIndex(tmp_path)
    assert ids(index.search(QUERY, 10)) == BY_COSINE[:10]
    odd = np.arange(1, COUNT, 2, dtype=np.int64)
    assert ids(index.search(QUERY, 10, odd)) == [at for at in BY_COSINE if at % 2][:10]


def test_an_index_without_passages_finds_nothing(tmp_path: Path) -> None:
    write_vectors(tmp_path, DIMENSION, [])
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


def damage_file(file: Path, damage: str) -> None:
    content = file.read_bytes()
    file.unlink()
    if damage != "missing":
        file.write_bytes({"empty": b"", "truncated": content[: len(content) // 2], "garbage": b"\xff" * 200}[damage])


@pytest.mark.parametrize("name", [VECTORS_FILE, MEAN_FILE, FAISS_FILE])
@pytest.mark.parametrize("damage", ["missing", "empty", "truncated", "garbage"])
def test_a_damaged_file_is_named(folder: Path, name: str, damage: str) -> None:
    damage_file(folder / name, damage)
    with pytest.raises(DamagedIndexError) as caught:
        VectorIndex(folder).search(QUERY, 1)
    assert name in caught.value.message.fi


@pytest.mark.parametrize(
    ("name", "array"),
    [
        (VECTORS_FILE, VECTORS),
        (VECTORS_FILE, VECTORS.astype(np.float16)[0]),
        (VECTORS_FILE, np.array([["teksti"] * DIMENSION] * COUNT)),
        (MEAN_FILE, np.array(["teksti"] * DIMENSION)),
        (MEAN_FILE, np.zeros(DIMENSION, np.float64)),
        (MEAN_FILE, np.zeros(DIMENSION - 1, np.float32)),
        (MEAN_FILE, np.zeros((1, DIMENSION), np.float32)),
        (MEAN_FILE, np.full(DIMENSION, np.nan, np.float32)),
        (MEAN_FILE, np.full(DIMENSION, np.inf, np.float32)),
    ],
)
def test_a_file_of_another_kind_is_named(folder: Path, name: str, array: NDArray[np.generic]) -> None:
    np.save(folder / name, array)
    with pytest.raises(DamagedIndexError, match=name):
        VectorIndex(folder)


@pytest.mark.parametrize("mapped_up_to", [0, COUNT])
def test_vectors_of_fewer_passages_than_are_asked_for_are_damage(
    folder: Path, monkeypatch: pytest.MonkeyPatch, mapped_up_to: int
) -> None:
    monkeypatch.setattr(module, "_MAPPED_UP_TO", mapped_up_to)
    with pytest.raises(DamagedIndexError, match=VECTORS_FILE):
        VectorIndex(folder).of(np.array([3, COUNT], np.int64))


@pytest.mark.parametrize("allowed", [None, np.array([5], np.int64)])
def test_vectors_of_another_length_than_the_querys_are_damage(folder: Path, allowed: NDArray[np.int64] | None) -> None:
    with pytest.raises(DamagedIndexError, match=VECTORS_FILE):
        VectorIndex(folder).search(QUERY[:-1], 5, allowed)


CLUSTERED, CLUSTERS, SPREAD = 4_000, 60, 0.12


def clustered_vectors(count: int, seed: int) -> NDArray[np.float32]:
    """Return unit vectors around common centres, which lie on one side as those of E5 do."""
    centres = unit_vectors(CLUSTERS, 3) + 2 * unit_vectors(1, 4)
    chance = np.random.default_rng(seed)
    noise = chance.normal(scale=SPREAD, size=(count, DIMENSION))
    vectors = (centres[chance.integers(CLUSTERS, size=count)] + noise).astype(np.float32)
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


MANY = clustered_vectors(CLUSTERED, 5)
QUERIES = clustered_vectors(30, 6)


@pytest.fixture
def very_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few thousand vectors count as a very large collection."""
    monkeypatch.setattr(vector_types, "_FLAT_UP_TO", 0)
    monkeypatch.setattr(vector_types, "_EXACT_UP_TO", 0)
    monkeypatch.setattr(vector_types, "_LISTS_PER_ROOT", 1)
    monkeypatch.setattr(vector_types, "_LEAST_PROPOSED", 200)
    monkeypatch.setattr(module, "_GATHER_UP_TO", CLUSTERED // 50)


@pytest.fixture
def large_folder(very_large: None, tmp_path: Path) -> Path:
    write_vectors(tmp_path, DIMENSION, [MANY])
    return tmp_path


def recall(index: VectorIndex, allowed: NDArray[np.int64] | None) -> float:
    among = np.arange(CLUSTERED, dtype=np.int64) if allowed is None else allowed
    shares = []
    for query in QUERIES:
        exact = among[np.argsort(-(MANY[among] @ query))[:10]]
        shares.append(len({int(chunk) for chunk in exact} & set(ids(index.search(query, 10, allowed)))) / 10)
    return sum(shares) / len(shares)


@pytest.mark.parametrize("every", [1, 10, 100])
def test_a_very_large_index_finds_nearly_all_of_the_nearest_whatever_the_filter(large_folder: Path, every: int) -> None:
    import faiss

    assert isinstance(faiss.read_index(str(large_folder / FAISS_FILE)), faiss.IndexIVF)
    allowed = None if every == 1 else np.arange(0, CLUSTERED, every, dtype=np.int64)
    assert recall(VectorIndex(large_folder), allowed) >= 0.98


def test_a_very_large_index_tells_exact_cosines_in_their_order(large_folder: Path) -> None:
    index = VectorIndex(large_folder)
    found = index.search(QUERIES[0], 50)
    exact = index.cosines(QUERIES[0], np.array(ids(found), np.int64)).tolist()
    assert [score for _, score in found] == pytest.approx(exact, abs=1e-6)
    assert exact == sorted(exact, reverse=True)
    assert len(set(ids(found))) == 50


def test_a_very_large_index_finds_only_what_a_filter_leaves(large_folder: Path) -> None:
    allowed = np.arange(7, CLUSTERED, 30, dtype=np.int64)
    found = ids(VectorIndex(large_folder).search(QUERIES[0], CLUSTERED, allowed))
    assert sorted(found) == allowed.tolist()


def test_what_a_filter_leaves_is_found_however_far_it_is(large_folder: Path) -> None:
    far = np.sort(np.argsort(MANY @ QUERIES[0])[: CLUSTERED // 10])
    exact = np.sort(MANY[far] @ QUERIES[0])[::-1]
    found = VectorIndex(large_folder).search(QUERIES[0], 10, far)
    assert set(ids(found)) <= set(far.tolist())
    assert [score for _, score in found] == pytest.approx(exact[:10].tolist(), abs=0.02)


def test_a_very_large_index_still_tells_vectors_and_the_mean_cosine(large_folder: Path) -> None:
    index = VectorIndex(large_folder)
    assert index.count == CLUSTERED
    assert (index.of(np.array([5, 0])) == MANY[[5, 0]].astype(np.float16)).all()
    assert index.mean_cosine(QUERIES[0]) == pytest.approx(float((MANY @ QUERIES[0]).mean()), abs=1e-4)


@pytest.mark.parametrize("threads", [1, 2])
def test_the_same_vectors_give_the_same_files_on_any_number_of_threads(
    large_folder: Path, tmp_path_factory: pytest.TempPathFactory, threads: int
) -> None:
    import faiss

    again = tmp_path_factory.mktemp("again")
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(threads)
    try:
        write_vectors(again, DIMENSION, [MANY])
    finally:
        faiss.omp_set_num_threads(before)
    for name in (VECTORS_FILE, MEAN_FILE, FAISS_FILE):
        assert (again / name).read_bytes() == (large_folder / name).read_bytes()


@pytest.mark.parametrize("damage", ["missing", "empty", "truncated", "garbage"])
def test_a_damaged_file_of_a_very_large_index_is_named(large_folder: Path, damage: str) -> None:
    damage_file(large_folder / FAISS_FILE, damage)
    with pytest.raises(DamagedIndexError) as caught:
        VectorIndex(large_folder).search(QUERIES[0], 1)
    assert FAISS_FILE in caught.value.message.fi


def test_the_faiss_file_is_mapped_and_not_read(folder: Path) -> None:
    import faiss

    index = vector_types.open_index(folder / FAISS_FILE)
    assert isinstance(index, faiss.IndexFlat)
    assert not index.codes.is_owned


def test_files_of_different_builds_do_not_pass_for_an_index(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_vectors(other, DIMENSION, [VECTORS[:-1]])
    (other / FAISS_FILE).replace(folder / FAISS_FILE)
    with pytest.raises(DamagedIndexError):
        VectorIndex(folder).search(QUERY, 1)
