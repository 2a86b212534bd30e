from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray

from index.bert import Bert, Embeddings
from index.bert_layers import layer_matrices
from index.encoder_graph import write_graph
from index.onnx_bert import OnnxBert
from tests.index.small_bert import SHAPE, library_states, small_tensors

ROOT = Path(__file__).parents[2]
TENSORS = small_tensors()
MATRICES = layer_matrices(TENSORS, SHAPE)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("malli")
    np.save(folder / "layers.npy", MATRICES)
    write_graph(folder / "layers.onnx", TENSORS, folder / "layers.npy", SHAPE)
    return folder / "layers.onnx"


@pytest.fixture(scope="module")
def bert(graph: Path) -> OnnxBert:
    return OnnxBert(graph, Embeddings(TENSORS, SHAPE))


def texts(*lengths: int) -> list[list[int]]:
    chance = np.random.default_rng(len(lengths))
    return [chance.integers(0, SHAPE.vocabulary, length).tolist() for length in lengths]


@pytest.mark.parametrize("length", [1, 2, 5, 11, 40])
def test_the_states_are_those_of_the_transformers_library(bert: OnnxBert, length: int) -> None:
    (ids,) = texts(length)
    (states,) = bert.encode([ids])
    assert states.shape == (length, SHAPE.hidden)
    assert states.dtype == np.float32
    assert np.allclose(states, library_states(TENSORS, ids), atol=1e-4)


def test_texts_keep_their_order_and_have_numpys_states(bert: OnnxBert) -> None:
    asked = texts(40, 1, 3, 12, 7, 2, 30, 5, 9)
    for own, of_numpy in zip(bert.encode(asked), Bert(TENSORS, MATRICES, SHAPE).encode(asked), strict=True):
        assert np.allclose(own, of_numpy, atol=1e-5)


def test_a_text_has_the_same_states_to_the_last_bit_whatever_is_encoded_with_it(bert: OnnxBert) -> None:
    asked = texts(6, 40, 12)
    together = bert.encode(asked)
    assert all(np.array_equal(bert.encode([ids])[0], states) for ids, states in zip(asked, together, strict=True))


def test_the_graph_is_sound_and_holds_no_matrix_itself(graph: Path) -> None:
    onnx.checker.check_model(str(graph), full_check=True)
    stored = onnx.load(graph, load_external_data=False).graph.initializer
    outside = [tensor for tensor in stored if tensor.data_location == onnx.TensorProto.EXTERNAL]
    assert sum(np.prod(tensor.dims) for tensor in outside) == MATRICES.size
    assert all(len(tensor.dims) < 2 for tensor in stored if tensor not in outside)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("name", ["layers.onnx", "layers.npy"])
@pytest.mark.parametrize("harm", [cut, lambda path: path.write_bytes(b""), Path.unlink], ids=["cut", "empty", "gone"])
def test_a_missing_or_damaged_file_is_refused(
    graph: Path, tmp_path: Path, name: str, harm: Callable[[Path], Any]
) -> None:
    for path in graph.parent.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    harm(tmp_path / name)
    with pytest.raises(ValueError, match=r"\S"):
        OnnxBert(tmp_path / "layers.onnx", Embeddings(TENSORS, SHAPE))


def test_a_graph_of_other_inputs_is_refused(graph: Path, tmp_path: Path) -> None:
    shutil.copyfile(graph.parent / "layers.npy", tmp_path / "layers.npy")
    described = onnx.load(graph, load_external_data=False)
    described.graph.input[0].name = described.graph.node[0].input[0] = "summat"
    (tmp_path / "layers.onnx").write_bytes(described.SerializeToString())
    with pytest.raises(ValueError, match="embedded"):
        OnnxBert(tmp_path / "layers.onnx", Embeddings(TENSORS, SHAPE))


def test_the_runtime_tells_its_maker_nothing(graph: Path, tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from index.bert import Embeddings
from index.onnx_bert import OnnxBert
from tests.index.small_bert import SHAPE, small_tensors
OnnxBert(Path(sys.argv[1]), Embeddings(small_tensors(), SHAPE)).encode([[1, 2, 3]])
"""
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "välimuisti"), "PYTHONPATH": str(ROOT)}
    asked = {name: value for name, value in os.environ.items() if "TELEMETRY" not in name}
    subprocess.run([sys.executable, "-c", script, str(graph)], env=asked | home, check=True)  # noqa: S603 - our own code
    # With telemetry on, a device id and what is to be sent are kept in the cache before anything is sent.
    assert list(tmp_path.iterdir()) == []


def test_a_missing_tensor_is_told_when_the_graph_is_written(graph: Path, tmp_path: Path) -> None:
    tensors: dict[str, NDArray[Any]] = {name: one for name, one in TENSORS.items() if "layer.1.output" not in name}
    with pytest.raises(KeyError, match=r"layer\.1\.output"):
        write_graph(tmp_path / "layers.onnx", tensors, graph.parent / "layers.npy", SHAPE)
