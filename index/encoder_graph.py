"""Describe an encoder's layers to ONNX Runtime: a graph in ONNX's format over the matrices that NumPy reads, too.

The arithmetic is that of `index.bert`. The graph takes the sums of the embeddings of two texts, one behind the other,
(1, tokens, hidden), and the texts' lengths, of which one may be 0. It gives the last layer's states in the same shape.
Two short texts take little longer together than one of them: most of the time goes into reading the matrices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.bert_layers import BertShape, Dense, Layer, Norm, read_layers, read_norm

if TYPE_CHECKING:
    import onnx
    from numpy.typing import NDArray

EMBEDDED, LENGTHS, STATES = "embedded", "lengths", "states"
TEXTS = 2  # of one pass; a query has no more versions
# The first set of operators with layer norms, and the format of its time: older than any runtime in use.
_OPERATORS, _FORMAT = 17, 8


def write_graph(path: Path, tensors: Mapping[str, NDArray[Any]], matrices: Path, shape: BertShape) -> None:
    """Write the graph of a BertModel's tensors to `path`; `matrices` is the file of their `layer_matrices` beside it.

    Biases and norms, which are small, stand in the graph itself. Raises KeyError or ValueError when a tensor is missing
    or misshapen, and OSError when `path` can't be written.
    """
    import numpy as np
    import onnx
    from onnx import helper

    stored = np.load(matrices, mmap_mode="r", allow_pickle=False)
    graph = _Graph(matrices.name, stored.offset, shape)
    x = graph.normalised(EMBEDDED, read_norm(tensors, "embeddings", shape))
    for layer in read_layers(tensors, stored, shape):
        x = graph.layer(x, layer)
    graph.node("Identity", x, result=STATES)
    embedded, states = (
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, "tokens", shape.hidden])
        for name in (EMBEDDED, STATES)
    )
    lengths = helper.make_tensor_value_info(LENGTHS, onnx.TensorProto.INT64, [TEXTS])
    described = helper.make_graph(graph.nodes, "encoder", [embedded, lengths], [states], graph.tensors)
    operators = [helper.make_opsetid("", _OPERATORS)]
    path.write_bytes(helper.make_model(described, opset_imports=operators, ir_version=_FORMAT).SerializeToString())


class _Graph:
    """Collects nodes and tensors in the order in which they are computed; each result has a name."""

    def __init__(self, file: str, start: int, shape: BertShape) -> None:
        """Take the name of the file of matrices, the byte at which the first one begins, and the encoder's shape."""
        import numpy as np

        self._file, self._place, self._epsilon = file, start, shape.epsilon
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []
        size = shape.hidden // shape.heads
        self._scale, self._half, self._one, self._root = (
            self._constant(np.array(value, np.float32)) for value in (size**-0.5, 0.5, 1, 0.5**0.5)
        )
        self._thirds = [self._constant(np.array([part * shape.hidden])) for part in range(4)]
        self._across = self._constant(np.array([-1]))
        self._by_head = self._constant(np.array([0, 0, shape.heads, size]))
        self._joined = self._constant(np.array([0, 0, shape.hidden]))

    def node(self, operator: str, *inputs: str, result: str = "", **attributes: Any) -> str:
        """Add a node and return the name of its result."""
        return self._nodes(operator, inputs, [result or f"{operator}.{len(self.nodes)}"], **attributes)[0]

    def layer(self, x: str, layer: Layer) -> str:
        """Add a layer over `x`. The matrices of the layers are taken from their file in the order of the calls."""
        texts = [f"text.{len(self.nodes)}.{number}" for number in range(TEXTS)]
        self._nodes("Split", [self._product(x, layer.attention), LENGTHS], texts, axis=1)
        mixed = self.node("Concat", *map(self._mixed, texts), axis=1)
        x = self.node("Add", x, self._product(mixed, layer.attention_output))
        x = self.normalised(x, layer.attention_norm)
        inner = self._gelu(self._product(x, layer.intermediate))
        x = self.node("Add", x, self._product(inner, layer.output))
        return self.normalised(x, layer.output_norm)

    def normalised(self, x: str, norm: Norm) -> str:
        """Add a layer norm over `x`."""
        weight, bias = self._constant(norm.weight), self._constant(norm.bias)
        return self.node("LayerNormalization", x, weight, bias, axis=-1, epsilon=self._epsilon)

    def _mixed(self, parts: str) -> str:
        """Add what each token of a text takes from the others; `parts` are queries, keys and values side by side."""
        query, key, value = (
            self.node("Reshape", self.node("Slice", parts, start, end, self._across), self._by_head)
            for start, end in zip(self._thirds[:-1], self._thirds[1:], strict=True)
        )
        query = self.node("Transpose", self.node("Mul", query, self._scale), perm=[0, 2, 1, 3])
        weights = self.node("MatMul", query, self.node("Transpose", key, perm=[0, 2, 3, 1]))
        value = self.node("Transpose", value, perm=[0, 2, 1, 3])
        mixed = self.node("MatMul", self.node("Softmax", weights, axis=-1), value)
        return self.node("Reshape", self.node("Transpose", mixed, perm=[0, 2, 1, 3]), self._joined)

    def _gelu(self, x: str) -> str:
        """Add x * Phi(x) in the form that ONNX Runtime knows and computes in one pass."""
        error = self.node("Erf", self.node("Mul", x, self._root))
        return self.node("Mul", self.node("Mul", x, self.node("Add", error, self._one)), self._half)

    def _product(self, x: str, dense: Dense) -> str:
        return self.node("Add", self.node("MatMul", x, self._matrix(dense.matrix)), self._constant(dense.bias))

    def _nodes(self, operator: str, inputs: Sequence[str], results: list[str], **attributes: Any) -> list[str]:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, results, **attributes))
        return results

    def _constant(self, value: NDArray[Any]) -> str:
        """Add a tensor that is kept in the graph."""
        from onnx import numpy_helper

        self.tensors.append(numpy_helper.from_array(value, f"constant.{len(self.tensors)}"))
        return self.tensors[-1].name

    def _matrix(self, matrix: NDArray[Any]) -> str:
        """Add the next matrix of the file."""
        from onnx import TensorProto

        tensor = TensorProto(name=f"matrix.{len(self.tensors)}", data_type=TensorProto.FLOAT, dims=matrix.shape)
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", self._file), ("offset", self._place), ("length", matrix.nbytes)):
            tensor.external_data.add(key=key, value=str(value))
        self.tensors.append(tensor)
        self._place += matrix.nbytes
        return tensor.name
