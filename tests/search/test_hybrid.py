"""Two stages: what words and pooled vectors offer is ranked anew by words and late interaction."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.build import build_index
from index.content_tokens import query_tokens
from index.filters import Filters
from index.generation import current_generation
from index.keyword_query import Scope
from index.query_encoder import QueryVectors
from index.token_codes import TokenCodes
from index.word_table import WordTable
from search import hybrid
from search.fusion import pooled_share
from search.hybrid import Asked, HybridRanker, Offers, Scored
from search.near_words import NearWords
from search.query import parse_query
from search.retrieve import Retriever
from tests.collection import write_collection
from tests.search.conftest import passages

QUERIES = (
    "nuorten yksinäisyys",
    "työhönvalmennus ja opinnot",
    "digital skills for elderly people",
    "kokemusasiantuntija",
)


@pytest.fixture
def codes(retriever: Retriever) -> TokenCodes:
    return TokenCodes(retriever.generation.path)


def ranker_of(retriever: Retriever, codes: TokenCodes | None, *, measured: bool = True) -> HybridRanker:
    return HybridRanker(retriever.catalogue, retriever.keywords, retriever.vectors, codes, measured=measured)


def ranked(retriever: Retriever, codes: TokenCodes | None, text: str, *, depth: int = 100) -> list[Scored]:
    """Rank what both rankings offer for `text`, with the built index's own stores."""
    query = parse_query(text)
    encoded = retriever.encoder.encode(query.text)
    offers = offered(retriever, encoded, text, depth)
    return ranker_of(retriever, codes).rank(Asked(query.keywords, [encoded]), offers, offers)


def offered(retriever: Retriever, encoded: QueryVectors, text: str, depth: int) -> Offers:
    keyword = retriever.keywords.search(parse_query(text).keywords, depth, Scope())
    return Offers(keyword, retriever.vectors.search(encoded.pooled, depth))


def near_words(retriever: Retriever, text: str) -> NearWords | None:
    table = WordTable.find()
    assert table is not None
    return NearWords.of(parse_query(text), retriever.words, table)


def order(scored: list[Scored]) -> list[int]:
    return [one.chunk for one in scored]


def test_late_interaction_lifts_the_passage_that_speaks_of_the_query_most_exactly(
    retriever: Retriever, codes: TokenCodes
) -> None:
    text = "yksinäisyys"
    first, second = ranked(retriever, None, text), ranked(retriever, codes, text)
    lifted = second[0].chunk
    assert order(first).index(lifted) > 0
    late = {one.chunk: one.late or 0.0 for one in second}
    assert late[lifted] > late[first[0].chunk]
    assert "ksinäisyys" in retriever.catalogue.chunks([lifted])[lifted].chunk.text


@pytest.mark.parametrize("text", QUERIES)
def test_both_stages_rank_all_that_is_offered_once_with_scores_that_never_rise(
    retriever: Retriever, codes: TokenCodes, text: str
) -> None:
    encoded = retriever.encoder.encode(text)
    for stage in (None, codes):
        found = ranked(retriever, stage, text, depth=9)
        scores = [one.score for one in found]
        assert sorted(order(found)) == sorted(offered(retriever, encoded, text, 9).chunks)
        assert scores == sorted(scores, reverse=True)
        assert 0 <= scores[-1] <= scores[0] <= 1 + 1e-6


@pytest.mark.parametrize("text", QUERIES)
def test_those_behind_the_rescored_keep_their_order_and_their_scores_do_not_rise(
    retriever: Retriever, codes: TokenCodes, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hybrid, "RESCORED", 5)
    first, second = ranked(retriever, None, text), ranked(retriever, codes, text)
    assert len(second) > 10
    assert set(order(second)[:5]) == set(order(first)[:5])
    assert order(second)[5:] == order(first)[5:]
    scores = [one.score for one in second]
    assert scores == sorted(scores, reverse=True)
    assert [one.late is None for one in second] == [False] * 5 + [True] * (len(second) - 5)


