from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from index.small_files import read_small_text


def test_text_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    for number, content in enumerate(("etsivä työ".encode(), "etsivä työ".encode("utf-8-sig"))):
        path = tmp_path / str(number)
        path.write_bytes(content)
        assert read_small_text(path, 100) == "etsivä työ"


def test_a_file_of_just_the_largest_size_is_read_and_no_larger_one(tmp_path: Path) -> None:
    path = tmp_path / "asetukset.toml"
    path.write_text("a" * 100, encoding="utf-8")
    assert len(read_small_text(path, 100)) == 100
    with pytest.raises(OSError, match="99"):
        read_small_text(path, 99)


def test_what_never_ends_is_read_no_further_than_the_limit() -> None:
    with pytest.raises(OSError, match="1000"):
        read_small_text(Path("/dev/zero"), 1_000)


def test_a_pipe_will_do(tmp_path: Path) -> None:
    pipe = tmp_path / "putki"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=("haku\thanke",))
    writer.start()
    assert read_small_text(pipe, 100) == "haku\thanke"
    writer.join()


@pytest.mark.parametrize("content", [b"\xff\xfe", "työ".encode("latin-1")])
def test_other_text_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(ValueError, match="decode"):
        read_small_text(tmp_path / "a", 100)
