"""Vectors and token codes of passages: taken over from build to build, and the same as in a build from nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import passage_vectors
from index.agreement import NOTE
from index.catalogue import Catalogue
from index.generation import CATALOGUE, Generation, current_generation
from index.preparation import content_key
from index.query_encoder import QueryVectors
from index.token_codes import CODES_FILE, OFFSETS_FILE, SPACE_FILE, TokenCodes
from index.vectors import VECTORS_FILE, open_vectors
from tests.collection import COAST, DIGITAL, PROJECTS, WORKSHOP, write_collection
from tests.index.bench import Bench, LetterModel
from tests.sealing import reseal_file

ROOT = Path(__file__).parents[2]
Array = NDArray[np.generic]
DocumentVectors = Callable[..., Iterator[tuple[int, QueryVectors]]]


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench.set_up(tmp_path, monkeypatch)


def stored(generation: Generation) -> dict[bytes, tuple[bytes, bytes]]:
    """Return the pooled vector and the codes of each passage, byte for byte, by the key of its content."""
    catalogue = Catalogue(generation.path / CATALOGUE)
    pooled, codes = open_vectors(generation.path), TokenCodes(generation.path)
    found = {key: (pooled[chunk].tobytes(), codes.of(chunk).tobytes()) for key, chunk in catalogue.content_keys()}
    catalogue.close()
    return found


def changed(vectors: DocumentVectors) -> DocumentVectors:
    """Return what gives other vectors than `vectors` for every text."""

    def reversed_vectors(texts: Sequence[str]) -> Iterator[tuple[int, QueryVectors]]:
        for position, one in vectors(texts):
            yield position, QueryVectors(one.pooled[::-1], one.tokens[:, ::-1], one.pieces)

    return reversed_vectors


def without_tokens(vectors: DocumentVectors) -> DocumentVectors:
    """Return what gives the pooled vectors alone, as a model of static word vectors does."""

    def pooled_vectors(texts: Sequence[str]) -> Iterator[tuple[int, QueryVectors]]:
        for position, one in vectors(texts):
            yield position, QueryVectors(one.pooled, one.tokens[:0], ())

    return pooled_vectors


def change_the_collection(bench: Bench) -> None:
    """Rewrite a section, take a project away and add one."""
    added = replace(WORKSHOP, code="S90005", title="Pajalta eteenpäin", final="")
    write_collection(bench.collection, (replace(COAST, target="Saaristossa asuvat nuoret."), added))
    (bench.collection / f"{DIGITAL.code}.txt").unlink()


def test_every_passage_has_its_codes(bench: Bench) -> None:
    generation = bench.build().generation
    assert generation.manifest.late_interaction
    assert {CODES_FILE, OFFSETS_FILE, SPACE_FILE} <= set(generation.manifest.files)
    assert len(stored(generation)) == generation.manifest.chunks
    assert all(codes for _, codes in stored(generation).values())


def test_unchanged_passages_keep_their_vectors_and_codes_exactly(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored(bench.build().generation)
    change_the_collection(bench)
    monkeypatch.setattr(bench.model, "document_vectors", changed(bench.model.document_vectors))
    report = bench.build()
    after = stored(report.generation)
    kept = before.keys() & after.keys()
    assert report.embedded == len(after) - len(kept)
    assert 0 < report.embedded < len(after)
    assert {key: after[key] for key in kept} == {key: before[key] for key in kept}


def test_another_model_s_vectors_and_codes_are_not_taken_over(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored(bench.build().generation)
    monkeypatch.setattr(bench.model, "document_vectors", changed(bench.model.document_vectors))
    report = bench.build(model="toinen")
    after = stored(report.generation)
    assert report.embedded == len(after)
    assert after.keys() == before.keys()
    assert all(after[key][0] != before[key][0] and after[key][1] != before[key][1] for key in after)


@pytest.mark.parametrize("name", [VECTORS_FILE, CODES_FILE, OFFSETS_FILE, SPACE_FILE])
def test_a_flipped_byte_in_any_file_makes_all_anew(bench: Bench, name: str) -> None:
    first = bench.build().generation
    before = stored(first)
    content = bytearray((first.path / name).read_bytes())
    content[-1] ^= 0x01
    (first.path / name).write_bytes(content)
    report = bench.build()
    assert report.embedded == report.generation.manifest.chunks
    assert stored(report.generation) == before


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (OFFSETS_FILE, lambda offsets: np.where(np.arange(len(offsets)) == 3, -5, offsets)),
        (OFFSETS_FILE, lambda offsets: offsets[1:]),
        (VECTORS_FILE, lambda vectors: vectors[1:]),
        (VECTORS_FILE, lambda vectors: vectors[:, 1:].copy()),
        (VECTORS_FILE, lambda vectors: vectors.astype(np.float32)),
    ],
)
def test_files_that_do_not_fit_each_other_make_all_anew_though_they_were_sealed(
    bench: Bench, name: str, change: Callable[[Array], Array]
) -> None:
    first = bench.build().generation
    before = stored(first)
    np.save(first.path / name, change(np.load(first.path / name)))
    reseal_file(first.path / name)
    report = bench.build()
    assert report.embedded == report.generation.manifest.chunks
    assert stored(report.generation) == before


@pytest.mark.parametrize("name", [CODES_FILE, OFFSETS_FILE, SPACE_FILE])
def test_a_missing_file_of_codes_makes_all_anew(bench: Bench, name: str) -> None:
    first = bench.build().generation
    before = stored(first)
    (first.path / name).unlink()
    report = bench.build()
    assert report.embedded == report.generation.manifest.chunks
    assert stored(report.generation) == before


def test_a_build_over_an_index_gives_what_a_build_from_nothing_gives(bench: Bench, tmp_path: Path) -> None:
    bench.build()
    change_the_collection(bench)
    over = bench.build().generation
    anew = replace(bench, index=tmp_path / "tyhjästä").build().generation
    for name in (VECTORS_FILE, CODES_FILE, OFFSETS_FILE, SPACE_FILE):
        assert (over.path / name).read_bytes() == (anew.path / name).read_bytes()
    assert stored(over) == stored(anew)


def test_vectors_and_codes_survive_many_builds_unchanged(bench: Bench) -> None:
    before = stored(bench.build().generation)
    for _ in range(3):
        last = bench.build().generation
    assert stored(last) == before


def test_a_model_without_token_vectors_gives_an_index_without_codes_again_and_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.model, "document_vectors", without_tokens(bench.model.document_vectors))
    for embedded_all in (True, False):
        report = bench.build()
        manifest = report.generation.manifest
        assert not manifest.late_interaction
        assert not {CODES_FILE, OFFSETS_FILE, SPACE_FILE} & set(manifest.files)
        assert report.embedded == (manifest.chunks if embedded_all else 0)


def test_a_passage_of_function_words_alone_has_no_codes(bench: Bench) -> None:
    write_collection(bench.collection, (replace(COAST, title="", summary="Ja niin edelleen, sekä myös."),))
    codes = [codes for _, codes in stored(bench.build().generation).values()]
    assert len(codes) > 1
    assert all(len(one) % 4 == 0 for one in codes)  # 28 letters: 4 bytes a code


def test_the_space_of_the_codes_does_not_depend_on_the_collection(bench: Bench, tmp_path: Path) -> None:
    one = bench.build().generation
    write_collection(tmp_path / "muut", PROJECTS[:1])
    other = replace(bench, index=tmp_path / "toinen").build(tmp_path / "muut").generation
    spaces = [TokenCodes(generation.path).space for generation in (one, other)]
    assert (spaces[0].mean == spaces[1].mean).all()
    assert (spaces[0].rotation == spaces[1].rotation).all()


def test_a_token_counts_as_content_as_in_a_query() -> None:
    ((_, vectors),) = LetterModel().document_vectors(["nuoret ja ohjaajat"])
    assert vectors.pieces == ("▁nuoret", "▁ja", "▁ohjaajat")
    assert np.allclose(np.linalg.norm(vectors.tokens, axis=1), 1, atol=1e-5)


class TestWithoutTorch:
    """Which only tells, once for this program, whether the quicker way fits."""

    SCRIPT = """