@pytest.mark.parametrize("text", QUERIES)
def test_filters_leave_the_order_and_the_scores_of_the_others_as_they_are(
    retriever: Retriever, codes: TokenCodes, text: str
) -> None:
    query = parse_query(text)
    encoded = retriever.encoder.encode(query.text)
    everywhere = offered(retriever, encoded, text, 100)
    ranker = ranker_of(retriever, codes)
    asked = Asked(query.keywords, [encoded], near_words=near_words(retriever, text))
    whole = ranker.rank(asked, everywhere, everywhere)
    for kept in (order(whole)[1::2], order(whole)[-3:], order(whole)[:1]):
        within = Offers(*([one for one in side if one[0] in kept] for side in (everywhere.keyword, everywhere.vector)))
        filtered = ranker.rank(asked, within, everywhere)
        assert order(filtered) == kept
        expected = {one.chunk: one.score for one in whole}
        assert [one.score for one in filtered] == pytest.approx([expected[chunk] for chunk in kept])


@pytest.mark.parametrize("rescored", [1, 5, 100])
@pytest.mark.parametrize("text", QUERIES)
def test_those_that_are_ranked_anew_have_their_late_interaction_whether_it_was_foreseen_or_not(
    retriever: Retriever, codes: TokenCodes, text: str, rescored: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hybrid, "RESCORED", rescored)
    query, encoded = parse_query(text), retriever.encoder.encode(text)
    # What the words say of most passages is only known when they have been looked up.
    offers = Offers(
        retriever.keywords.search(query.keywords, 2, Scope()), retriever.vectors.search(encoded.pooled, 100)
    )
    found = ranker_of(retriever, codes).rank(Asked(query.keywords, [encoded]), offers, offers)[:rescored]
    expected = codes.interactions(query_tokens(encoded), order(found)).mean(axis=1).tolist()
    assert [one.late for one in found] == pytest.approx(expected)


def test_without_codes_the_first_stage_stands(retriever: Retriever) -> None:
    found = ranked(retriever, None, QUERIES[0])
    assert found
    assert all(one.late is None for one in found)


def test_a_query_without_token_vectors_is_ranked_by_the_first_stage(retriever: Retriever, codes: TokenCodes) -> None:
    query = parse_query(QUERIES[0])
    encoded = retriever.encoder.encode(query.text)
    bare = QueryVectors(encoded.pooled, encoded.tokens[:0], ())
    offers = offered(retriever, encoded, QUERIES[0], 100)
    found = ranker_of(retriever, codes).rank(Asked(query.keywords, [bare]), offers, offers)
    assert found == ranked(retriever, None, QUERIES[0])


