from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file

from index.bert import Bert, BertShape, gelu, map_tensors, unit


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


def test_heads_must_share_the_dimensions_evenly() -> None:
    shape = BertShape(hidden=10, layers=0, heads=3, intermediate=4, vocabulary=1, positions=1, types=1, epsilon=1e-12)
    with pytest.raises(ValueError, match="heads"):
        Bert({}, shape)


def test_a_missing_tensor_is_noticed_at_once() -> None:
    shape = BertShape(hidden=4, layers=1, heads=2, intermediate=8, vocabulary=3, positions=5, types=1, epsilon=1e-12)
    with pytest.raises(KeyError):
        Bert({"embeddings.word_embeddings.weight": np.zeros((3, 4), np.float32)}, shape)
