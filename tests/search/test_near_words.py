"""Words compared by themselves: which words of a query are, and what they find that no sentence or word form does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.build import build_index
from index.generation import current_generation
from index.word_index import OFFSETS_FILE, WordIndex
from index.word_table import WordTable
from search.near_words import NearWords
from search.query import Query, parse_query
from search.retrieve import Mode, Retriever
from tests.sealing import reseal
from tests.search.conftest import passages, projects
from tests.search.dictd import SWEDISH, write_dictionary

PROJECTS = {
    "kellari": "Nuorten yhtyeet harjoittelevat kellarissa joka arki-ilta, ja rumpali opettaa vasta-alkajia.",
    "piha": "Nuoret istuttavat kerrostalon pihalle omenapuita, ja naapurit kastelevat taimia vuorotellen.",
    "pyörä": "Nuoret korjaavat ruosteisia polkupyöriä torin laidalla, ja valmiit lainataan kesävieraille.",
    "asunto": "Vankilasta vapautuva nuori saa asunnon heti, ja sosiaaliohjaaja käy hänen luonaan viikoittain.",
    "kieli": "Nuoret lukevat selkokielistä lehteä ääneen, ja vaikeat sanat kirjoitetaan taululle.",
    "metsä": "Nuoret harventavat taimikkoa hevosella, ja puut myydään lämpölaitokselle.",
    "isovanhempi": "Nuori käy isoäidin luona kerran viikossa, ja yhdessä leivotaan ja muistellaan.",
    "kone": "Nuoret opettavat tietokoneen käyttöä kirjaston aulassa joka torstai.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of notes on a few small projects; not to be changed."""
    folder = tmp_path_factory.mktemp("muistiot")
    for name, text in PROJECTS.items():
        (folder / f"{name}.txt").write_text(f"Muistio {name[0]}\n\n{text}\n", encoding="utf-8")
    build_index([folder], folder / "hakemisto", None, lambda stage, done, total: None)
    return folder / "hakemisto"


@pytest.fixture(scope="module")
def notes(index: Path) -> Iterator[Retriever]:
    opened = Retriever(index)
    yield opened
    opened.catalogue.close()