import sys
from pathlib import Path
from index.build import build_index
folder, index = Path(sys.argv[1]), Path(sys.argv[2])
report = build_index([folder / "hankkeet"], index, None, lambda stage, done, total: None)
manifest = report.generation.manifest
heavy = {"torch", "transformers", "sentence_transformers"} & set(sys.modules)
print(report.embedded, manifest.numpy_query_encoder, manifest.late_interaction, sorted(heavy))
"""

    def build(self, folder: Path, index: str = "hakemisto") -> str:
        return subprocess.run(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-c", self.SCRIPT, str(folder), str(folder / index)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def test_an_index_is_built_again_whatever_has_changed(self, tmp_path: Path, default_model: Path) -> None:
        (default_model / NOTE).unlink(missing_ok=True)
        write_collection(tmp_path / "hankkeet", (replace(DIGITAL, summary="Digituki vakiintuu kirjaston työhön."),))
        first = self.build(tmp_path)
        assert int(first.split()[0]) > 0
        assert "'torch'" in first
        assert self.build(tmp_path) == "0 True True []\n"
        write_collection(tmp_path / "hankkeet", (replace(DIGITAL, summary="Digitukea saa nyt myös kotiin."),))
        assert self.build(tmp_path) == "1 True True []\n"
        assert self.build(tmp_path, "tyhjästä").endswith("True True []\n")
        changed, anew = (stored(current_generation(tmp_path / index)) for index in ("hakemisto", "tyhjästä"))
        assert changed.keys() == anew.keys()
        for key, (pooled, codes) in changed.items():
            assert np.frombuffer(pooled, np.float16) == pytest.approx(np.frombuffer(anew[key][0], np.float16), abs=1e-3)
            differing = np.unpackbits(np.frombuffer(codes, np.uint8) ^ np.frombuffer(anew[key][1], np.uint8))
            assert differing.mean() < 0.001


def test_passages_whose_texts_are_in_memory_a_few_at_a_time_give_the_same_index(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = bench.build().generation
    monkeypatch.setattr(passage_vectors, "_WINDOW", 3)
    in_windows = replace(bench, index=tmp_path / "ikkunoittain").build()
    assert in_windows.embedded == at_once.manifest.chunks > 3
    for name in (VECTORS_FILE, CODES_FILE, OFFSETS_FILE, SPACE_FILE):
        assert (in_windows.generation.path / name).read_bytes() == (at_once.path / name).read_bytes()


def test_a_key_that_ends_in_zeros_is_told_from_others(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of 65 000 passages one has such a key, and NumPy's strings don't tell zeros at their end from none.
    def ending_in_zeros(text: str) -> bytes:
        return content_key(text)[:-2] + bytes(2)

    before = stored(bench.build().generation)
    monkeypatch.setattr("index.build.content_key", ending_in_zeros)
    zeros = replace(bench, index=tmp_path / "nollia")
    first = zeros.build()
    assert sorted(stored(first.generation).values()) == sorted(before.values())
    assert all(key.endswith(bytes(2)) for key in stored(first.generation))
    change_the_collection(bench)
    again = zeros.build()
    assert 0 < again.embedded < again.generation.manifest.chunks
    kept = stored(first.generation).keys() & stored(again.generation).keys()
    assert len(kept) == again.generation.manifest.chunks - again.embedded
