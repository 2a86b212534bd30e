"""The evidence for what is asked: the same scores whichever way tantivy is asked; what it finds is in test_keywords."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from index import keyword_evidence
from index.finnish import analyse
from index.keyword_evidence import Evidence, any_of
from index.keyword_query import KeywordQuery, Phrase, Scope, Word
from index.keywords import KeywordIndex, KeywordWriter, PassageTerms, title_terms

# The first two are the ones that are asked about; the others make these few of all.
FIRST = (
    "Rantakylän nuorten työpajalla korjataan verkkoja, ja työpajan ohjaaja hakee nuoria mukaan satamasta.",
    "Matalan kynnyksen kahvila tukee kuntoutujia; tuki on vertaisten, ja kuusi heistä paistaa pullat.",
)
OTHERS = (
    "Paja on auki arkisin, ja työ alkaa aamulla.",
    "Kunta tukee yhdistystä, joka istuttaa kuusen.",
    "Kynnys on matala, mutta kahvilaan ei ole ramppia.",
    "Ohjaaja ja kuntoutuja kulkevat metsässä nuorten kanssa.",
    "Laituria korjataan talkoilla.",
)
PASSAGES = 1_100
AMONG = (0, 1)


def words(text: str, *, exact: bool = False) -> Phrase:
    return tuple(Word(token, exact) for token in analyse(text))


QUERIES = {
    "an inflected word": KeywordQuery(words("ohjaajien")),
    "an ambiguous word": KeywordQuery(words("kuusen tukea")),
    "a compound's parts": KeywordQuery(words("pajatyö")),
    "three parts": KeywordQuery(words("nuorisotyöpaja nuortentyöpaja työpajaohjaaja")),
    "an unknown word": KeywordQuery(words("kahvilla työpajjalla")),
    "a word as written": KeywordQuery(words("työpajan", exact=True)),
    "a word of the name": KeywordQuery(words("rantaraitti tuki")),
    "words that stand nowhere": KeywordQuery(words("kvantti meteoriitti verkko")),
    "a phrase": KeywordQuery(words("kahvila"), phrases=(words("matalan kynnyksen"),)),
    "an ambiguous phrase": KeywordQuery(words("kahvila"), phrases=(words("kuusi heistä"),)),
    "an excluded word": KeywordQuery(words("nuori ohjaaja tuki"), excluded=(words("kahvila"),)),
    "other terms": KeywordQuery(
        words("nuori kahvila"), related=((words("työpaja"), words("kuusi heistä"), words("kvantti")), (words("tuki"),))
    ),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> KeywordIndex:
    path = tmp_path_factory.mktemp("monta") / "keywords"
    writer = KeywordWriter(path)
    for chunk in range(PASSAGES):
        text = FIRST[chunk] if chunk < len(FIRST) else OTHERS[chunk % len(OTHERS)]
        title = title_terms(analyse("Rantaraitti" if chunk == 1 else "Lautta"))
        writer.add(chunk, chunk, "3" if chunk else "4", PassageTerms.of(analyse(text)), title)
    writer.close()
    return KeywordIndex(path)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_few_passages_have_the_scores_that_they_have_among_all(index: KeywordIndex, query: KeywordQuery) -> None:
    everywhere = index.search(query, PASSAGES, Scope())
    expected = [hit for hit in everywhere if hit[0] in AMONG]
    found = index.search(query, PASSAGES, Scope(), AMONG)
    assert expected
    assert [chunk for chunk, _ in found] == [chunk for chunk, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], rel=1e-6)


def test_few_passages_are_found_within_the_scope(index: KeywordIndex) -> None:
    query = KeywordQuery(words("tukea verkko"))
    assert {chunk for chunk, _ in index.search(query, 10, Scope(), AMONG)} == {0, 1}
    assert [chunk for chunk, _ in index.search(query, 10, Scope(sections=("4",)), AMONG)] == [0]
    assert [chunk for chunk, _ in index.search(query, 10, Scope(documents=(1,)), AMONG)] == [1]
    assert index.search(query, 10, Scope(documents=(7,)), AMONG) == []


@pytest.mark.parametrize("compound", ["pajatyö", "kahvilakynnys", "metsäohjaaja", "kuntayhdistys"])
def test_a_compounds_parts_score_the_same_whichever_way_costs_less(
    index: KeywordIndex, compound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = KeywordQuery(words(compound))
    monkeypatch.setattr(keyword_evidence, "_SEEK_COST", 0)
    by_ways = index.search(query, PASSAGES, Scope())
    assert by_ways
    monkeypatch.setattr(keyword_evidence, "_SEEK_COST", PASSAGES)
    assert by_ways == index.search(query, PASSAGES, Scope())


@pytest.mark.parametrize(
    ("rare", "common", "ways"),
    [
        ({"words": 5, "parts": 3}, {"words": 900, "parts": 400}, 4),
        ({"parts": 3}, {"words": 900, "parts": 400}, 2),
        ({"words": 600, "parts": 700}, {"words": 900, "parts": 400}, 0),
    ],
)
def test_each_way_is_gone_where_one_of_two_parts_is_rare(
    rare: Mapping[str, int], common: Mapping[str, int], ways: int
) -> None:
    assert len(keyword_evidence._cheaper_ways([rare, common])) == ways
    assert keyword_evidence._cheaper_ways([rare, common, common]) == []


def test_for_words_that_stand_nowhere_tantivy_is_not_asked(index: KeywordIndex) -> None:
    evidence = Evidence(index._schema, index._frequency)
    assert evidence.of(KeywordQuery(words("kvantti"), related=((words("meteoriitti tuki"),),))) is None
    assert evidence.weighted({"kvantti": 1.0}) is None
    assert evidence.phrase(words("kvantti tuki")) is None


def test_a_sum_of_one_is_that_one(index: KeywordIndex) -> None:
    evidence = Evidence(index._schema, index._frequency)
    query = evidence.phrase(words("laituri"))
    assert query is not None
    assert any_of([query]) is query
