"""Building over an index reads and embeds what has changed alone, and gives what a build from nothing gives."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import index.preparation
import index.reading
from index.catalogue import Catalogue
from index.finnish import analyse
from index.generation import CATALOGUE, KEYWORDS, Generation, current_generation
from index.keyword_query import KeywordQuery, Scope, Word
from index.keywords import KeywordIndex
from index.token_codes import TokenCodes
from index.vectors import VectorIndex, open_vectors
from tests.collection import COAST, DIGITAL, PEERS, PROJECTS, WORKSHOP, Project, write_collection
from tests.index.bench import Bench, letters

QUERIES = ("etsivä nuorisotyö", "kirjaston digituki", "työpaja", "ryhmä", "S90002", "Iisalmi", "kahvilavaunu")
HABIT = "Hanke noudattaa kaikessa toiminnassaan ympäristöohjelmaa ja lajittelee jätteensä."
WORDS = ("torikahvila", "kalasatama", "lumikenkäretki", "vertaisohjaaja", "digituki", "palkkatyö", "sauna", "ESR:n")


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench.set_up(tmp_path, monkeypatch)


def answers(generation: Generation) -> list[object]:
    """Return everything that searches see: hits of both rankings with scores, texts, sources, and all vectors."""
    catalogue, keywords = Catalogue(generation.path / CATALOGUE), KeywordIndex(generation.path / KEYWORDS)
    vectors, codes = VectorIndex(generation.path), TokenCodes(generation.path)
    count = catalogue.count("chunks")
    seen: list[object] = [catalogue.projects(range(1, 1 + catalogue.count("documents")))]
    seen.append(catalogue.chunks(range(count)))
    seen.append([codes.of(chunk).tobytes() for chunk in range(count)])
    seen.append(open_vectors(generation.path).tobytes())
    seen += [path.read_bytes() for path in sorted(generation.path.glob("word_*.npy"))]
    for text in QUERIES:
        query = KeywordQuery(tuple(Word(token) for token in analyse(text)))
        seen.append(keywords.search(query, 50, Scope()))
        seen.append(vectors.search(letters(text), 50))
    catalogue.close()
    return seen


def from_nothing(bench: Bench) -> Generation:
    shutil.rmtree(bench.index.with_name("tyhjästä"), ignore_errors=True)
    return replace(bench, index=bench.index.with_name("tyhjästä")).build().generation


def counted(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> list[object]:
    """Return a list that grows with the first argument of each call of a module's function."""
    calls: list[object] = []
    function: Callable[..., object] = getattr(module, name)

    def call(*arguments: object) -> object:
        calls.append(arguments[0])
        return function(*arguments)

    monkeypatch.setattr(module, name, call)
    return calls


def test_what_has_not_changed_is_neither_read_nor_analysed_nor_embedded(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bench.build()
    read = counted(monkeypatch, index.reading, "read_documents")
    chunked = counted(monkeypatch, index.preparation, "chunk_document")
    second = bench.build()
    assert (read, chunked, second.embedded) == ([], [], 0)
    assert answers(second.generation) == answers(first.generation)


def test_one_changed_document_is_the_only_one_that_is_read_and_analysed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.build()
    read = counted(monkeypatch, index.reading, "read_documents")
    chunked = counted(monkeypatch, index.preparation, "chunk_document")
    (path,) = write_collection(bench.collection, (replace(COAST, target="Saaristossa asuvat nuoret."),))
    report = bench.build()
    assert read == [path]
    assert len(chunked) == report.embedded == 1
    assert answers(report.generation) == answers(from_nothing(bench))


def test_a_file_that_was_only_touched_is_not_read_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.build()
    read = counted(monkeypatch, index.reading, "read_documents")
    for path in bench.collection.iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    bench.build()
    assert read == []


def test_a_change_that_keeps_size_and_times_is_seen(bench: Bench) -> None:
    path = bench.collection / "S90001.txt"
    os.utime(path, (1_000_000_000, 1_000_000_000))
    bench.build()
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace("satamiin", "toreille"), encoding="utf-8")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    bench.build()
    catalogue = Catalogue(current_generation(bench.index).path / CATALOGUE)
    assert "toreille" in catalogue.document_text(1)
    catalogue.close()


def test_another_version_of_the_program_reads_everything_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.build()
    read = counted(monkeypatch, index.reading, "read_documents")
    monkeypatch.setattr("index.build.program_digest", lambda: b"x" * 32)
    assert bench.build().embedded == 0
    assert len(read) == len(PROJECTS)


@pytest.mark.parametrize("name", ["readings", "prepared"])
def test_damage_in_what_is_kept_for_the_next_build_changes_nothing(bench: Bench, name: str) -> None:
    kept = bench.build().generation.path / name
    content = bytearray(kept.read_bytes())
    for at in range(0, len(content), 97):
        content[at] ^= 0x10
    kept.write_bytes(content)
    assert answers(bench.build().generation) == answers(from_nothing(bench))


def edit(bench: Bench, chance: random.Random) -> None:
    """Change, add, remove, rename or duplicate a document, or spread a sentence that may become boilerplate."""
    files = sorted(bench.collection.rglob("*.txt"))
    kind = chance.randrange(6)
    project: Project = chance.choice(PROJECTS)
    text = " ".join(chance.sample(WORDS, 4)).capitalize() + "."
    if kind == 0:
        variants = (replace(project, target=text), replace(project, final=text), replace(project, title=text))
        write_collection(bench.collection, (chance.choice(variants),))
    elif kind == 1:
        write_collection(bench.collection, (replace(project, code=f"S9{chance.randrange(100, 120):04d}", target=text),))
    elif kind == 2 and len(files) > 2:
        chance.choice(files).unlink()
    elif kind == 3:
        path = chance.choice(files)
        path.rename(path.with_name(f"{path.stem}-{chance.randrange(9)}.txt"))
    elif kind == 4:
        (bench.collection / f"muistio {chance.randrange(4)}.txt").write_text(f"Muistio\n\n{text} {HABIT}\n", "utf-8")
    else:
        for one in (COAST, WORKSHOP, DIGITAL, PEERS):
            copies = (replace(one, code=f"S8{number:04d}", gender=HABIT) for number in range(chance.randrange(1, 3)))
            write_collection(bench.collection, tuple(copies))


@pytest.mark.parametrize("seed", range(6))
def test_after_any_edits_the_index_answers_as_one_that_was_built_from_nothing(bench: Bench, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    for _ in range(4):
        for _ in range(chance.randrange(1, 4)):
            edit(bench, chance)
        assert answers(bench.build().generation) == answers(from_nothing(bench))
