"""The catalogue: what was stored comes back, and filters choose the documents they should."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.catalogue import Catalogue
from index.catalogue_writer import CatalogueWriter
from index.chunking import chunk_document, count_words
from index.errors import DamagedIndexError, QueryError
from index.esr import parse_esr
from index.filters import Filters
from index.model import Chunk, Document, ProjectFacts, Section
from tests.collection import PROJECTS, description
from tests.index.test_facts_json import EVERY_FACT

DOCUMENTS = [parse_esr(description(project), f"{project.code}.txt") for project in PROJECTS]
IDS = {project.code: number for number, project in enumerate(PROJECTS, 1)}


def stored_chunks() -> list[tuple[int, Chunk]]:
    return [
        (number, chunk)
        for number, document in enumerate(DOCUMENTS, 1)
        if document
        for chunk in chunk_document(document, count_words, 200)
    ]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("luettelo, ä #1?") / "catalogue.sqlite"
    with CatalogueWriter(path) as writer:
        for project, document in zip(PROJECTS, DOCUMENTS, strict=True):
            assert document is not None
            writer.add_document(project.code, document)
        for at, (document_id, chunk) in enumerate(stored_chunks()):
            assert writer.add_chunk(document_id, chunk, b"key%d" % at) == at
    return path


@pytest.fixture
def catalogue(path: Path) -> Iterator[Catalogue]:
    catalogue = Catalogue(path)
    yield catalogue
    catalogue.close()


def allowed(catalogue: Catalogue, filters: Filters) -> list[str]:
    """Return the codes of the projects that meet the filters."""
    ids = catalogue.allowed_documents(filters)
    assert ids is not None
    return [PROJECTS[number - 1].code for number in ids]


def test_documents_and_chunks_come_back_as_they_were(catalogue: Catalogue) -> None:
    assert catalogue.count("documents") == len(PROJECTS)
    for project, document in zip(PROJECTS, DOCUMENTS, strict=True):
        assert document is not None
        number = IDS[project.code]
        assert catalogue.projects([number])[number].facts == document.facts
        assert catalogue.document_text(number) == document.text
        assert [s.heading for s in catalogue.sections(number)] == [s.heading for s in document.sections]
    chunks = stored_chunks()
    found = catalogue.chunks(range(len(chunks)))
    assert [(one.document, one.chunk) for one in found.values()] == chunks
    assert catalogue.documents_of([3, 0]) == {0: 1, 3: chunks[3][0]}
    assert dict(catalogue.content_keys()) == {b"key%d" % at: at for at in range(len(chunks))}


def test_passages_have_their_documents_whatever_was_asked_before(catalogue: Catalogue) -> None:
    documents = {at: document for at, (document, _) in enumerate(stored_chunks())}
    last = len(documents) - 1
    for asked in ([last, 0, 2], [2, 0], [2, 1], [], [0, 10_000], [10_000], range(last + 1), [1, 1]):
        expected = {chunk: documents[chunk] for chunk in sorted(set(asked)) if chunk <= last}
        assert list(catalogue.documents_of(asked).items()) == list(expected.items())


def test_every_fact_of_a_project_comes_back(tmp_path: Path) -> None:
    section = Section("1", "Hanke", 0, 4)
    with CatalogueWriter(tmp_path / "c") as writer:
        assert writer.add_document("S90010", Document("ä.txt", "Ää 🙂", (section,), EVERY_FACT)) == 1
        writer.add_chunk(1, Chunk("1", "Hanke", None, 1, 4, "ä 🙂", ""), b"")
    catalogue = Catalogue(tmp_path / "c")
    assert catalogue.projects([1])[1].facts == EVERY_FACT
    assert catalogue.sections(1) == [section]
    assert catalogue.chunks([0])[0].chunk.text == "ä 🙂"


def test_a_project_without_a_title_goes_by_its_name(tmp_path: Path) -> None:
    with CatalogueWriter(tmp_path / "c") as writer:
        writer.add_document("muistio", Document("muistio.md", "", ()))
    assert Catalogue(tmp_path / "c").projects([1])[1].title == "muistio"


def test_nothing_is_written_when_the_writing_fails(tmp_path: Path) -> None:
    def store_one_project_twice() -> None:
        with CatalogueWriter(tmp_path / "c") as writer:
            for _ in range(2):
                writer.add_document("S90001", Document("a.txt", "", ()))

    with pytest.raises(sqlite3.IntegrityError):
        store_one_project_twice()
    assert Catalogue(tmp_path / "c").count("documents") == 0


@pytest.mark.parametrize("code", ["S90003", "s90003", " s90003 "])
def test_a_project_is_found_by_its_code_in_any_case(catalogue: Catalogue, code: str) -> None:
    found = catalogue.find_project(code)
    assert found is not None
    assert found.title == "Verkkoon vaivatta"


def test_of_names_that_differ_in_case_alone_the_one_as_written_is_found(tmp_path: Path) -> None:
    with CatalogueWriter(tmp_path / "c") as writer:
        for project in ("muistio", "Muistio"):
            writer.add_document(project, Document(f"{project}.md", "", ()))
    for project in ("muistio", "Muistio"):
        found = Catalogue(tmp_path / "c").find_project(project)
        assert found is not None
        assert found.project == project


def test_an_unknown_code_is_not_found_and_similar_ones_are_named(catalogue: Catalogue) -> None:
    assert catalogue.find_project("S9003") is None
    assert catalogue.similar_codes("s9003")[0] == "S90003"
    assert catalogue.similar_codes("kissa") == []


def test_similar_names_are_found_in_any_case(tmp_path: Path) -> None:
    with CatalogueWriter(tmp_path / "c") as writer:
        writer.add_document("Nuotta-hanke", Document("Nuotta-hanke.md", "", ()))
    assert Catalogue(tmp_path / "c").similar_codes("nuota-hanke") == ["Nuotta-hanke"]


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        (Filters(region=("uusimaa",)), ["S90001"]),
        (Filters(region=("Uusimaa", "savo")), ["S90001", "S90004"]),
        (Filters(municipality=("Ii",)), ["S90003"]),
        (Filters(municipality=("Toivakka", "Kuopio")), ["S90002", "S90004"]),
        (Filters(priority_axis=("5",)), ["S90001", "S90004"]),
        (Filters(specific_objective=("10.1",)), ["S90001", "S90004"]),
        (Filters(priority_axis=("5",), status=("käynnissä",)), ["S90004"]),
        (Filters(organisation_type=("yhdistys",)), ["S90002", "S90004"]),
        (Filters(applicant=("Pohjanpellon ammattiopisto",)), ["S90002"]),
        (Filters(running_from=2019), ["S90003", "S90004"]),
        (Filters(running_to=2015), ["S90002"]),
        (Filters(running_from=2017, running_to=2017), ["S90001", "S90002", "S90003"]),
        (Filters(granted_from=198_750, granted_to=312_500), ["S90001", "S90002"]),
        (Filters(granted_from=500_000), []),
        (Filters(region=("Uusimaa",), running_from=2020), []),
    ],
)
def test_filters_choose_projects_by_any_value_of_a_field_and_all_fields(
    catalogue: Catalogue, filters: Filters, codes: list[str]
) -> None:
    assert allowed(catalogue, filters) == codes


def test_a_filter_on_sections_alone_allows_every_document(catalogue: Catalogue) -> None:
    assert catalogue.allowed_documents(Filters(sections=("8",))) is None


def test_unknown_period_and_funding_pass_no_filter(tmp_path: Path) -> None:
    with CatalogueWriter(tmp_path / "c") as writer:
        writer.add_document("muistio", Document("muistio.md", "", (), ProjectFacts()))
    catalogue = Catalogue(tmp_path / "c")
    assert catalogue.allowed_documents(Filters(running_from=1900)) == []
    assert catalogue.allowed_documents(Filters(granted_to=10**9)) == []


@pytest.mark.parametrize(
    ("filters", "close"),
    [
        (Filters(region=("Uussimaa",)), "Uusimaa"),
        (Filters(municipality=("Jyvaskyla",)), "Jyväskylä"),
        (Filters(region=("Atlantis",)), "Keski-Suomi, Pohjois-Pohjanmaa, Pohjois-Savo, Uusimaa"),
    ],
)
def test_an_unknown_value_names_close_ones(catalogue: Catalogue, filters: Filters, close: str) -> None:
    with pytest.raises(QueryError) as caught:
        catalogue.allowed_documents(filters)
    assert caught.value.hint.fi == f"Kokeile: {close}"
    assert caught.value.hint.en == f"Try: {close}"


def test_where_no_document_has_the_field_the_advice_is_to_leave_it_out(tmp_path: Path) -> None:
    with CatalogueWriter(tmp_path / "c") as writer:
        writer.add_document("muistio", Document("muistio.md", "", ()))
    with pytest.raises(QueryError) as caught:
        Catalogue(tmp_path / "c").allowed_documents(Filters(region=("Lappi",)))
    assert caught.value.hint.fi == "Jätä rajaus pois."


def test_values_are_told_with_their_numbers_of_documents(catalogue: Catalogue) -> None:
    assert dict(catalogue.values("status")) == {"Käynnissä": 2, "Toiminta päättynyt": 2}
    assert ("Pohjanpellon ammattiopisto", 1) in catalogue.values("applicant")


def test_section_8_takes_its_sub_sections(catalogue: Catalogue) -> None:
    assert catalogue.section_numbers(("8",)) == ("8.1", "8.2")
    assert catalogue.section_numbers(("8.2", "3")) == ("3", "8.2")


def test_a_section_that_no_project_has_text_in_is_an_error_that_lists_those_there_are(catalogue: Catalogue) -> None:
    for wanted in (("80",), ("3", "tulokset")):
        with pytest.raises(QueryError) as caught:
            catalogue.section_numbers(wanted)
        assert wanted[-1] in caught.value.message.en
        assert caught.value.hint.fi == "Kohdat: 3, 4.1, 4.2, 8.1, 8.2, 9"


def test_chunk_ids_are_those_of_the_documents_and_sections(catalogue: Catalogue) -> None:
    chunks = stored_chunks()
    in_third = [at for at, (document, _) in enumerate(chunks) if document == 3]
    assert catalogue.chunk_ids([3], ()) == in_third
    assert catalogue.chunk_ids(None, ("8",)) == [
        at for at, (_, chunk) in enumerate(chunks) if chunk.section.startswith("8")
    ]
    assert catalogue.chunk_ids([3], ("9",)) == []
    assert catalogue.chunk_ids(None, ()) == list(range(len(chunks)))


def test_more_ids_than_a_statement_takes_are_no_obstacle(catalogue: Catalogue) -> None:
    assert len(catalogue.chunks(range(40_000))) == len(stored_chunks())


def test_a_folder_that_cannot_be_written_is_read(path: Path) -> None:
    path.parent.chmod(0o555)
    try:
        catalogue = Catalogue(path)
        assert catalogue.count("documents") == len(PROJECTS)
        assert [entry.name for entry in path.parent.iterdir()] == [path.name]
        catalogue.close()
    finally:
        path.parent.chmod(0o755)


def test_a_missing_file_is_damage(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndexError):
        Catalogue(tmp_path / "catalogue.sqlite")


@pytest.mark.parametrize("damage", [b"", b"not a database" * 100])
def test_a_file_that_is_no_catalogue_is_damage(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "c").write_bytes(damage)
    with pytest.raises(DamagedIndexError):
        Catalogue(tmp_path / "c").count("documents")


def test_a_truncated_file_is_damage(path: Path, tmp_path: Path) -> None:
    (tmp_path / "c").write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(DamagedIndexError):
        Catalogue(tmp_path / "c").projects(range(1, 5))


@pytest.mark.parametrize(
    ("good", "bad"),
    [(b'"start": "2016', b'"start": "20x6'), (b'{"code": "S90001', b'["code": "S90001')],
)
def test_facts_with_flipped_bytes_are_damage(path: Path, tmp_path: Path, good: bytes, bad: bytes) -> None:
    whole = path.read_bytes()
    assert whole.count(good) == 1
    (tmp_path / "c").write_bytes(whole.replace(good, bad))
    with pytest.raises(DamagedIndexError):
        Catalogue(tmp_path / "c").projects([1])
