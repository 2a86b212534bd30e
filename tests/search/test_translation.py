"""Words of Swedish and English queries get the evidence of the Finnish words that they may mean."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from index.keyword_query import Scope
from index.keywords import KeywordIndex
from search.dictionary import dictionaries
from search.interpret import interpret
from search.query import Query, parse_query
from search.translation import Translation
from tests.search.dictd import ENGLISH, SWEDISH, write_dictionary
from tests.search.test_spelling import small_index

PASSAGES = (
    "Matalan kynnyksen palvelut tuodaan kylille.",
    "Mielenterveys vahvistuu, kun tuki löytyy läheltä.",
    "Etäpalvelu tavoittaa asiakkaan kotona.",
    "Vapautuva vanki saa asunnon ja tukihenkilön.",
    "Lapset ja nuoret käyvät ladossa, jossa on luonto lähellä. Energia riittää ladon lämmitykseen.",
    "Työvoima liikkuu rajan yli. Labour on yhdistyksen nimi.",
)
ENTRIES = {
    "labour": "työvoima",
    "low": "1. alakuloinen\nsad\n2. matala, alhainen\nnot high",
    "threshold": "kynnys",
    "mental": "hullu, psyykkinen",
    "mental health": "mielenterveys",
    "support": "1. tuki, pönkkä\nhelp\n2. tukea\nto help",
    "nature": "luonto",
    "energy": "energia",
    "barn": "lato",
    "village": "kylä",
    "position": "asunto",
}
SWEDISH_ENTRIES = {
    "stöd": "tuki",
    "barn": "lapsi",
    "distans": "etäinen",
    "tjänst": "palvelu",
    "village": "asunto",
    "fånge": "vanki",
    "bostad": "asunto",
    "energi": "energia",
}


@pytest.fixture(scope="module")
def keywords(tmp_path_factory: pytest.TempPathFactory) -> KeywordIndex:
    return small_index(tmp_path_factory.mktemp("kääntäminen"), PASSAGES)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "dictd"
    write_dictionary(found, ENGLISH, ENTRIES)
    write_dictionary(found, SWEDISH, SWEDISH_ENTRIES)
    monkeypatch.setenv("HANKEHAKU_DICTIONARIES", str(found))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return found


def understood(text: str, keywords: KeywordIndex) -> Query:
    return interpret(parse_query(text), keywords, None, dictionaries())


def told(text: str, keywords: KeywordIndex) -> list[tuple[str, str, list[str]]]:
    def shown(one: Translation) -> tuple[str, str, list[str]]:
        return one.term, one.language, [other.text for other in one.alternatives]

    return [shown(one) for one in understood(text, keywords).translations]


def found(text: str, keywords: KeywordIndex) -> list[int]:
    return [chunk for chunk, _ in keywords.search(understood(text, keywords).keywords, 10, Scope())]


def test_a_foreign_word_finds_the_passages_of_its_finnish_words(keywords: KeywordIndex) -> None:
    assert found("fångar", keywords) == [3]
    assert set(found("stöd", keywords)) == {1, 3}
    assert found("threshold", keywords) == [0]


def test_only_translations_that_the_collection_holds_are_asked_for(keywords: KeywordIndex) -> None:
    assert told("support", keywords) == [("support", "en", ["tuki", "tukea"])]
    assert told("low", keywords) == [("low", "en", ["matala"])]


def test_the_most_usual_translations_are_asked_for_and_no_others(tmp_path: Path) -> None:
    small = small_index(tmp_path, ["Avoin ovi, veräjä, portti, luukku ja aukko seinässä."])
    write_dictionary(
        tmp_path / "dictd", ENGLISH, {"gate": "1. ovi\na\n2. veräjä, portti\nb\n3. luukku, aukko, portti\nc"}
    )
    assert told("gate", small) == [("gate", "en", ["portti", "ovi", "veräjä", "luukku"])]


def test_words_side_by_side_are_translated_as_one_term(keywords: KeywordIndex) -> None:
    query = understood("support mental health", keywords)
    assert [(one.words, one.term) for one in query.translations] == [((0,), "support"), ((1, 2), "mental health")]
    assert told("mental, health", keywords) == []


def test_the_translations_of_a_word_are_one_thing_that_is_asked(keywords: KeywordIndex) -> None:
    related = understood("low threshold", keywords).keywords.related
    assert [[phrase[0].token.text for phrase in thing] for thing in related] == [["matala"], ["kynnys"]]


def test_a_word_of_parts_is_translated_by_its_parts(keywords: KeywordIndex) -> None:
    assert told("low-threshold", keywords) == [("low", "en", ["matala"]), ("threshold", "en", ["kynnys"])]
    assert told("distanstjänster", keywords) == [("distans", "sv", ["etäinen"]), ("tjänster", "sv", ["palvelu"])]


def test_all_words_are_of_the_language_that_knows_most_of_them(keywords: KeywordIndex) -> None:
    assert told("stöd till barn", keywords) == [("stöd", "sv", ["tuki"]), ("barn", "sv", ["lapsi"])]
    assert told("nature behind the barn", keywords) == [("nature", "en", ["luonto"]), ("barn", "en", ["lato"])]
    assert told("barn", keywords) == [("barn", "en", ["lato"]), ("barn", "sv", ["lapsi"])]


def test_a_translated_word_counts_as_one_that_the_collection_has(keywords: KeywordIndex) -> None:
    assert understood("threshold", keywords).coverage == 1.0
    assert understood("threshold spacecraft", keywords).coverage == 0.5


@pytest.mark.parametrize("text", ['"stöd"', "=stöd", '"low threshold" support'])
def test_an_explicit_query_is_not_translated(keywords: KeywordIndex, text: str) -> None:
    query = understood(text, keywords)
    assert (query.text, query.keywords, query.translations) == (parse_query(text).text, parse_query(text).keywords, ())


def test_finnish_words_are_not_translated(keywords: KeywordIndex) -> None:
    assert told("matalan kynnyksen palvelut", keywords) == []
    # A genitive of a rare Finnish word, in a query of Finnish words and in an English one.
    assert told("position", keywords) == []
    assert told("nature of the position", keywords)[-1] == ("position", "en", ["asunto"])


def test_a_foreign_word_that_the_collection_has_is_translated_in_a_foreign_query_only(keywords: KeywordIndex) -> None:
    assert keywords.holds("labour")
    assert told("palvelut labour kylille", keywords) == []
    assert told("labour support", keywords)[0] == ("labour", "en", ["työvoima"])


@pytest.mark.parametrize("text", ["energi", "stöd", "labour", "nature and support", "stöd för energi"])
def test_a_foreign_word_is_not_corrected_to_a_finnish_one_like_it(keywords: KeywordIndex, text: str) -> None:
    assert understood(text, keywords).corrections == ()


def test_without_a_dictionary_such_a_word_is_taken_for_a_misspelling(keywords: KeywordIndex) -> None:
    query = interpret(parse_query("energi"), keywords, None)
    assert [one.suggestion for one in query.corrections] == ["energia"]


def test_a_misspelt_word_among_finnish_ones_is_corrected_though_it_is_a_foreign_word(keywords: KeywordIndex) -> None:
    assert [one.suggestion for one in understood("kylien energi ja asunnon tuki", keywords).corrections] == ["energia"]


@pytest.mark.parametrize("given", ["kynyksen", "palveluut", "asunon", "mielentrveys", "kyla", "tukihenkilon"])
def test_finnish_misspellings_are_corrected_as_without_dictionaries(keywords: KeywordIndex, given: str) -> None:
    query = understood(given, keywords)
    assert len(query.corrections) == 1
    assert query.corrections == interpret(parse_query(given), keywords, None).corrections
    assert query.translations == ()


def test_a_damaged_dictionary_translates_nothing_and_stops_no_search(keywords: KeywordIndex, folder: Path) -> None:
    (folder / f"{ENGLISH}.dict.dz").write_bytes(gzip.compress(b"x"))
    assert told("threshold", keywords) == []
    assert told("stöd", keywords) == [("stöd", "sv", ["tuki"])]
