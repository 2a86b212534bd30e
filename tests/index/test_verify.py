"""A check finds what isn't as it was: every resized or missing file quickly, and any byte at all when it looks deep."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.embedding import Embedder
from index.errors import IndexMismatchError, IndexMissingError, ModelError, Text
from index.generation import CURRENT, KEYWORDS
from index.manifest import MANIFEST
from index.publishing import roll_back
from index.query_encoder import QueryVectors, damaged_model
from index.vectors import VECTORS_FILE, open_vectors
from index.verify import verify_index
from index.word_index import OFFSETS_FILE
from index.word_table import WordTable
from tests.collection import COAST, PEERS, write_collection
from tests.index.bench import LETTERS, Bench, letters
from tests.sealing import reseal_file


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """An index of two generations, made by the stand-in model, which stays in place; not to be changed."""
    with pytest.MonkeyPatch.context() as patch:
        bench = Bench.set_up(tmp_path_factory.mktemp("tarkistus"), patch)
        bench.build()
        write_collection(bench.collection, (COAST, PEERS))
        bench.build()
        yield bench


@pytest.fixture
def index(built: Bench, tmp_path: Path) -> Path:
    """A copy of the index, for damaging it."""
    return Path(shutil.copytree(built.index, tmp_path / "hakemisto"))


def files(index: Path) -> list[Path]:
    return sorted(path for path in index.rglob("*") if path.is_file() and not path.name.endswith(".lock"))


def damaged_files(index: Path, *, deep: bool = False) -> set[Path]:
    found = verify_index(index, deep=deep)
    damages = {damage.file for one in found.generations for damage in one.damages} | {one.file for one in found.pointer}
    assert found.whole == (not damages)
    return damages


@pytest.mark.parametrize("deep", [False, True])
def test_an_index_as_it_was_published_is_whole(built: Bench, deep: bool) -> None:
    found = verify_index(built.index, deep=deep)
    assert (found.whole, found.cure, found.notes, found.pointer) == (True, None, (), ())
    assert [(one.path.name, one.current) for one in found.generations] == [("gen-000002", True), ("gen-000001", False)]


def test_a_folder_in_a_files_place_is_found(index: Path) -> None:
    for path in (index / CURRENT, index / "gen-000001" / MANIFEST, index / "gen-000002" / VECTORS_FILE):
        path.rename(kept := path.with_name("muualla"))
        path.mkdir()
        assert path in damaged_files(index), path
        path.rmdir()
        kept.rename(path)
    assert not damaged_files(index)


def test_a_quick_check_finds_every_file_that_is_missing(index: Path) -> None:
    for path in files(index):
        content = path.read_bytes()
        path.unlink()
        assert damaged_files(index) == {path}
        path.write_bytes(content)


def test_a_quick_check_finds_every_file_that_was_cut_short_or_grew(index: Path) -> None:
    for path in files(index):
        content = path.read_bytes()
        for resized in (content[:-1], content[: len(content) // 2], b"", content + b"\0"):
            if resized != content:
                path.write_bytes(resized)
                assert damaged_files(index) == {path}
        path.write_bytes(content)


def test_a_quick_check_finds_any_change_of_a_manifest_or_the_pointer(index: Path) -> None:
    for path in (index / CURRENT, index / "gen-000001" / MANIFEST, index / "gen-000002" / MANIFEST):
        content = path.read_bytes()
        for at in range(0, len(content), 1 if path.name == CURRENT else 17):
            for bit in (0x01, 0x20):
                path.write_bytes(content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :])
                assert damaged_files(index), (path, at, bit)
        path.write_bytes(content)


def test_a_deep_check_finds_a_changed_byte_in_any_file(index: Path) -> None:
    chance = random.Random(5)  # noqa: S311
    for path in files(index):
        content = path.read_bytes()
        at = chance.randrange(len(content)) if content else None
        if at is not None:
            path.write_bytes(content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :])
            assert damaged_files(index, deep=True) == {path}, at
            path.write_bytes(content)


def test_a_deep_check_compares_some_vectors_with_those_of_the_model(index: Path) -> None:
    path = index / "gen-000002" / VECTORS_FILE
    np.save(path, np.roll(open_vectors(path.parent), 3, axis=1))
    reseal_file(path)
    assert damaged_files(index) == set()
    assert damaged_files(index, deep=True) == {path}


def test_a_deep_check_blames_a_damaged_model_and_not_the_index(
    built: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def other(texts: Sequence[str]) -> Iterator[tuple[int, QueryVectors]]:
        for position, text in enumerate(texts):
            yield position, QueryVectors(letters(text)[::-1], np.zeros((0, len(LETTERS)), np.float32), ())

    def damaged() -> None:
        raise damaged_model(tmp_path / "malli")

    monkeypatch.setattr(built.model, "document_vectors", other)
    monkeypatch.setattr(built.model, "check_files", damaged)
    found = verify_index(built.index, deep=True)
    assert found.whole
    (note,) = found.notes
    assert f"Kielimallin kansio on vioittunut: {tmp_path / 'malli'}" in note.fi


def test_a_deep_check_finds_stores_that_count_other_passages(index: Path) -> None:
    path = index / "gen-000002" / VECTORS_FILE
    np.save(path, open_vectors(path.parent)[:-1].copy())
    reseal_file(path)
    assert path in damaged_files(index, deep=True)


def test_a_deep_check_finds_words_of_other_passages(index: Path) -> None:
    path = index / "gen-000002" / OFFSETS_FILE
    offsets = np.load(path)
    np.save(path, np.concatenate([offsets, offsets[-1:]]))
    reseal_file(path)
    assert path in damaged_files(index, deep=True)


def test_an_index_that_was_made_without_vectors_of_words_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WordTable, "find", lambda: None)
    bench = Bench.set_up(tmp_path, monkeypatch)
    bench.build()
    assert verify_index(bench.index, deep=True).whole


def test_a_missing_model_is_a_note_and_no_damage(built: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str | None = None) -> Embedder:
        raise ModelError(Text("No model.", "Mallia ei ole."), Text("Install it.", "Asenna se."))

    monkeypatch.setattr(Embedder, "load", missing)
    found = verify_index(built.index, deep=True)
    assert found.whole
    (note,) = found.notes
    assert "Mallia ei ole. Asenna se." in note.fi


def test_the_cure_of_a_damaged_current_generation_is_the_one_before_or_a_new_build(built: Bench, index: Path) -> None:
    shutil.rmtree(index / "gen-000002" / KEYWORDS)
    found = verify_index(index, deep=False)
    assert found.cure is not None
    back, again = f"(hankehaku rollback --index {index})", f"hankehaku build {built.collection} --model kirjaimet"
    assert found.cure.en == (
        f"Go back to gen-000001, which is whole {back}, or build the index again: {again} --index {index}"
    )
    assert f" tai rakenna hakemisto uudelleen: hankehaku rakenna {built.collection} " in found.cure.fi


def test_after_going_back_the_cure_is_a_build_from_what_the_generation_in_use_was_made_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench.set_up(tmp_path, monkeypatch)
    bench.build()
    bench.build(bench.collection / "S90001.txt")
    damaged = roll_back(bench.index).path / VECTORS_FILE
    damaged.unlink()
    found = verify_index(bench.index, deep=False)
    assert found.cure is not None
    assert found.cure.en == (
        f"Build the index again: hankehaku build {bench.collection} --model kirjaimet --index {bench.index}"
    )


def test_the_cure_of_a_damaged_older_generation_is_a_build(index: Path) -> None:
    (index / "gen-000001" / VECTORS_FILE).unlink()
    found = verify_index(index, deep=False)
    assert found.cure is not None
    assert "rollback" not in found.cure.en


def test_what_is_no_index_or_another_versions_is_told_so(index: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        verify_index(tmp_path / "ei ole", deep=False)
    (index / CURRENT).write_text("gen-000002\n", encoding="ascii")
    (index / "gen-000002" / MANIFEST).write_text('{"schema": 1}', encoding="ascii")
    with pytest.raises(IndexMismatchError):
        verify_index(index, deep=False)
