"""An archive that can't be read is told for what it is: damaged, or packed in a way that isn't read here."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.readers.archive import Archive
from index.readers.problems import Problem, UnreadableContentError

CENTRAL = b"PK\x01\x02"  # begins what an archive tells of a member; the version stands 6 bytes on, the flags 8


def packed(method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        archive.writestr("content.xml", "<p>Yöpaja alkaa syksyllä.</p>" * 20)
    return data.getvalue()


def with_byte(data: bytes, place: int, value: int) -> bytes:
    at = data.index(CENTRAL) + place
    return data[:at] + bytes([value]) + data[at + 1 :]


def problem_of(data: bytes) -> Problem:
    with pytest.raises(UnreadableContentError) as caught:
        Archive(data).read("content.xml")
    return caught.value.problem


def test_a_sound_archive_is_read() -> None:
    content = Archive(packed()).read("content.xml")
    assert content is not None
    assert "Yöpaja" in content.decode()


@pytest.mark.parametrize(
    "data",
    [with_byte(packed(), 6, 99), with_byte(packed(), 8, 1 << 5), packed(zipfile.ZIP_LZMA), packed(zipfile.ZIP_BZIP2)],
    ids=["a newer version", "patched data", "LZMA", "bzip2"],
)
def test_an_unknown_way_of_packing_is_no_damage(data: bytes) -> None:
    assert problem_of(data) is Problem.UNKNOWN_PACKING


@pytest.mark.parametrize("data", [packed()[:-30], packed()[:40], b"", packed().replace(b"PK\x03\x04", b"PK\x03\x05")])
def test_bytes_that_are_no_whole_archive_are_damaged(data: bytes) -> None:
    assert problem_of(data) is Problem.DAMAGED
