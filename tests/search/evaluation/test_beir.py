"""A folder in the BEIR layout, indexed by the product's own build and measured."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from index.build import BuildReport
from index.catalogue import Catalogue
from index.errors import HankehakuError, QueryError, SettingsError
from index.generation import CATALOGUE, current_generation, has_index
from search.evaluation import beir
from search.evaluation.report import evaluate_queries
from search.retrieve import Retriever
from tests.search.conftest import Hankehaku

BOATS = "Puuveneen tervaus tehdään keväällä ennen vesillelaskua, jotta laudat eivät ravistu."
CORPUS = [
    {"_id": "d1", "title": "Puuvene", "text": BOATS},
    {"_id": "d2", "title": "", "text": "Mehiläiset keräävät hunajaa apilapelloilta heinäkuussa."},
    {"_id": "d3", "text": "Talvella järven jäälle avataan luistelurata, jota aurataan joka aamu."},
    {"_id": "d/4 ä", "title": "Ruisleipä nousee yön yli hapanjuuren voimalla", "text": " "},
]
QUERIES = [
    {"_id": "q1", "text": "milloin veneet tervataan", "type": "question"},
    {"_id": "q2", "text": "hunajan kerääminen", "type": "title", "lang": "fi"},
    {"_id": "q3", "text": "jota kukaan ei ole arvioinut"},
]
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq2\td2\t1\n"


def write_lines(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "veneet"
    folder.mkdir()
    write_lines(folder / "corpus.jsonl", CORPUS)
    write_lines(folder / "queries.dev.jsonl", QUERIES)
    (folder / "qrels.dev.tsv").write_text(QRELS, encoding="utf-8")
    return folder


def build(collection: Path, index: Path) -> BuildReport:
    return beir.index_corpus(collection, index, None, lambda stage, done, total: None)


def test_the_documents_are_found_by_the_product_s_own_search(collection: Path, tmp_path: Path) -> None:
    build(collection, tmp_path / "index")
    retriever = Retriever(tmp_path / "index")
    evaluation = evaluate_queries(retriever, beir.read_queries(collection), ["hybrid", "keyword"])
    retriever.catalogue.close()
    overall = evaluation.means[-1].systems["hybrid"]
    assert (overall["nDCG@10"], overall["success@1"], overall["recall@100"]) == (1, 1, 1)
    assert [means.value for means in evaluation.means] == ["question", "title", "fi", ""]
    assert evaluation.unknown == ()


def test_a_title_is_context_or_the_text_of_a_document_that_has_no_other(collection: Path, tmp_path: Path) -> None:
    generation = build(collection, tmp_path / "index").generation
    catalogue = Catalogue(generation.path / CATALOGUE)
    chunks = [stored.chunk for stored in catalogue.chunks(range(catalogue.count("chunks"))).values()]
    project = catalogue.find_project("d/4 ä")
    catalogue.close()
    assert [(chunk.context, chunk.text) for chunk in chunks[:2]] == [("Puuvene", BOATS), ("", CORPUS[1]["text"])]
    assert (chunks[3].context, chunks[3].text) == ("", CORPUS[3]["title"])
    assert project is not None


def test_the_corpus_may_be_packed_and_the_judgements_in_a_folder(collection: Path) -> None:
    packed = gzip.compress((collection / "corpus.jsonl").read_bytes())
    (collection / "corpus.jsonl").unlink()
    (collection / "corpus.jsonl.gz").write_bytes(packed)
    (collection / "qrels").mkdir()
    (collection / "qrels.dev.tsv").rename(collection / "qrels" / "test.tsv")
    assert list(beir.read_corpus(collection)) == [row["_id"] for row in CORPUS]
    assert [query.id for query in beir.read_queries(collection)] == ["q1", "q2"]


def test_operators_in_a_query_are_text(collection: Path) -> None:
    write_lines(collection / "queries.dev.jsonl", [{**QUERIES[0], "text": "“Kotisatama” : take away -veneet"}])
    (query,) = beir.read_queries(collection)
    assert query.text.split() == ["Kotisatama", ":", "take", "away", "veneet"]


def test_contact_details_are_masked_as_in_any_document(collection: Path) -> None:
    write_lines(collection / "corpus.jsonl", [{"_id": "d1", "text": "Soita Ainolle, 040 987 6543, tai kirjoita."}])
    assert "987" not in beir.read_corpus(collection)["d1"].text


def test_a_build_that_broke_off_goes_on_where_it_was(collection: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"

    def break_off(stage: str, done: int, total: int) -> None:
        if stage == "embed" and done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        beir.index_corpus(collection, index, None, break_off)
    assert not has_index(index)
    finished = build(collection, index)
    assert (finished.generation.manifest.documents, finished.embedded) == (4, 0)


def test_the_index_of_another_collection_is_never_overwritten(collection: Path, built_index: Path) -> None:
    before = current_generation(built_index)
    with pytest.raises(SettingsError) as refused:
        build(collection, built_index)
    assert "--index" in refused.value.hint.fi
    assert current_generation(built_index) == before


def test_each_collection_has_a_place_of_its_own_in_the_cache(tmp_path: Path) -> None:
    one, other = beir.default_index(tmp_path / "a" / "dev"), beir.default_index(tmp_path / "b" / "dev")
    assert one != other
    assert one.name.startswith("dev-")


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("corpus.jsonl", '{"_id": "d1", "text": "a"}\n{"_id": "d1", "text": "b"}\n', "line 2: the id d1 comes twice"),
        ("corpus.jsonl", '{"_id": "d1"}\n', 'line 1: "text" is missing'),
        ("corpus.jsonl", "[]\n", "line 1: no JSON object"),
        ("corpus.jsonl", "{\n", "line 1: "),
        ("corpus.jsonl", "\n", "the corpus is empty"),
        ("qrels.dev.tsv", "q1 d1 1\n", "line 1: not query-id"),
        ("qrels.dev.tsv", "query-id\tcorpus-id\tscore\nq1\td1\thyvä\n", "line 2: not query-id"),
        ("qrels.dev.tsv", "", "no query has a judgement"),
        ("queries.dev.jsonl", '{"text": "vene"}\n', 'line 1: "_id" is missing'),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place_and_the_layout(
    collection: Path, file: str, content: str, told: str
) -> None:
    (collection / file).write_text(content, encoding="utf-8")
    with pytest.raises(QueryError, match=told) as refused:
        beir.read_corpus(collection) and beir.read_queries(collection)
    assert "corpus.jsonl" in refused.value.hint.fi


def test_a_damaged_archive_and_a_missing_corpus_are_told(collection: Path) -> None:
    (collection / "corpus.jsonl").unlink()
    with pytest.raises(HankehakuError, match=r"corpus\.jsonl is missing"):
        beir.read_corpus(collection)
    rows = "".join(f'{{"_id": "d{number}", "text": "vene"}}\n' for number in range(100))
    (collection / "corpus.jsonl.gz").write_bytes(gzip.compress(rows.encode())[:-20])
    with pytest.raises(HankehakuError, match="can't be read"):
        beir.read_corpus(collection)


def test_the_command_indexes_and_measures_a_folder(collection: Path, tmp_path: Path, hankehaku: Hankehaku) -> None:
    arguments = (str(collection), "--index", str(tmp_path / "index"), "--format", "json")
    done = hankehaku("evaluate", *arguments, "--mode", "vector", "--baseline", "bm25-snowball")
    assert done.returncode == 0, done.stderr
    assert "Indexed 4 documents" in done.stderr
    result = json.loads(done.stdout)
    assert result["systems"] == ["vector", "bm25-snowball"]
    assert result["means"][-1]["systems"]["vector"]["success@1"] == 1