@pytest.fixture(scope="module")
def table() -> WordTable:
    found = WordTable.find()
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def without_vocabulary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave these words to the table: the vocabulary of synonyms has some of them, too."""
    monkeypatch.setattr("search.settings.default_collection", lambda: tmp_path)


def asked(notes: Retriever, table: WordTable, query: Query) -> NearWords | None:
    return NearWords.of(query, notes.words, table)


def text_of(notes: Retriever, chunk: int) -> str:
    return notes.catalogue.chunks([chunk])[chunk].chunk.text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bändi", "yhtyeet"),
        ("fillareita", "polkupyöriä"),
        ("kämppä", "asunnon"),
        ("mummot", "isoäidin"),
        ("läppärit", "tietokoneen"),
    ],
)
def test_a_colloquial_word_is_nearest_to_the_passage_that_shares_no_word_with_it(
    notes: Retriever, table: WordTable, text: str, found: str
) -> None:
    assert passages(notes, text, "keyword") == []
    near = asked(notes, table, parse_query(text))
    assert near is not None
    nearest = int(np.argmax(near.evidence(range(notes.keywords.count))[:, 0]))
    assert found in text_of(notes, nearest)


@pytest.mark.parametrize(
    ("text", "found"),
    [("bändi nuorille", "yhtyeet"), ("nuorten läppärit", "tietokoneen"), ("nuorten mummot", "isoäidin")],
)
def test_a_passage_that_says_the_colloquial_word_otherwise_comes_nearer_to_the_best(
    notes: Retriever, monkeypatch: pytest.MonkeyPatch, text: str, found: str
) -> None:
    shares = []
    for find in (WordTable.find, lambda: None):
        monkeypatch.setattr(WordTable, "find", find)
        hits = passages(Retriever(notes.generation.path.parent), text)
        (hit,) = [hit for hit in hits if found in hit.passage.chunk.text]
        shares.append(hit.score / hits[0].score)
        if hit.why.near_words is not None:
            assert hit.why.near_words == max(one.why.near_words or 0 for one in hits)
    assert shares[0] > shares[1] + 0.1


def test_each_word_of_a_query_has_its_evidence_in_each_passage(notes: Retriever, table: WordTable) -> None:
    near = asked(notes, table, parse_query("bändien fillarit"))
    assert near is not None
    evidence = near.evidence(range(notes.keywords.count))
    assert evidence.shape == (len(PROJECTS), 2)
    best = [text_of(notes, int(chunk)) for chunk in np.argmax(evidence, axis=0)]
    assert "yhtyeet" in best[0]
    assert "polkupyöriä" in best[1]


def test_the_base_form_is_compared_whatever_form_is_asked(notes: Retriever, table: WordTable) -> None:
    forms = [asked(notes, table, parse_query(text)) for text in ("omenapuu", "omenapuista", "OMENAPUIDEN")]
    first, *others = (one.vectors for one in forms if one is not None)
    assert len(others) == 2
    assert all(np.array_equal(first, other) for other in others)


@pytest.mark.parametrize(
    ("compound", "parts", "found"),
    [
        ("mummokerhoja", ("mummo", "kerho"), "isoäidin"),
        ("läppärikurssilla", ("läppäri", "kurssi"), "tietokoneen"),
        ("fillaripajan", ("fillari", "paja"), "polkupyöriä"),
    ],
)
def test_a_passage_that_is_near_to_the_parts_of_a_compound_is_near_to_the_compound(
    notes: Retriever, table: WordTable, compound: str, parts: tuple[str, str], found: str
) -> None:
    chunks = range(notes.keywords.count)
    whole, first, second = (asked(notes, table, parse_query(text)) for text in (compound, *parts))
    assert whole is not None
    assert first is not None
    assert second is not None
    evidence = whole.evidence(chunks)[:, 0]
    assert (evidence >= (first.evidence(chunks) + second.evidence(chunks))[:, 0] / 2 - 1e-6).all()
    assert found in text_of(notes, int(np.argmax(evidence)))


def test_exact_words_are_not_compared(notes: Retriever, table: WordTable) -> None:
    assert asked(notes, table, parse_query("=bändi")) is None
    near, bare = (asked(notes, table, parse_query(text)) for text in ("=bändi fillari", "fillari"))
    assert near is not None
    assert bare is not None
    assert np.array_equal(near.vectors, bare.vectors)
    assert near.starts == [0]


def test_a_phrase_alone_is_not_compared(notes: Retriever, table: WordTable) -> None:
    assert asked(notes, table, parse_query('"nuorten yhtyeet"')) is None


def test_a_translation_counts_as_the_word_that_it_translates(
    notes: Retriever, table: WordTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANKEHAKU_DICTIONARIES", str(tmp_path))
    write_dictionary(tmp_path, SWEDISH, {"trummis": "rumpali", "cykel": "polkupyörä, pyörä"})
    opened = Retriever(notes.generation.path.parent)
    query = opened.interpret(parse_query("trummis cykel"))
    opened.catalogue.close()
    assert [one.term for one in query.translations] == ["trummis", "cykel"]
    translated, alone = asked(notes, table, query), asked(notes, table, parse_query("rumpali polkupyörä"))
    bare = asked(notes, table, parse_query("trummis cykel"))
    assert translated is not None
    assert alone is not None
    assert bare is not None
    chunks = range(notes.keywords.count)
    found = translated.evidence(chunks)
    assert found.shape == (len(PROJECTS), 2)
    assert (found >= np.maximum(alone.evidence(chunks), bare.evidence(chunks)) - 1e-6).all()


class TestWithoutTheTable:
    def test_nothing_of_it_is_written_or_asked_for(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(WordTable, "find", lambda: None)
        (tmp_path / "muistio.txt").write_text(f"Muistio\n\n{PROJECTS['pyörä']}\n", encoding="utf-8")
        build_index([tmp_path / "muistio.txt"], tmp_path / "hakemisto", None, lambda stage, done, total: None)
        manifest = current_generation(tmp_path / "hakemisto").manifest
        assert manifest.word_table is None
        assert OFFSETS_FILE not in manifest.files
        opened = Retriever(tmp_path / "hakemisto")
        (hit,) = projects(opened, "polkupyörien korjaus")
        opened.catalogue.close()
        assert hit.passages[0].why.late is not None
        assert hit.passages[0].why.near_words is None

    @pytest.mark.parametrize("text", ["bändi nuorille", "omenapuut pihalla", "asunto ja kieli"])
    def test_an_index_that_was_made_with_it_answers_as_one_without(
        self, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
    ) -> None:
        without = Path(shutil.copytree(index, tmp_path / "hakemisto"))
        reseal(without, word_table=None)
        bare, whole, later = Retriever(without), Retriever(index), Retriever(index)
        with_it = passages(whole, text)
        assert all(hit.why.near_words is not None for hit in with_it)
        expected = passages(bare, text)
        monkeypatch.setattr(WordTable, "find", lambda: None)
        found = passages(later, text)
        assert found == expected != with_it
        assert all(hit.why.near_words is None for hit in found)
        for one in (bare, whole, later):
            one.catalogue.close()

    def test_an_index_of_another_table_is_not_compared_with_this_one(self, index: Path, tmp_path: Path) -> None:
        other = Path(shutil.copytree(index, tmp_path / "hakemisto"))
        reseal(other, word_table="fi_experimental_web_md-0.16.0")
        opened = Retriever(other)
        assert all(hit.why.near_words is None for hit in passages(opened, "bändi"))
        opened.catalogue.close()


def test_the_files_of_words_are_opened_by_hybrid_searches_alone(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []

    def opening(folder: Path) -> WordIndex:
        opened.append(folder)
        return WordIndex(folder)

    monkeypatch.setattr("index.word_index.WordIndex", opening)
    retriever = Retriever(index)
    modes: tuple[Mode, ...] = ("keyword", "vector")
    for mode in modes:
        passages(retriever, "omenapuut", mode)
        assert opened == []
    for _ in range(2):
        passages(retriever, "omenapuut")
        assert opened == [retriever.generation.path]
    retriever.catalogue.close()
