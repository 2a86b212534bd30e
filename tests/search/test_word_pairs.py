"""An explanation tells which words of a passage came nearest to those of the query; without one nothing is embedded."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from index.chunking import embedding_text
from index.content_tokens import word_vectors
from index.filters import Filters
from index.model import Chunk
from search.explain import Pair, Why
from search.group import PassageHit, search
from search.query import parse_query
from search.render.formats import Format
from search.render.hits import render_result
from search.render.terminal import Style
from search.retrieve import Retriever
from search.word_pairs import WordPairs
from tests.search.conftest import Hankehaku
from tests.search.render.conftest import result

TEXT = "Kahvilaan tulivat kyläläiset. Ohjaaja opasti asiakaskunnalle verkkopalvelujen käyttöä."
CHUNK = Chunk("3", "Tiivistelmä", None, 0, len(TEXT), TEXT, "Kohderyhmän kahvila – 3 Tiivistelmä")
PLAIN = Style(width=120, coloured=False)


@pytest.fixture(scope="module")
def pairs_of_target_group(retriever: Retriever) -> tuple[Pair, ...]:
    assert retriever.codes
    (pairs,) = WordPairs("kohderyhmän digitaidot", retriever.encoder, retriever.codes.space.mean).of([CHUNK])
    return pairs


def explained(retriever: Retriever, text: str, *, explain: bool) -> tuple[PassageHit, ...]:
    return search(retriever, parse_query(text), Filters(), "hybrid", "passage", 3, explain=explain).passages


def test_each_word_of_the_query_stands_beside_a_word_of_the_passage_as_it_is_inflected_there(
    pairs_of_target_group: tuple[Pair, ...],
) -> None:
    assert {pair.query for pair in pairs_of_target_group} == {"kohderyhmän", "digitaidot"}
    assert all(pair.text in TEXT for pair in pairs_of_target_group)
    assert ("kohderyhmän", "asiakaskunnalle") in {(pair.query, pair.text) for pair in pairs_of_target_group}


def test_the_nearest_pair_comes_first(pairs_of_target_group: tuple[Pair, ...]) -> None:
    cosines = [pair.cosine for pair in pairs_of_target_group]
    assert cosines == sorted(cosines, reverse=True)
    assert all(-1 <= cosine <= 1.0001 for cosine in cosines)


def test_at_most_three_pairs_are_told(retriever: Retriever) -> None:
    for hit in explained(retriever, "nuorten matalan kynnyksen kahvila satamassa", explain=True):
        assert len(hit.why.pairs) == 3


def test_of_several_projects_only_the_best_passage_of_each_is_embedded_anew(retriever: Retriever) -> None:
    found = search(retriever, parse_query("nuorten työpaja"), Filters(), "hybrid", "project", 3, explain=True).projects
    assert len(found) > 1
    assert all(hit.passages[0].why.pairs for hit in found)
    assert not any(passage.why.pairs for hit in found for passage in hit.passages[1:])


def test_no_pairs_are_told_unless_they_are_asked_for(retriever: Retriever) -> None:
    assert all(hit.why.pairs == () for hit in explained(retriever, "nuorten kahvila", explain=False))


def test_words_of_an_encoded_passage_know_where_they_stand(retriever: Retriever) -> None:
    (vectors,) = retriever.encoder.encode_documents([embedding_text(CHUNK)])
    words = word_vectors(vectors)
    written = "".join(embedding_text(CHUNK).split())
    assert all(written.startswith(word.text, word.start) for word in words)


def test_the_table_tells_the_pairs_with_their_cosines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANKEHAKU_LANG", "fi")
    why = Why(None, None, (), 0.5, (Pair("kohderyhmä", "asiakaskunnalle", 0.5312),))
    table = render_result(result(why=why), Format.TABLE, PLAIN, explain=True)
    assert "Lähimmät sanat: kohderyhmä ~ asiakaskunnalle (0,531)" in table
    assert "~" not in render_result(result(why=replace(why, pairs=())), Format.TABLE, PLAIN, explain=True)


def test_json_tells_the_pairs_with_their_cosines() -> None:
    why = Why(None, None, (), 0.5, (Pair("kohderyhmä", "asiakaskunnalle", 0.53119),))
    (hit,) = json.loads(render_result(result(by="passage", why=why), Format.JSON, PLAIN))["hits"]
    assert hit["why"]["pairs"] == [{"query": "kohderyhmä", "text": "asiakaskunnalle", "cosine": 0.5312}]


def test_the_command_explains_in_words(hankehaku: Hankehaku) -> None:
    done = hankehaku("search", "nuorten kahvila", "--limit", "1", "--explain", "--lang", "en")
    assert done.returncode == 0
    assert "Nearest words: " in done.stdout
