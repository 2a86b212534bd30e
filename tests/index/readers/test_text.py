from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import UnreadableDocumentError
from index.readers.text import extract_text

TEXT = "Etsivä nuorisotyö tavoittaa yksinäisiä – myös öisin."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_text_is_read_in_the_encodings_that_finnish_text_is_in(encoding: str) -> None:
    assert extract_text(TEXT.encode(encoding), Path("a.txt")) == TEXT


def test_big_endian_utf_16_is_read() -> None:
    assert extract_text(b"\xfe\xff" + TEXT.encode("utf-16-be"), Path("a.txt")) == TEXT


def test_iso_8859_1_is_read() -> None:
    text = "Työllisyys, osallisuus ja hyvä mieli"
    assert extract_text(text.encode("iso-8859-1"), Path("a.txt")) == text


def test_bytes_that_windows_1252_does_not_know_do_not_stop_the_reading() -> None:
    assert extract_text(b"hyv\xe4\x81", Path("a.txt")) == "hyvä\x81"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x00\x00", TEXT.encode("utf-16-le")])
def test_binary_content_is_refused_with_the_place_and_the_cure(data: bytes) -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        extract_text(data, Path("kuva.txt"))
    assert "kuva.txt" in caught.value.message.en
    assert "kuva.txt" in caught.value.message.fi
    assert "UTF-8" in caught.value.hint.en
