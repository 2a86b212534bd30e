"""NumPy files of an index: written row by row, so that little of the array is ever in memory, and mapped to be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from index.damage import damaged_file
from index.errors import Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class ArrayWriter:
    """Write a two-dimensional array, byte for byte as `np.save` does; use as a context manager.

    The number of rows, which stands at the head of the file, is written at the end: NumPy leaves room for it.
    """

    def __init__(self, path: Path, columns: int, dtype: type[np.generic]) -> None:
        self._columns, self._dtype = columns, dtype
        self._rows = 0
        self._file = path.open("wb")
        self._write_header()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, exception_type: type[BaseException] | None, *_: object) -> None:
        with self._file:
            if exception_type is None:
                self._file.seek(0)
                self._write_header()

    def append(self, rows: NDArray[np.generic]) -> None:
        """Add rows (n, columns). Raises OSError (ENOSPC) when the disk is full."""
        self._file.write(rows.astype(self._dtype, copy=False).tobytes())
        self._rows += len(rows)

    def _write_header(self) -> None:
        import numpy as np

        described = {
            "descr": np.lib.format.dtype_to_descr(np.dtype(self._dtype)),
            "fortran_order": False,
            "shape": (self._rows, self._columns),
        }
        np.lib.format.write_array_header_1_0(self._file, described)


def array_of(path: Path, dtype: str, dimensions: int, *, finite: bool = False) -> NDArray[Any]:
    """Return the array in a file of an index, memory-mapped.

    Raises DamagedIndexError where it is of another type or number of dimensions, or, if asked for, isn't `finite`:
    that reads all of it.
    """
    import numpy as np

    try:
        mapped = np.lib.format.open_memmap(path, mode="r")  # unlike np.load, it opens nothing else
    except Exception as error:  # NumPy raises nearly anything for a malformed header
        raise damaged_file(path, error) from error
    array: NDArray[Any] = mapped.view(np.ndarray)  # a memory map's own slices take ten times as long to make
    if array.dtype != dtype or array.ndim != dimensions or not array.flags.c_contiguous:
        raise damaged_file(path, f"{array.dtype} of {array.shape} isn't {dtype} of {dimensions} dimensions, row by row")
    if finite and not np.isfinite(array).all():
        raise damaged_file(path, Text("it holds what is no number", "siinä on muuta kuin lukuja"))
    return array