@pytest.mark.parametrize("spread", [0.0, 0.09, 0.2])
def test_the_pooled_vectors_count_as_far_as_the_nearest_passage_stands_out(
    retriever: Retriever, codes: TokenCodes, spread: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = parse_query(QUERIES[0])
    encoded = retriever.encoder.encode(query.text)
    offers = offered(retriever, encoded, QUERIES[0], 100)
    cosines = {chunk: float(retriever.vectors.cosines(encoded.pooled, np.array([chunk]))[0]) for chunk in offers.chunks}
    nearest = max(cosines.values())
    monkeypatch.setattr(type(retriever.vectors), "mean_cosine", lambda *_: nearest - spread)
    asked = Asked(query.keywords, [encoded])
    bare = {one.chunk: one.score for one in ranker_of(retriever, codes, measured=False).rank(asked, offers, offers)}
    share = pooled_share(spread)
    for one in ranker_of(retriever, codes).rank(asked, offers, offers):
        pooled = max(0.0, 1 - (nearest - cosines[one.chunk]) / spread) if spread else 0.0
        assert one.score == pytest.approx(share * pooled + (1 - share) * bare[one.chunk], abs=1e-4)


def test_nothing_offered_is_nothing_ranked(retriever: Retriever, codes: TokenCodes) -> None:
    query = parse_query(QUERIES[0])
    encoded = retriever.encoder.encode(query.text)
    ranker = ranker_of(retriever, codes)
    asked = Asked(query.keywords, [encoded], near_words=near_words(retriever, QUERIES[0]))
    assert ranker.rank(asked, Offers([], []), Offers([], [])) == []
    assert ranker.rank(asked, Offers([], []), offered(retriever, encoded, QUERIES[0], 9)) == []


@pytest.mark.parametrize("text", ["ja", "sekä että", "olla mukana vai ei", "with and for"])
def test_a_query_of_function_words_alone_is_answered(retriever: Retriever, text: str) -> None:
    hits = passages(retriever, text)
    assert hits
    assert all(np.isfinite(hit.score) for hit in hits)


def test_a_hit_tells_its_late_interaction(retriever: Retriever, codes: TokenCodes) -> None:
    late = {one.chunk: one.late for one in ranked(retriever, codes, QUERIES[2])}
    for hit in passages(retriever, QUERIES[2]):
        assert hit.why.late == pytest.approx(late[hit.passage.id])


def test_a_hit_tells_how_near_its_words_come_by_themselves(retriever: Retriever) -> None:
    hits = passages(retriever, QUERIES[0])
    asked = near_words(retriever, QUERIES[0])
    assert asked is not None
    means = asked.evidence([hit.passage.id for hit in hits]).mean(axis=1).tolist()
    assert [hit.why.near_words for hit in hits] == pytest.approx(means)


@pytest.mark.parametrize("stage", ["first", "second"])
def test_near_words_raise_a_passage_above_the_others_that_says_it_in_another_word(
    retriever: Retriever, codes: TokenCodes, stage: str
) -> None:
    text = "mummojen läppärit"
    encoded, asked = retriever.encoder.encode(text), near_words(retriever, text)
    assert asked is not None
    offers = offered(retriever, encoded, text, 100)
    nearest = max(offers.chunks, key=lambda chunk: float(asked.evidence([chunk]).mean()))
    ranker = ranker_of(retriever, codes if stage == "second" else None)
    query = parse_query(text).keywords
    leads = []
    for near in (None, asked):
        scores = {one.chunk: one.score for one in ranker.rank(Asked(query, [encoded], near_words=near), offers, offers)}
        leads.append(scores[nearest] - sum(scores.values()) / len(scores))
    assert leads[1] > leads[0] + 0.01


@pytest.fixture(scope="module")
def static_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a model of static word vectors, which has no token vectors in context."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding  # type: ignore[import-not-found]
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    words = ["[UNK]", "nuoret", "nuorten", "kahvilavaunu", "ryhmä", "kirjasto", "opinnot", "verkko", "työ", "apu"]
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(words)}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    torch.manual_seed(1)
    path = tmp_path_factory.mktemp("mallit") / "sanat"
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=16)]).save(str(path))
    return path


def test_a_model_without_token_vectors_serves_hybrid_search_by_its_first_stage(
    tmp_path: Path, static_model: Path
) -> None:
    write_collection(tmp_path / "hankkeet")
    index = tmp_path / "hakemisto"
    for _ in range(2):
        report = build_index([tmp_path / "hankkeet"], index, str(static_model), lambda stage, done, total: None)
    assert report.embedded == 0
    assert not current_generation(index).manifest.late_interaction
    opened = Retriever(index)
    found = opened.rank(parse_query("nuorten kahvilavaunu"), Filters(), "hybrid", 5)
    projects = opened.catalogue.projects(opened.catalogue.documents_of([found[0].chunk]).values())
    opened.catalogue.close()
    assert [one.project for one in projects.values()] == ["S90001"]
    assert all(one.late is None for one in found)
