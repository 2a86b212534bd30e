"""What a search makes of a query before it ranks: corrections and other words for the same thing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.filters import Filters
from index.keyword_query import RELATED_WEIGHT, KeywordQuery, Scope
from search.query import Query, parse_query
from search.retrieve import Retriever
from tests.search.conftest import Hankehaku, passages, projects
from tests.search.dictd import SWEDISH, write_dictionary


def interpreted(retriever: Retriever, text: str) -> Query:
    return retriever.interpret(parse_query(text))


def test_a_misspelt_word_is_corrected_to_what_the_collection_says(retriever: Retriever) -> None:
    query = interpreted(retriever, "vertaisryhmmät")
    assert [(one.given, one.suggestion) for one in query.corrections] == [("vertaisryhmmät", "vertaisryhmät")]
    assert query.given == "vertaisryhmmät"
    assert query.text == "vertaisryhmät"


def test_a_query_of_right_words_stays_as_it_is(retriever: Retriever) -> None:
    query = interpreted(retriever, "etsivä nuorisotyö satamissa")
    assert query.corrections == ()
    assert query.text == query.given


@pytest.mark.parametrize("text", ['"vertaisryhmmät"', "=vertaisryhmmät", '"jalkautuva työ"', "=työkkäri"])
def test_an_explicit_query_means_what_it_says(retriever: Retriever, text: str) -> None:
    assert replace(interpreted(retriever, text), missing=()) == parse_query(text)


def test_another_term_finds_what_the_collection_calls_otherwise(retriever: Retriever) -> None:
    query = interpreted(retriever, "uppsökande arbete")
    assert query.expansions[0].term == "uppsökande arbete"
    assert query.variant == "etsivä työ"
    best = passages(retriever, "uppsökande arbete")[0]
    assert best.project.project == "S90001"
    assert best.why.keyword is not None


def test_a_synonym_in_a_passage_is_marked_and_told(retriever: Retriever) -> None:
    (hit,) = projects(retriever, "uppsökande arbete", limit=1)
    words = [word for passage in hit.passages for word in passage.why.words if word.kind == "synonym"]
    assert {word.query for word in words} == {"uppsökande arbete"}
    for passage in hit.passages:
        for word in passage.why.words:
            for found in word.found:
                assert passage.passage.chunk.text[found.start : found.end] == found.text


def test_another_term_counts_less_than_the_term_that_was_asked_for(retriever: Retriever) -> None:
    words = parse_query("jalkautua").keywords.words
    asked = retriever.keywords.search(KeywordQuery(words=words), 10, Scope())
    other = retriever.keywords.search(KeywordQuery(related=((words,),)), 10, Scope())
    assert [chunk for chunk, _ in asked] == [chunk for chunk, _ in other]
    for (_, own), (_, foreign) in zip(asked, other, strict=True):
        assert foreign == pytest.approx(RELATED_WEIGHT * own)


def test_the_vector_mode_takes_the_words_as_they_are(retriever: Retriever) -> None:
    query = interpreted(retriever, "uppsökande arbete")
    plain = parse_query("uppsökande arbete")
    assert [one.chunk for one in retriever.rank(query, Filters(), "vector", 10)] == [
        one.chunk for one in retriever.rank(plain, Filters(), "vector", 10)
    ]


def test_a_correction_is_said_beside_the_hits_and_in_json(hankehaku: Hankehaku) -> None:
    done = hankehaku("--lang", "fi", "hae", "vertaisryhmmät", "--format", "json")
    assert done.returncode == 0
    assert "vertaisryhmät" in done.stderr
    assert "=vertaisryhmmät" in done.stderr
    query = json.loads(done.stdout)["query"]
    assert query["text"] == "vertaisryhmmät"
    assert query["corrections"] == [{"given": "vertaisryhmmät", "suggestion": "vertaisryhmät"}]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("etsivä nuorisotyö satamissa", ()),
        ("nuorisotyö avaruusraketissa", ("avaruusraketissa",)),
        ("uppsökande arbete", ()),
        ("=nuorisotyön =avaruusraketti", ("avaruusraketti",)),
        ('"avaruusraketti" nuorille', ()),
    ],
)
def test_words_that_the_collection_does_not_have_are_missing(
    retriever: Retriever, text: str, missing: tuple[str, ...]
) -> None:
    assert interpreted(retriever, text).missing == missing


def test_missing_words_are_said_beside_the_hits_and_in_json(hankehaku: Hankehaku) -> None:
    done = hankehaku("--lang", "fi", "hae", "nuorisotyö avaruusraketissa avaruusraketissa", "--format", "json")
    assert done.returncode == 0
    assert "Ei missään kohdassa: avaruusraketissa\n" in done.stderr
    assert json.loads(done.stdout)["query"]["missing"] == ["avaruusraketissa", "avaruusraketissa"]
    assert "In no passage" not in hankehaku("search", "etsivä nuorisotyö").stderr


def test_a_hyphen_that_is_read_as_part_of_a_name_is_said_with_what_leaves_the_word_out(hankehaku: Hankehaku) -> None:
    done = hankehaku("--lang", "fi", "hae", "etsivä nuorisotyö -hanke", "--mode", "keyword")
    assert done.returncode == 0
    assert 'Luettiin nimen osana: -hanke. Sanan jätät pois näin: -"hanke"\n' in done.stderr
    assert "Ilman kohtia" not in done.stderr


def test_the_exact_misspelling_can_be_asked_for(hankehaku: Hankehaku) -> None:
    done = hankehaku("search", "=vertaisryhmmät", "--mode", "keyword")
    assert (done.returncode, done.stdout) == (1, "")


def test_evidence_of_words_counts_as_far_as_the_collection_has_the_words(retriever: Retriever) -> None:
    def covered(text: str) -> float:
        return interpreted(retriever, text).coverage

    assert covered("etsivä nuorisotyö") == 1.0
    assert covered("uppsökande arbete") == 1.0
    assert covered("uppsökande arbete bland människor utan skepp") == pytest.approx(2 / 6)
    assert covered("spacecraft propulsion") == 0.0


def test_what_is_left_out_is_said(hankehaku: Hankehaku) -> None:
    done = hankehaku("--lang", "fi", "hae", "nuorten työpaja -kahvila", "--mode", "keyword")
    assert "Ilman kohtia, joissa on: kahvila" in done.stderr


def test_a_translation_is_told_in_json_and_marked_in_the_passages(hankehaku: Hankehaku, tmp_path: Path) -> None:
    write_dictionary(tmp_path, SWEDISH, {"hamn": "satama"})
    done = hankehaku(
        *("search", "hamnarna", "--mode", "keyword", "--format", "json"),
        HANKEHAKU_DICTIONARIES=str(tmp_path),
        XDG_CACHE_HOME=str(tmp_path / "cache"),
    )
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert answer["query"]["translations"] == [{"term": "hamnarna", "language": "sv", "alternatives": ["satama"]}]
    words = [word for hit in answer["hits"] for passage in hit["passages"] for word in passage["why"]["words"]]
    assert {(word["query"], word["lemma"], word["kind"]) for word in words} == {("hamnarna", "satama", "translation")}
