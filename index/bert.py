"""Run a BERT encoder in NumPy over the tensors of a memory-mapped safetensors file.

The arithmetic is that of Devlin et al. 2019 as transformers' BertModel does it: post-norm layers, exact GELU,
absolute positions, attention over the whole of one text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.bert_layers import BertShape, Dense, Layer, Norm, checked, read_layers, read_norm

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_DTYPES = {"F32": "<f4", "F16": "<f2"}
# OpenBLAS's kernels take four rows at a time: the product of 11 rows takes a third longer than that of 12.
_ROWS = 4
_LARGEST_HEADER = 100_000_000  # bytes; the safetensors library's own limit


class Embeddings:
    """What an encoder begins with: tensors, checked against its shape, of which each token takes a row."""

    def __init__(self, tensors: Mapping[str, NDArray[Any]], shape: BertShape) -> None:
        """Take a BertModel's tensors; raises KeyError or ValueError when one is missing or misshapen."""
        self._words, self._positions, self._types = (
            checked(tensors, f"embeddings.{kind}_embeddings.weight", count, shape.hidden)
            for kind, count in (
                ("word", shape.vocabulary),
                ("position", shape.positions),
                ("token_type", shape.types),
            )
        )

    def sums(self, ids: Sequence[int]) -> Matrix:
        """Return the sums of the word, position and type embeddings of one text's tokens, (tokens, hidden)."""
        import numpy as np

        x: Matrix = self._words[list(ids)].astype(np.float32)
        x += self._positions[: len(ids)]
        x += self._types[0]
        return x


class Bert:
    """An encoder whose tensors have been checked against its shape."""

    def __init__(self, tensors: Mapping[str, NDArray[Any]], matrices: Matrix, shape: BertShape) -> None:
        """Take a BertModel's tensors, as PyTorch names and stores them, and `layer_matrices` of them.

        Raises KeyError or ValueError when one is missing or misshapen.
        """
        if shape.hidden % shape.heads:
            raise ValueError(f"{shape.hidden} dimensions can't be shared by {shape.heads} heads")
        self._shape = shape
        self.embeddings = Embeddings(tensors, shape)
        self._norm = read_norm(tensors, "embeddings", shape)
        self._layers = read_layers(tensors, matrices, shape)

    def encode(self, texts: Sequence[Sequence[int]]) -> list[Matrix]:
        """Return the last layer's states, (tokens, hidden), for each text's token ids.

        Reading the weights takes longer than the arithmetic of a short text, and all texts are done in one reading.
        """
        import numpy as np

        lengths = [len(ids) for ids in texts]
        x = self._normalise(self._embed(texts, lengths), self._norm)
        for layer in self._layers:
            x += _product(self._attend(x, lengths, layer), layer.attention_output)
            x = self._normalise(x, layer.attention_norm)
            inner = gelu(_product(x, layer.intermediate))
            x += _product(inner, layer.output)
            x = self._normalise(x, layer.output_norm)
        return np.split(x[: sum(lengths)], np.cumsum(lengths)[:-1])

    def _embed(self, texts: Sequence[Sequence[int]], lengths: Sequence[int]) -> Matrix:
        """Return the sums of the tokens' embeddings, and zeros up to a multiple of _ROWS."""
        import numpy as np

        count = sum(lengths)
        x = np.zeros((-(-count // _ROWS) * _ROWS, self._shape.hidden), np.float32)
        x[:count] = np.concatenate([self.embeddings.sums(ids) for ids in texts])
        return x

    def _attend(self, x: Matrix, lengths: Sequence[int], layer: Layer) -> Matrix:
        """Return what each token of the texts, which stand one behind the other in `x`, takes from its own text."""
        import numpy as np

        parts = _product(x, layer.attention)
        mixed = np.zeros_like(x)
        start = 0
        for length in lengths:
            self._mix(parts[start : start + length], mixed[start : start + length])
            start += length
        return mixed

    def _mix(self, parts: Matrix, mixed: Matrix) -> None:
        """Fill `mixed` (n, hidden) with one text's values mixed by its queries and keys; `parts` are (n, 3 hidden)."""
        import numpy as np

        length, heads = len(parts), self._shape.heads
        query, key, value = parts.reshape(length, 3, heads, -1).transpose(1, 2, 0, 3)
        weights = query @ key.swapaxes(1, 2)
        weights *= np.float32(query.shape[2] ** -0.5)
        weights -= weights.max(axis=-1, keepdims=True)
        np.exp(weights, out=weights)
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed.reshape(length, heads, -1)[:] = (weights @ value).swapaxes(0, 1)

    def _normalise(self, x: Matrix, norm: Norm) -> Matrix:
        """Return the rows of `x` normalised, in its place."""
        import numpy as np

        x -= np.add.reduce(x, axis=1, keepdims=True) / np.float32(x.shape[1])
        variance = np.add.reduce(x * x, axis=1, keepdims=True) / np.float32(x.shape[1])
        x /= np.sqrt(variance + np.float32(self._shape.epsilon))
        x *= norm.weight
        x += norm.bias
        return x


def gelu(x: Matrix) -> Matrix:
    """Return x * Phi(x), with erf by formula 7.1.26 of Abramowitz & Stegun (absolute error under 1.5e-7)."""
    import numpy as np

    # x * Phi(x) = (x + |x| - |x| * (1 - erf(|x| / sqrt 2))) / 2, in as few arrays as can be: making one of more than
    # some 120 kB, as for 20 tokens, takes longer than filling it.
    size = np.abs(x)
    t = size * np.float32(0.3275911 * 0.5**0.5)
    t += 1
    np.divide(1, t, out=t)
    tail = t * np.float32(1.061405429)
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail += np.float32(coefficient)
        tail *= t
    tail *= size
    np.multiply(size, size, out=t)
    t *= np.float32(-0.5)
    tail *= np.exp(t, out=t)
    size += x
    size -= tail
    size *= np.float32(0.5)
    return size


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

    data = np.memmap(path, np.uint8, "r").view(np.ndarray)  # whose views are made in a tenth of the time
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


def _product(x: Matrix, dense: Dense) -> Matrix:
    out: Matrix = x @ dense.matrix
    out += dense.bias
    return out
