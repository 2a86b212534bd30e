"""Building an index: what is read, what is reported, what is stored."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.build import build_index
from index.catalogue import Catalogue
from index.embedding import ModelIdentity
from index.errors import UnreadableDocumentError
from index.finnish import analyse, analyser_version
from index.generation import CATALOGUE, KEYWORDS, current_generation, has_index
from index.keyword_query import KeywordQuery, Scope, Word
from index.keywords import KeywordIndex
from index.vectors import VECTORS_FILE, VectorIndex, open_vectors
from tests.collection import COAST, NO_EFFECT, PEERS, PROJECTS, built_collection, description, write_collection
from tests.index.bench import LETTERS, Bench, letters


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench.set_up(tmp_path, monkeypatch)


def test_a_folder_of_descriptions_becomes_an_index(bench: Bench) -> None:
    report = bench.build()
    assert report.generation == current_generation(bench.index)
    assert report.skipped == ()
    assert report.seconds > 0
    assert bench.stored_projects() == {project.code: project.title for project in PROJECTS}
    manifest = report.generation.manifest
    assert (manifest.documents, manifest.chunks) == (len(PROJECTS), report.embedded)
    assert manifest.analyser == analyser_version()
    assert ModelIdentity.from_json(manifest.model).name == "kirjaimet"
    assert manifest.sources == (str(bench.collection),)
    assert set(manifest.files) >= {CATALOGUE, VECTORS_FILE}


def test_the_file_that_tells_what_columns_mean_is_remembered(bench: Bench, tmp_path: Path) -> None:
    columns = tmp_path / "sarakkeet.toml"
    columns.write_text('[columns]\n"Mietteitä" = "Hankkeen nimi"\n', encoding="utf-8")
    report = build_index([bench.collection], bench.index, None, lambda stage, done, total: None, columns)
    assert report.generation.manifest.columns == str(columns)
    assert bench.build().generation.manifest.columns is None


def test_progress_is_told_of_every_stage_to_its_end(bench: Bench) -> None:
    told: dict[str, tuple[int, int]] = {}
    build_index([bench.collection], bench.index, None, lambda stage, done, total: told.update({stage: (done, total)}))
    assert list(told) == ["read", "analyse", "embed", "store"]
    assert all(done == total for done, total in told.values())


def test_catalogue_keywords_and_vectors_speak_of_the_same_passages(bench: Bench) -> None:
    generation = bench.build().generation
    catalogue = Catalogue(generation.path / CATALOGUE)
    chunks = catalogue.chunks(range(catalogue.count("chunks")))
    keywords = KeywordIndex(generation.path / KEYWORDS)
    assert keywords.count == len(chunks) == len(open_vectors(generation.path))
    query = KeywordQuery(tuple(Word(token) for token in analyse("kahvilavaunu")))
    found = [chunks[chunk].chunk.text for chunk, _ in keywords.search(query, 9, Scope())]
    assert found
    assert all("ahvilavaunu" in text for text in found)
    vectors = open_vectors(generation.path)
    passage = next(at for at, one in chunks.items() if one.chunk.section == "9")
    own = letters(f"{chunks[passage].chunk.context}\n{chunks[passage].chunk.text}")
    assert float(vectors[passage].astype(np.float32) @ own) == pytest.approx(1, abs=1e-3)


def test_a_passage_is_found_by_its_projects_name_applicant_partner_and_area(bench: Bench) -> None:
    keywords = KeywordIndex(bench.build().generation.path / KEYWORDS)
    for name in ("S90002", "Pajalta palkkatyöhön", "Kangasjärvi", "Pohjanpelto", "Toivakka", "Keski-Suomi"):
        query = KeywordQuery(tuple(Word(token) for token in analyse(name)))
        found = {document for document in range(1, 5) if keywords.search(query, 9, Scope(documents=(document,)))}
        assert 2 in found, name


def test_an_unreadable_document_is_reported_and_the_rest_is_built(bench: Bench) -> None:
    (bench.collection / "rikki.txt").write_bytes(b"Hanke\0")
    report = bench.build()
    ((path, error),) = report.skipped
    assert path == str(bench.collection / "rikki.txt")
    assert "nollatavu" in error.message.fi
    assert len(bench.stored_projects()) == len(PROJECTS)


@pytest.mark.parametrize("newer", ["a-uusi.txt", "z-uusi.txt"])
def test_of_two_files_of_one_project_the_newer_is_indexed(bench: Bench, newer: str) -> None:
    old = bench.collection / "S90001.txt"
    os.utime(old, (1_000_000_000, 1_000_000_000))
    (bench.collection / newer).write_text(description(replace(COAST, title="Rantaraitti jatkuu")), encoding="utf-8")
    report = bench.build()
    assert bench.stored_projects()["S90001"] == "Rantaraitti jatkuu"
    ((path, error),) = report.skipped
    assert path == str(old)
    assert newer in error.message.fi


def test_documents_without_a_code_and_of_one_file_name_are_all_indexed(bench: Bench, tmp_path: Path) -> None:
    names = ("etelä/2019/kuvaus.txt", "etelä/2020/kuvaus.txt", "länsi/2020/kuvaus.txt", "länsi/2020/kuvaus.md")
    for at, name in enumerate(names):
        (tmp_path / "omat" / name).parent.mkdir(parents=True, exist_ok=True)
        text = f"Kyläkahvila {at}\n\nKylän {at + 2} kahvilassa tavataan naapureita ja opetellaan yhdessä leipomista.\n"
        (tmp_path / "omat" / name).write_text(text, encoding="utf-8")
    report = bench.build(tmp_path / "omat")
    assert report.skipped == ()
    assert report.generation.manifest.documents == len(names)
    assert len(bench.stored_projects()) == len(names)
    assert {"kuvaus", "2020/kuvaus"} <= set(bench.stored_projects())
    assert bench.build(tmp_path / "omat").embedded == 0


def test_a_folder_without_documents_is_an_error(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "tyhjä").mkdir()
    with pytest.raises(UnreadableDocumentError) as caught:
        bench.build(tmp_path / "tyhjä")
    assert "hankehaku rakenna KANSIO" in caught.value.hint.fi
    assert not has_index(bench.index)


def test_documents_of_which_none_can_be_read_are_an_error_with_the_first_reason(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "rikki"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_bytes(b"\0")
    with pytest.raises(UnreadableDocumentError) as caught:
        bench.build(folder)
    assert "2 asiakirjasta" in caught.value.message.fi
    assert "a.txt" in caught.value.message.fi
    assert not has_index(bench.index)


def test_a_document_without_prose_is_stored_without_passages(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "S90009.txt").write_text("1 Hanke\n\nHankekoodi: S90009\n\n2 Hakijan perustiedot\n", encoding="utf-8")
    report = bench.build(tmp_path / "S90009.txt")
    assert report.generation.manifest.chunks == 0
    assert VectorIndex(report.generation.path).search(np.ones(len(LETTERS), np.float32), 5) == []


def test_no_effect_and_repetition_give_no_passages(bench: Bench, tmp_path: Path) -> None:
    project = replace(PEERS, indirect=NO_EFFECT, final=PEERS.target)
    write_collection(tmp_path / "hanke", (project,))
    catalogue = Catalogue(bench.build(tmp_path / "hanke").generation.path / CATALOGUE)
    assert catalogue.section_numbers(()) == ("3", "4.1", "8.1", "8.2")


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The collection, built with the default model."""
    return built_collection(tmp_path_factory.getbasetemp())


def test_the_default_model_finds_a_passage_in_other_words(real_index: Path) -> None:
    from index.embedding import query_encoder_for

    manifest = current_generation(real_index).manifest
    assert manifest.numpy_query_encoder
    encoder = query_encoder_for(ModelIdentity.from_json(manifest.model), quick=manifest.numpy_query_encoder)
    path = current_generation(real_index).path
    catalogue, vectors = Catalogue(path / CATALOGUE), VectorIndex(path)
    for query, project in [
        ("senioreiden netin käyttö", "S90003"),
        ("skilled work for the long-term unemployed", "S90002"),
        ("nuorten tavoittaminen kadulta", "S90001"),
        ("toipuminen mielen sairaudesta", "S90004"),
    ]:
        ((chunk, cosine),) = vectors.search(encoder.encode(query).pooled, 1)
        (document,) = catalogue.documents_of([chunk]).values()
        assert catalogue.projects([document])[document].project == project, query
        assert cosine > vectors.mean_cosine(encoder.encode(query).pooled)
