"""A row is found like any other project: by its text, or by its facts where it has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.filters import Filters
from search.query import parse_query
from search.retrieve import Retriever
from tests.index.bench import Bench
from tests.index.readers.table_files import write_xlsx

HEADER = ("Hankekoodi", "Nimi", "Toteuttaja", "Maakunta", "Toimintalinja", "Tiivistelmä")
AXIS = "5. Sosiaalinen osallisuus ja köyhyyden torjunta"
ROWS = [
    ("S80001", "Kyläbussi", "Jokisuun kunta", "Kainuu", AXIS, None),
    ("S80002", "Torin olohuone", "Jokisuun kunta", "Kainuu", AXIS, None),
    ("S80003", "Savotta", "Meriharjun kaupunki", "Lappi", AXIS, None),
    ("S80004", "Talkoot", "Kangasjärven opisto", "Lappi", AXIS, None),
    ("S80005", "Kekri", "Kangasjärven opisto", "Uusimaa", AXIS, "Pajalla korjataan polkupyöriä."),
    *((f"S8001{i}", "Koordinaatio", f"Pitäjä {i}", "Uusimaa", AXIS, None) for i in range(6)),
]


@pytest.fixture
def retriever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Retriever:
    bench = Bench.set_up(tmp_path, monkeypatch)
    bench.build(write_xlsx(tmp_path / "luettelo.xlsx", HEADER, *ROWS))
    return Retriever(bench.index)


def found(retriever: Retriever, text: str, filters: Filters | None = None) -> list[str]:
    """Return the codes of the projects of the passages that the words of `text` find, best first."""
    ranked = retriever.rank(parse_query(text), filters or Filters(), "keyword", 10)
    documents = retriever.catalogue.documents_of(candidate.chunk for candidate in ranked)
    projects = retriever.catalogue.projects(documents.values())
    return [projects[documents[candidate.chunk]].project for candidate in ranked]


def test_by_its_name(retriever: Retriever) -> None:
    assert found(retriever, "olohuoneita")[:1] == ["S80002"]


def test_by_its_code(retriever: Retriever) -> None:
    assert found(retriever, "S80003")[:1] == ["S80003"]


def test_by_its_applicant(retriever: Retriever) -> None:
    assert set(found(retriever, "Kangasjärven opistot")[:2]) == {"S80004", "S80005"}


def test_by_its_region(retriever: Retriever) -> None:
    assert set(found(retriever, "sosiaalinen osallisuus", Filters(region=("Lappi",)))) == {"S80003", "S80004"}


def test_by_its_text(retriever: Retriever) -> None:
    assert found(retriever, "polkupyörien korjaaminen")[:1] == ["S80005"]


def test_though_many_bear_one_name(retriever: Retriever) -> None:
    assert {f"S8001{i}" for i in range(6)} <= set(found(retriever, "koordinaatio"))
