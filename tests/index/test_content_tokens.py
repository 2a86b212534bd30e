"""Which tokens of a passage and of a query stand for content, whatever the model's vocabulary is like."""

from __future__ import annotations

import numpy as np

from index.content_tokens import passage_tokens, query_tokens
from index.embedding import Embedder
from index.query_encoder import QueryVectors


def pieces_kept(*pieces: str) -> list[str]:
    """Return those pieces whose vectors are content."""
    numbered = np.arange(len(pieces), dtype=np.float32)[:, None]
    return [pieces[int(at)] for at in query_tokens(QueryVectors(numbered[:, 0], numbered, pieces))[:, 0]]


def test_function_words_and_punctuation_are_dropped_after_sentencepiece() -> None:
    kept = pieces_kept(
        "▁Nuor", "ten", "▁ja", "▁aikuisten", "▁oh", "jaus", ",", "▁joka", "▁on", "▁", "”", "ilmainen", "”."
    )
    assert kept == ["▁Nuor", "ten", "▁aikuisten", "▁oh", "jaus", "ilmainen"]


def test_function_words_and_punctuation_are_dropped_after_wordpiece() -> None:
    kept = pieces_kept("nuor", "##ten", "ja", "aikuisten", "oh", "##jaus", ",", "jo", "##ka", "on", "ilmainen", ".")
    assert kept == ["nuor", "##ten", "aikuisten", "oh", "##jaus", "ilmainen"]


def test_whole_words_of_wordpiece_are_words_each() -> None:
    assert pieces_kept("nuoret", "ja", "ohjaus") == ["nuoret", "ohjaus"]


def test_function_words_and_punctuation_are_dropped_after_byte_level_pieces() -> None:
    kept = pieces_kept("Nu", "orten", "Ġja", "Ġoh", "jaus", ",", "ĠettÃ¤", "ĠtyÃ¶", "ĠâĢĿ", "ĠtÃ¤mÃ¤", "ĠilmainenâĢĿ")
    assert kept == ["Nu", "orten", "Ġoh", "jaus", "ĠtyÃ¶", "ĠilmainenâĢĿ"]


def test_swedish_and_english_function_words_are_dropped() -> None:
    assert pieces_kept("▁stöd", "▁för", "▁unga", "▁och", "▁youth", "▁with", "▁jobs") == [
        "▁stöd",
        "▁unga",
        "▁youth",
        "▁jobs",
    ]


def test_a_passage_keeps_the_punctuation_attached_to_its_words_and_no_other() -> None:
    pieces = ("▁Ohjaus", ",", "▁joka", "▁on", "▁", "–", "▁ilmainen", ".", "▁ja", ",")
    numbered = np.arange(len(pieces), dtype=np.float32)[:, None]
    kept = passage_tokens(QueryVectors(numbered[:, 0], numbered, pieces))[:, 0]
    assert [pieces[int(at)] for at in kept] == ["▁Ohjaus", ",", "▁ilmainen", "."]


def test_nothing_but_function_words_leaves_nothing() -> None:
    assert pieces_kept("▁ja", "▁että", "▁!") == []
    assert pieces_kept() == []


def test_a_word_in_pieces_is_kept_whole_though_a_piece_is_a_function_word() -> None:
    assert pieces_kept("▁on", "nistu", "minen") == ["▁on", "nistu", "minen"]


def test_numbers_and_abbreviations_are_content() -> None:
    assert pieces_kept("▁15", "-29", "-", "vuotiaat", "▁ESR", ":", "n", "▁%") == [
        "▁15",
        "-29",
        "vuotiaat",
        "▁ESR",
        "n",
    ]


def test_the_default_model_s_tokens_lose_function_words_and_punctuation() -> None:
    ((_, vectors),) = Embedder.load().document_vectors(
        ["Nuoret, jotka ovat työttömiä, ja heidän perheensä (ks. liite)."]
    )
    rows = [at for at, piece in enumerate(vectors.pieces) if any(map(str.isalnum, piece))]
    kept = query_tokens(vectors)
    assert 0 < len(kept) < len(rows)
    texts = {piece.strip("▁") for piece, row in zip(vectors.pieces, vectors.tokens, strict=True) if row in kept}
    assert not texts & {"", ",", ".", "(", ").", "ja", "jotka", "ovat"}
