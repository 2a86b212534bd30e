"""A NumPy file that is written row by row is the file that NumPy writes at once; only what fits is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.array_file import ArrayWriter, array_of
from index.errors import DamagedIndexError


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


def test_what_was_written_is_read_without_a_copy_of_it(tmp_path: Path) -> None:
    np.save(tmp_path / "luvut.npy", np.eye(3, dtype=np.float16))
    read = array_of(tmp_path / "luvut.npy", "float16", 2)
    assert isinstance(read.base, np.memmap)
    assert np.array_equal(read, np.eye(3))


@pytest.mark.parametrize(
    "array",
    [
        np.eye(3, dtype=np.float32),
        np.eye(3, dtype=np.float16)[0],
        np.asfortranarray(np.arange(6, dtype=np.float16).reshape(2, 3)),
        np.eye(3, dtype=">f2"),
        np.array([["kolme"]]),
        np.array([[3]], object),
    ],
    ids=["another type", "another shape", "columns", "turned bytes", "text", "objects"],
)
def test_an_array_of_another_kind_is_damage(tmp_path: Path, array: NDArray[np.generic]) -> None:
    np.save(tmp_path / "luvut.npy", array, allow_pickle=True)
    with pytest.raises(DamagedIndexError, match=r"luvut\.npy"):
        array_of(tmp_path / "luvut.npy", "float16", 2)


@pytest.mark.parametrize(
    "header",
    [
        "{'descr': '<f2', 'fortran_order': False, 'shape': (-1, 3), }",
        "{'descr': '<f2', 'fortran_order': False, 'shape': (True, 3), }",
        "{'descr': '<f2', 'fortran_order': False, 'shape': (3, 3",
        "{'descr': 'ä",
        "9" * 9_999,
        "",
    ],
)
def test_a_malformed_header_is_damage(tmp_path: Path, header: str) -> None:
    line, magic = header.encode("latin-1") + b"\n", b"\x93NUMPY\x01\x00"
    (tmp_path / "luvut.npy").write_bytes(magic + len(line).to_bytes(2, "little") + line + bytes(18))
    with pytest.raises(DamagedIndexError, match=r"luvut\.npy"):
        array_of(tmp_path / "luvut.npy", "float16", 2)


def test_an_archive_is_no_array(tmp_path: Path) -> None:
    with (tmp_path / "luvut.npy").open("wb") as file:
        np.savez(file, luvut=np.eye(3, dtype=np.float16))
    with pytest.raises(DamagedIndexError, match=r"luvut\.npy"):
        array_of(tmp_path / "luvut.npy", "float16", 2)
