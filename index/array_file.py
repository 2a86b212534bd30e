"""Write a NumPy file row by row, so that no more of the array is ever in memory than what is added at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

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
