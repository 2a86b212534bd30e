"""Run a BERT encoder in NumPy over the tensors of a memory-mapped safetensors file.

The arithmetic is that of Devlin et al. 2019 as transformers' BertModel does it: post-norm layers, exact GELU,
absolute positions, attention over the whole of one text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_DTYPES = {"F32": "<f4", "F16": "<f2"}
_LARGEST_HEADER = 100_000_000  # bytes; the safetensors library's own limit


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


class Bert:
    """An encoder whose tensors, (out, in) as PyTorch stores them, have been checked against its shape."""

    def __init__(self, tensors: dict[str, NDArray[Any]], shape: BertShape) -> None:
        """Take a BertModel's tensors; raises KeyError or ValueError when one is missing or misshapen."""
        if shape.hidden % shape.heads:
            raise ValueError(f"{shape.hidden} dimensions can't be shared by {shape.heads} heads")
        for name, expected in _expected_shapes(shape).items():
            if tensors[name].shape != expected:
                raise ValueError(f"{name} has the shape {tensors[name].shape}, not {expected}")
        self._tensors, self._shape = tensors, shape

    def encode(self, texts: Sequence[Sequence[int]]) -> list[Matrix]:
        """Return the last layer's states, (tokens, hidden), for each text's token ids.

        Reading the weights takes longer than the arithmetic of a short text, and all texts are done in one reading.
        """
        import numpy as np

        lengths = [len(ids) for ids in texts]
        x = self._tensors["embeddings.word_embeddings.weight"][[one for ids in texts for one in ids]].astype(np.float32)
        positions = [position for length in lengths for position in range(length)]
        x += self._tensors["embeddings.position_embeddings.weight"][positions]
        x += self._tensors["embeddings.token_type_embeddings.weight"][0]
        x = self._normalise(x, "embeddings")
        for layer in range(self._shape.layers):
            name = f"encoder.layer.{layer}"
            mixed = self._attend(x, lengths, f"{name}.attention.self")
            attended = self._linear(mixed, f"{name}.attention.output.dense")
            x = self._normalise(x + attended, f"{name}.attention.output")
            inner = gelu(self._linear(x, f"{name}.intermediate.dense"))
            x = self._normalise(x + self._linear(inner, f"{name}.output.dense"), f"{name}.output")
        return np.split(x, np.cumsum(lengths)[:-1])

    def _linear(self, x: Matrix, name: str) -> Matrix:
        out: Matrix = x @ self._tensors[f"{name}.weight"].T
        out += self._tensors[f"{name}.bias"]
        return out

    def _attend(self, x: Matrix, lengths: Sequence[int], name: str) -> Matrix:
        """Return what each token of the texts, which stand one behind the other in `x`, takes from its own text."""
        import numpy as np

        parts = [self._linear(x, f"{name}.{part}") for part in ("query", "key", "value")]
        ends = np.cumsum(lengths)[:-1]
        return np.concatenate(
            [self._attend_to(*text) for text in zip(*(np.split(one, ends) for one in parts), strict=True)]
        )

    def _attend_to(self, *parts: Matrix) -> Matrix:
        """Return the values (n, hidden) of one text mixed by its queries and keys; `parts` are these three."""
        import numpy as np

        heads = self._shape.heads
        query, key, value = (part.reshape(len(part), heads, -1).swapaxes(0, 1) for part in parts)
        scores = query @ key.swapaxes(1, 2) / np.float32(query.shape[2] ** 0.5)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed: Matrix = (weights @ value).swapaxes(0, 1).reshape(len(parts[0]), -1)
        return mixed

    def _normalise(self, x: Matrix, name: str) -> Matrix:
        import numpy as np

        centred = x - x.mean(axis=-1, keepdims=True)
        variance = (centred * centred).mean(axis=-1, keepdims=True)
        x = centred / np.sqrt(variance + np.float32(self._shape.epsilon))
        x *= self._tensors[f"{name}.LayerNorm.weight"]
        x += self._tensors[f"{name}.LayerNorm.bias"]
        return x


def gelu(x: Matrix) -> Matrix:
    """Return x * Phi(x), with erf by formula 7.1.26 of Abramowitz & Stegun (absolute error under 1.5e-7)."""
    import numpy as np

    z = np.abs(x) * np.float32(0.5**0.5)
    t = 1 / (1 + np.float32(0.3275911) * z)
    tail = np.full_like(t, 1.061405429)
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail = tail * t + np.float32(coefficient)
    erf = np.copysign(1 - tail * t * np.exp(-z * z), x)
    out: Matrix = np.float32(0.5) * x * (1 + erf)
    return out


def unit(x: Matrix) -> Matrix:
    """Return the rows of `x` (or `x` itself, when it is one vector) at length 1."""
    import numpy as np

    norms = np.sqrt((x * x).sum(axis=-1, keepdims=True))
    scaled: Matrix = x / np.maximum(norms, np.float32(1e-12))
    return scaled


def map_tensors(path: Path) -> dict[str, NDArray[Any]]:
    """Return the tensors of the safetensors file at `path` as views of its memory map.

    Raises OSError, ValueError, KeyError or TypeError when the file is missing, cut short or malformed.
    """
    import numpy as np

    data = np.memmap(path, np.uint8, "r")
    length = int.from_bytes(data[:8].tobytes(), "little")
    if len(data) < 8 or not 0 < length <= min(len(data) - 8, _LARGEST_HEADER):
        raise ValueError(f"the header of {path} is out of bounds")
    header = json.loads(data[8 : 8 + length].tobytes())
    body = data[8 + length :]
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = entry["data_offsets"]
        if not 0 <= start <= end <= len(body):
            raise ValueError(f"{name} is out of bounds")
        tensors[name] = body[start:end].view(_DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def _expected_shapes(shape: BertShape) -> dict[str, tuple[int, ...]]:
    hidden, inner = shape.hidden, shape.intermediate
    expected: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": (shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": (shape.types, hidden),
    }
    norms = ["embeddings"]
    for layer in range(shape.layers):
        name = f"encoder.layer.{layer}"
        dense = {f"{name}.attention.self.{part}": (hidden, hidden) for part in ("query", "key", "value")}
        dense[f"{name}.attention.output.dense"] = (hidden, hidden)
        dense[f"{name}.intermediate.dense"] = (inner, hidden)
        dense[f"{name}.output.dense"] = (hidden, inner)
        for part, (rows, columns) in dense.items():
            expected |= {f"{part}.weight": (rows, columns), f"{part}.bias": (rows,)}
        norms += [f"{name}.attention.output", f"{name}.output"]
    for name in norms:
        expected |= {f"{name}.LayerNorm.weight": (hidden,), f"{name}.LayerNorm.bias": (hidden,)}
    return expected
