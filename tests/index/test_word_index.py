"""Which words the passages have, as vectors: what is written is read, and what is damaged is told."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.errors import DamagedIndexError
from index.finnish import analyse
from index.generation import Generation
from index.keywords import PassageTerms
from index.word_index import (
    NUMBERS_FILE,
    OFFSETS_FILE,
    SPACE_FILE,
    VECTORS_FILE,
    WordIndex,
    WordIndexWriter,
)
from index.word_table import WordTable
from tests.collection import COAST, PEERS, WORKSHOP, write_collection
from tests.index.bench import Bench

FILES = (NUMBERS_FILE, OFFSETS_FILE, VECTORS_FILE, SPACE_FILE)
PASSAGES = (
    "Yhtyeet harjoittelevat nuorisotalon kellarissa, ja rumpali opettaa muita.",
    "",
    "Polkupyöriä korjataan työpajalla. Polkupyörä kulkee taas.",
    "Se on niin, että he olivat myös siellä 24.12.2019 klo 12!",
    "Päiväkodin pihalle istutetaan omenapuita.",
)


@pytest.fixture(scope="module")
def table() -> WordTable:
    found = WordTable.find()
    assert found is not None
    return found


def written(folder: Path, table: WordTable, passages: Sequence[str] = PASSAGES) -> Path:
    folder.mkdir(exist_ok=True)
    with WordIndexWriter(folder, table) as words:
        for text in passages:
            words.add(PassageTerms.of(analyse(text)))
    return folder


@pytest.fixture
def folder(tmp_path: Path, table: WordTable) -> Path:
    return written(tmp_path / "gen-000001", table)


def nearness(folder: Path, table: WordTable, word: str) -> NDArray[np.float32]:
    """Return how near a word comes to each passage."""
    words = WordIndex(folder)
    return words.interactions(words.place(table.vectors([word])), range(words.count))[:, 0]


@pytest.mark.parametrize(
    ("word", "passage"),
    [("yhtye", 0), ("bändi", 0), ("rumpali", 0), ("fillari", 2), ("lastenhoito", 4), ("puu", 4), ("paja", 2)],
)
def test_a_word_is_nearest_to_the_passage_that_has_it_or_one_of_its_meaning(
    folder: Path, table: WordTable, word: str, passage: int
) -> None:
    assert int(np.argmax(nearness(folder, table, word))) == passage


@pytest.mark.parametrize("word", ["yhtye", "nuorisotalo", "talo", "työpaja", "polkupyörä", "istuttaa", "omena"])
def test_words_are_held_by_base_form_and_compounds_by_their_parts_too(
    folder: Path, table: WordTable, word: str
) -> None:
    assert float(nearness(folder, table, word).max()) > 0.999


@pytest.mark.parametrize("word", ["olla", "myös", "niin"])
def test_words_without_content_are_left_out(folder: Path, table: WordTable, word: str) -> None:
    assert float(nearness(folder, table, word).max()) < 0.9


def test_a_word_is_held_once_in_a_passage_and_once_in_all(tmp_path: Path, table: WordTable) -> None:
    text = "Kahvila avataan. Kahvilassa istutaan, kahvilaan palataan."
    folder = written(tmp_path, table, [text, text, "Kahvila."])
    numbers = np.load(folder / NUMBERS_FILE)[:, 0].tolist()
    assert np.load(folder / OFFSETS_FILE).tolist() == [0, 4, 8, 9]
    assert numbers[:4] == numbers[4:8] == [0, 1, 2, 3]
    assert len(np.load(folder / VECTORS_FILE)) == 4


def test_a_passage_without_words_has_0_and_takes_nothing_from_its_neighbours(folder: Path, table: WordTable) -> None:
    words = WordIndex(folder)
    query = words.place(table.vectors(["yhtye", "polkupyörä"]))
    best = words.interactions(query, [1, 2, 1, 0])
    assert (best[[0, 2]] == 0).all()
    np.testing.assert_allclose(best[1], words.interactions(query, [2])[0], atol=1e-6)
    np.testing.assert_allclose(best[3], words.interactions(query, [0])[0], atol=1e-6)
    assert words.interactions(query, [1]).tolist() == [[0.0, 0.0]]
    assert words.interactions(query, []).shape == (0, 2)


@pytest.mark.parametrize("chunks", [[], [1], [4, 0, 2], [2, 1, 2, 3, 0], [0, 1, 2, 3, 4]])
def test_a_passage_has_the_same_in_any_company(folder: Path, table: WordTable, chunks: list[int]) -> None:
    words = WordIndex(folder)
    asked = words.place(table.vectors(["bändi", "pyörä", "hedelmäpuu"]))
    alone = [words.interactions(asked, [chunk])[0] for chunk in chunks]
    together = words.interactions(asked, chunks)
    assert together.shape == (len(chunks), 3)
    np.testing.assert_allclose(together, np.reshape(alone, (-1, 3)), atol=1e-6)


@pytest.mark.parametrize("offset", [-1, 10_000])
def test_an_offset_beyond_the_words_is_told(folder: Path, offset: int) -> None:
    offsets = np.load(folder / OFFSETS_FILE)
    offsets[2] = offset
    np.save(folder / OFFSETS_FILE, offsets)
    words = WordIndex(folder)
    for chunk in (1, 2):
        with pytest.raises(DamagedIndexError, match=OFFSETS_FILE):
            words.interactions(np.eye(1, 300, dtype=np.float32), [0, chunk])


def test_words_of_fewer_passages_than_are_asked_for_are_told(folder: Path) -> None:
    with pytest.raises(DamagedIndexError, match=OFFSETS_FILE):
        WordIndex(folder).interactions(np.eye(1, 300, dtype=np.float32), [0, len(PASSAGES)])


def test_words_in_another_space_than_the_tables_are_told(folder: Path) -> None:
    with pytest.raises(DamagedIndexError, match=SPACE_FILE):
        WordIndex(folder).place(np.eye(1, 299, dtype=np.float32))


@pytest.mark.parametrize("passages", [(), ("", ""), ("2019", "3 %")])
def test_collections_without_words_are_stored_too(tmp_path: Path, table: WordTable, passages: Sequence[str]) -> None:
    folder = written(tmp_path, table, passages)
    words = WordIndex(folder)
    assert words.count == len(passages)
    query = words.place(table.vectors(["yhtye"]))
    assert words.interactions(query, range(len(passages))).tolist() == [[0.0]] * len(passages)


def test_the_files_are_mapped_and_not_read(folder: Path) -> None:
    words = WordIndex(folder)
    for array in (words._numbers, words._offsets, words._vectors, words.space.whitening):
        base: object = array
        while isinstance(base, np.ndarray) and not isinstance(base, np.memmap):
            base = base.base
        assert isinstance(base, np.memmap)


def test_the_same_passages_give_the_same_files(folder: Path, tmp_path: Path, table: WordTable) -> None:
    again = written(tmp_path / "uudelleen", table)
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    for name in FILES:
        assert (again / name).read_bytes() == (folder / name).read_bytes()


def test_a_build_that_fails_writes_no_vectors(tmp_path: Path, table: WordTable) -> None:
    with pytest.raises(AttributeError), WordIndexWriter(tmp_path, table) as words:
        words.add(None)  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == [NUMBERS_FILE]


class TestDamage:
    @pytest.mark.parametrize("name", FILES)
    @pytest.mark.parametrize("kept", [None, 0, 5, 100, -1])
    def test_a_missing_or_truncated_file_is_told_with_the_cure(self, folder: Path, name: str, kept: int | None) -> None:
        content = (folder / name).read_bytes()
        (folder / name).unlink()
        if kept is not None:
            (folder / name).write_bytes(content[:kept])
        with pytest.raises(DamagedIndexError, match=name) as refused:
            WordIndex(folder)
        assert "hankehaku rakenna" in refused.value.hint.fi

    @pytest.mark.parametrize(
        ("name", "array"),
        [
            (SPACE_FILE, np.zeros(300, np.float32)),
            (SPACE_FILE, np.zeros((5, 300), np.float32)),
            (SPACE_FILE, np.zeros((0, 0), np.float32)),
            (SPACE_FILE, np.zeros((9, 7), np.float32)),
            (VECTORS_FILE, np.zeros(300, np.int8)),
            (VECTORS_FILE, np.zeros((40, 299), np.int8)),
            (OFFSETS_FILE, np.zeros((2, 2), np.int64)),
            (OFFSETS_FILE, np.zeros(0, np.int64)),
            (OFFSETS_FILE, np.array([0, 1], np.int64)),
            (NUMBERS_FILE, np.zeros((1, 1), np.uint32)),
            (NUMBERS_FILE, np.zeros(9, np.uint32)),
        ],
    )
    def test_files_that_do_not_fit_each_other_are_told(self, folder: Path, name: str, array: NDArray[np.int8]) -> None:
        np.save(folder / name, array)
        with pytest.raises(DamagedIndexError):
            WordIndex(folder)

    @pytest.mark.parametrize("kind", [np.float64, np.str_, np.uint64, np.dtype(">i8")])
    @pytest.mark.parametrize("name", FILES)
    def test_a_file_of_another_type_is_told(self, folder: Path, name: str, kind: type[np.generic]) -> None:
        np.save(folder / name, np.load(folder / name).astype(kind))
        with pytest.raises(DamagedIndexError, match=name):
            WordIndex(folder)

    @pytest.mark.parametrize("row", [0, 1, 2])
    @pytest.mark.parametrize("wrong", [np.nan, np.inf])
    def test_a_space_that_is_not_finite_is_told(self, folder: Path, row: int, wrong: float) -> None:
        space = np.load(folder / SPACE_FILE)
        space[row, 7] = wrong
        np.save(folder / SPACE_FILE, space)
        with pytest.raises(DamagedIndexError, match=SPACE_FILE):
            WordIndex(folder)

    def test_numbers_of_words_that_there_are_not_are_told(self, folder: Path, table: WordTable) -> None:
        numbers = np.load(folder / NUMBERS_FILE)
        numbers[0] = 4_000_000_000
        np.save(folder / NUMBERS_FILE, numbers)
        with pytest.raises(DamagedIndexError, match=NUMBERS_FILE):
            nearness(folder, table, "yhtye")

    def test_a_pickle_is_refused(self, folder: Path) -> None:
        np.save(folder / NUMBERS_FILE, np.array([{}], object), allow_pickle=True)
        with pytest.raises(DamagedIndexError, match=NUMBERS_FILE):
            WordIndex(folder)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench.set_up(tmp_path, monkeypatch)


def contents(generation: Generation) -> dict[str, bytes]:
    return {name: (generation.path / name).read_bytes() for name in FILES}


def test_a_build_over_an_index_gives_what_a_build_from_nothing_gives(bench: Bench) -> None:
    first = bench.build().generation
    assert contents(bench.build().generation) == contents(first)
    before = contents(first)
    (bench.collection / "S90003.txt").unlink()
    write_collection(bench.collection, (replace(COAST, target="Saaristossa asuvat pelimannit."), WORKSHOP, PEERS))
    changed = contents(bench.build().generation)
    shutil.rmtree(bench.index)
    anew = bench.build().generation
    assert changed == contents(anew) != before
    assert WordIndex(anew.path).count == anew.manifest.chunks


def test_a_build_without_the_table_writes_none_of_the_files(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    table = WordTable.find()
    assert table is not None
    assert bench.build().generation.manifest.word_table == table.name
    monkeypatch.setattr(WordTable, "find", lambda: None)
    generation = bench.build().generation
    assert generation.manifest.word_table is None
    assert not any((generation.path / name).exists() for name in FILES)
    assert not set(FILES) & set(generation.manifest.files)
