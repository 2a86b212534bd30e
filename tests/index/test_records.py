"""Records: what was written whole is found again, whatever happened to the end of the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.memo import Memo, checkpoint_path, sweep_checkpoints
from index.records import Records, RecordWriter

MAKER, OTHER = b"m" * 32, b"o" * 32
KEYS = [bytes([number]) * 32 for number in range(4)]


def found(path: Path, maker: bytes | None = MAKER) -> dict[bytes, bytes | None]:
    with Records(path, maker) as records:
        return {key: records.get(key) for key in records}


def test_what_was_appended_is_found_by_its_key_and_a_later_record_counts(tmp_path: Path) -> None:
    with RecordWriter(tmp_path / "muisti", MAKER) as writer:
        for key, content in ((KEYS[0], b"vanha"), (KEYS[1], b""), (KEYS[0], "työ".encode())):
            writer.append(key, content)
        assert writer.get(KEYS[0]) == "työ".encode()
    assert found(tmp_path / "muisti") == {KEYS[0]: "työ".encode(), KEYS[1]: b""}


def test_a_file_of_another_maker_or_none_at_all_has_no_records(tmp_path: Path) -> None:
    with RecordWriter(tmp_path / "muisti", MAKER) as writer:
        writer.append(KEYS[0], b"x")
    assert found(tmp_path / "muisti", OTHER) == {}
    assert found(tmp_path / "muisti", None) == {KEYS[0]: b"x"}
    assert found(tmp_path / "puuttuu") == {}
    with RecordWriter(tmp_path / "muisti", OTHER):
        pass
    assert found(tmp_path / "muisti", MAKER) == {}


@given(st.integers(0, 400), st.binary(max_size=60))
def test_a_torn_end_costs_the_last_records_alone_and_writing_goes_on(
    tmp_path_factory: pytest.TempPathFactory, cut: int, garbage: bytes
) -> None:
    path = tmp_path_factory.mktemp("muisti") / "muisti"
    contents = [bytes([65 + number]) * 20 * number for number in range(4)]
    with RecordWriter(path, MAKER) as writer:
        for key, content in zip(KEYS, contents, strict=True):
            writer.append(key, content)
    path.write_bytes(path.read_bytes()[:cut] + garbage)
    before = found(path)
    assert list(before.values()) == contents[: len(before)]
    with RecordWriter(path, MAKER) as writer:
        writer.append(b"n" * 32, b"uusi")
    assert found(path) == before | {b"n" * 32: b"uusi"}


def test_every_flipped_byte_of_a_record_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "muisti"
    with RecordWriter(path, MAKER) as writer:
        writer.append(KEYS[0], b"sana")
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x01]) + whole[at + 1 :])
        assert found(path) == {}, at


def test_a_memo_asks_the_checkpoint_then_the_generation_and_keeps_what_was_used(tmp_path: Path) -> None:
    published, checkpoint = tmp_path / "vanhat", checkpoint_path(tmp_path, "uudet")
    with RecordWriter(published, MAKER) as writer:
        for key, content in zip(KEYS, (b"0", b"1", b"2"), strict=False):
            writer.append(key, content)
    with Memo(checkpoint, published, MAKER) as memo:
        memo.put(KEYS[1], b"uusi")
    with Memo(checkpoint, published, MAKER) as memo:  # the build before was broken off
        assert [memo.get(key) for key in KEYS] == [b"0", b"uusi", b"2", None]
    with Memo(checkpoint, published, MAKER) as memo:
        assert memo.get(KEYS[1]) == b"uusi"
        memo.put(KEYS[3], b"3")
        memo.write(tmp_path / "seuraavat")
    assert found(tmp_path / "seuraavat") == {KEYS[1]: b"uusi", KEYS[3]: b"3"}
    sweep_checkpoints(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["seuraavat", "vanhat"]
