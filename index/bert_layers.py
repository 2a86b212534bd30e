"""The layers of a BERT encoder: their matrices, laid out as a query's products want them, biases and norms.

PyTorch stores a matrix as (out, in). The product of a query of few rows with it takes OpenBLAS a quarter longer than
with (in, out), and most of a query's time is theirs: so the matrices are stored a second time, turned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

# The files of a model's folder with the matrices and with their graph for ONNX Runtime.
LAYERS_FILE, GRAPH_FILE = "layers.npy", "layers.onnx"

_ATTENTION = ("attention.self.query", "attention.self.key", "attention.self.value")
_DENSE = ("attention.output.dense", "intermediate.dense", "output.dense")


@dataclass(frozen=True, slots=True)
class BertShape:
    """The sizes of an encoder and the epsilon of its layer norms."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> BertShape:
        """Read it from the contents of config.json; raises KeyError, TypeError or ValueError on anything else."""
        return cls(
            hidden=int(config["hidden_size"]),
            layers=int(config["num_hidden_layers"]),
            heads=int(config["num_attention_heads"]),
            intermediate=int(config["intermediate_size"]),
            vocabulary=int(config["vocab_size"]),
            positions=int(config["max_position_embeddings"]),
            types=int(config["type_vocab_size"]),
            epsilon=float(config["layer_norm_eps"]),
        )


@dataclass(frozen=True, slots=True)
class Norm:
    """What a layer norm scales by and adds, each (hidden,)."""

    weight: Array
    bias: Array


@dataclass(frozen=True, slots=True)
class Dense:
    """A linear map: a matrix (in, out) and a bias (out,)."""

    matrix: Array
    bias: Array


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer; query, key and value are one linear map (`attention`)."""

    attention: Dense
    attention_output: Dense
    attention_norm: Norm
    intermediate: Dense
    output: Dense
    output_norm: Norm


def layer_matrices(tensors: Mapping[str, NDArray[Any]], shape: BertShape) -> Array:
    """Return a BertModel's matrices turned, a row for each layer; raises KeyError when one is missing.

    A row holds, each (in, out), query, key and value side by side, the attention's output, the intermediate and the
    output matrix.
    """
    import numpy as np

    rows = np.empty((shape.layers, sum(rows * columns for rows, columns in _sizes(shape))), np.float32)
    for number, row in enumerate(rows):
        name = f"encoder.layer.{number}"
        attention = np.concatenate([tensors[f"{name}.{part}.weight"] for part in _ATTENTION])
        turned = (attention, *(tensors[f"{name}.{part}.weight"] for part in _DENSE))
        for place, matrix in zip(_matrices(row, shape), turned, strict=True):
            place[:] = matrix.T
    return rows


def read_layers(tensors: Mapping[str, NDArray[Any]], matrices: Array, shape: BertShape) -> list[Layer]:
    """Return the layers of a BertModel's tensors and what `layer_matrices` gave for them.

    Raises KeyError or ValueError when one is missing or misshapen.
    """
    size = sum(rows * columns for rows, columns in _sizes(shape))
    if matrices.dtype.str != "<f4" or matrices.shape != (shape.layers, size):
        raise ValueError(f"the matrices of the layers are {matrices.shape}, not {(shape.layers, size)}")
    return [_layer(tensors, f"encoder.layer.{number}", row, shape) for number, row in enumerate(matrices)]


def read_norm(tensors: Mapping[str, NDArray[Any]], name: str, shape: BertShape) -> Norm:
    """Return the layer norm `name`; raises KeyError or ValueError when it is missing or misshapen."""
    weight, bias = (checked(tensors, f"{name}.LayerNorm.{part}", shape.hidden) for part in ("weight", "bias"))
    return Norm(weight, bias)


def checked(tensors: Mapping[str, NDArray[Any]], name: str, *shape: int) -> NDArray[Any]:
    """Return the tensor `name`; raises KeyError when it is missing and ValueError when it has another shape."""
    if tensors[name].shape != shape:
        raise ValueError(f"{name} has the shape {tensors[name].shape}, not {shape}")
    return tensors[name]


def _layer(tensors: Mapping[str, NDArray[Any]], name: str, row: Array, shape: BertShape) -> Layer:
    import numpy as np

    biases = [np.concatenate([checked(tensors, f"{name}.{part}.bias", shape.hidden) for part in _ATTENTION])]
    biases += [
        checked(tensors, f"{name}.{part}.bias", columns)
        for part, (_, columns) in zip(_DENSE, _sizes(shape)[1:], strict=True)
    ]
    attention, attention_output, intermediate, output = map(Dense, _matrices(row, shape), biases)
    return Layer(
        attention,
        attention_output,
        read_norm(tensors, f"{name}.attention.output", shape),
        intermediate,
        output,
        read_norm(tensors, f"{name}.output", shape),
    )


def _matrices(row: Array, shape: BertShape) -> Iterator[Array]:
    """Yield the matrices of one layer as views of its row."""
    start = 0
    for rows, columns in _sizes(shape):
        yield row[start : start + rows * columns].reshape(rows, columns)
        start += rows * columns


def _sizes(shape: BertShape) -> list[tuple[int, int]]:
    hidden, inner = shape.hidden, shape.intermediate
    return [(hidden, 3 * hidden), (hidden, hidden), (hidden, inner), (inner, hidden)]
