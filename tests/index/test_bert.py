from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file

from index.bert import Bert, gelu, map_tensors, unit
from index.bert_layers import layer_matrices, read_layers
from tests.index.small_bert import SHAPE, library_states, small_tensors


def test_gelu_is_exact_to_single_precision() -> None:
    x = np.linspace(-6, 6, 241, dtype=np.float32)
    exact = [value * 0.5 * (1 + math.erf(value / math.sqrt(2))) for value in x.tolist()]
    assert gelu(x).dtype == np.float32
    assert np.abs(gelu(x) - exact).max() < 2e-6


def test_unit_scales_rows_and_leaves_zeros() -> None:
    rows = unit(np.array([[3, 4], [0, 0]], np.float32))
    assert np.allclose(rows, np.array([[0.6, 0.8], [0, 0]]))


def test_tensors_are_mapped_as_they_were_saved(tmp_path: Path) -> None:
    saved: dict[str, NDArray[Any]] = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.ones(5, np.float16)}
    save_file(saved, tmp_path / "x.safetensors", metadata={"format": "pt"})
    mapped = map_tensors(tmp_path / "x.safetensors")
    assert {name: (values.dtype, values.tolist()) for name, values in mapped.items()} == {
        name: (values.dtype, values.tolist()) for name, values in saved.items()
    }


def header(**entry: object) -> bytes:
    text = json.dumps({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4], **entry}}).encode()
    return len(text).to_bytes(8, "little") + text


@pytest.mark.parametrize(
    "content",
    [
        b"\x04",
        (2**40).to_bytes(8, "little") + b"{}",
        (4).to_bytes(8, "little") + b"{{{{",
        header(),
        header(data_offsets=[0, 400]) + bytes(4),
        header(data_offsets=[-4, 0]) + bytes(4),
        header(shape=[2]) + bytes(4),
        header(dtype="I64") + bytes(4),
    ],
)
def test_a_malformed_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.safetensors"
    path.write_bytes(content)
    with pytest.raises((ValueError, KeyError, TypeError)):
        map_tensors(path)


@pytest.fixture(scope="module")
def tensors() -> dict[str, NDArray[Any]]:
    return small_tensors()


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 11, 40])
def test_the_states_are_those_of_the_transformers_library(tensors: dict[str, NDArray[Any]], length: int) -> None:
    ids = np.random.default_rng(length).integers(0, SHAPE.vocabulary, length).tolist()
    (states,) = Bert(tensors, layer_matrices(tensors, SHAPE), SHAPE).encode([ids])
    assert states.shape == (length, SHAPE.hidden)
    assert np.allclose(states, library_states(tensors, ids), atol=1e-4)


def test_texts_that_are_encoded_together_do_not_hear_each_other(tensors: dict[str, NDArray[Any]]) -> None:
    bert = Bert(tensors, layer_matrices(tensors, SHAPE), SHAPE)
    texts = [[3, 1, 4], [1, 5, 9, 2, 6], [5]]
    for text, states in zip(texts, bert.encode(texts), strict=True):
        assert np.allclose(states, bert.encode([text])[0], atol=1e-5)


def test_matrices_stand_turned_in_their_layers_row(tensors: dict[str, NDArray[Any]]) -> None:
    layer = read_layers(tensors, layer_matrices(tensors, SHAPE), SHAPE)[1]
    for at, part in enumerate(("query", "key", "value")):
        columns = slice(at * SHAPE.hidden, (at + 1) * SHAPE.hidden)
        name = f"encoder.layer.1.attention.self.{part}"
        assert np.array_equal(layer.attention.matrix[:, columns], tensors[f"{name}.weight"].T)
        assert np.array_equal(layer.attention.bias[columns], tensors[f"{name}.bias"])
    assert np.array_equal(layer.output.matrix, tensors["encoder.layer.1.output.dense.weight"].T)
    assert layer.output.matrix.flags.c_contiguous


def test_heads_must_share_the_dimensions_evenly(tensors: dict[str, NDArray[Any]]) -> None:
    with pytest.raises(ValueError, match="heads"):
        Bert(tensors, layer_matrices(tensors, SHAPE), replace(SHAPE, heads=3))


@pytest.mark.parametrize(
    "name",
    [
        "embeddings.word_embeddings.weight",
        "embeddings.LayerNorm.bias",
        "encoder.layer.1.attention.self.key.bias",
        "encoder.layer.0.output.LayerNorm.weight",
    ],
)
def test_a_missing_or_misshapen_tensor_is_noticed_at_once(tensors: dict[str, NDArray[Any]], name: str) -> None:
    matrices = layer_matrices(tensors, SHAPE)
    with pytest.raises(KeyError, match=name):
        Bert({other: values for other, values in tensors.items() if other != name}, matrices, SHAPE)
    with pytest.raises(ValueError, match=name):
        Bert(tensors | {name: tensors[name][:-1]}, matrices, SHAPE)


@pytest.mark.parametrize("change", [lambda all_: all_[:1], lambda all_: all_[:, :-1], lambda all_: all_.astype("<f8")])
def test_matrices_of_another_shape_or_type_are_refused(
    tensors: dict[str, NDArray[Any]], change: Callable[[NDArray[Any]], NDArray[Any]]
) -> None:
    with pytest.raises(ValueError, match="matrices"):
        Bert(tensors, change(layer_matrices(tensors, SHAPE)), SHAPE)
