"""A NumPy file that is written row by row is the file that NumPy writes at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.array_file import ArrayWriter


@pytest.mark.parametrize("dtype", [np.float16, np.uint8])
@pytest.mark.parametrize("rows", [(), (0,), (3,), (1, 0, 9, 90), (123_456,)], ids=str)
def test_it_is_byte_for_byte_what_numpy_saves(tmp_path: Path, rows: tuple[int, ...], dtype: type[np.generic]) -> None:
    whole = (np.arange(5 * sum(rows)) % 251).reshape(-1, 5).astype(dtype)
    with ArrayWriter(tmp_path / "osissa.npy", 5, dtype) as writer:
        for part in np.split(whole, np.cumsum(rows[:-1], dtype=int)) if rows else []:
            writer.append(part)
    np.save(tmp_path / "kerralla.npy", whole)
    assert (tmp_path / "osissa.npy").read_bytes() == (tmp_path / "kerralla.npy").read_bytes()


def test_other_numbers_are_rounded_to_the_file_s_own(tmp_path: Path) -> None:
    with ArrayWriter(tmp_path / "luvut.npy", 2, np.float16) as writer:
        writer.append(np.array([[0.1, 0.2]], np.float32))
    assert np.load(tmp_path / "luvut.npy").tolist() == np.array([[0.1, 0.2]], np.float16).tolist()


def test_a_file_that_is_broken_off_tells_of_no_rows(tmp_path: Path) -> None:
    def break_off(writer: ArrayWriter) -> None:
        with writer:
            writer.append(np.ones((3, 2), np.uint8))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off(ArrayWriter(tmp_path / "kesken.npy", 2, np.uint8))
    assert np.load(tmp_path / "kesken.npy").shape == (0, 2)
