from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.normalizers import NFKC

from index.unigram import (
    Piece,
    UnigramRules,
    UnigramVocabulary,
    rules_from_json,
    rules_to_json,
    sorted_vocabulary,
    well_formed,
)

TEXTS = (
    "",
    "   ",
    "\n\t \u00a0",
    "etsivä työ",
    "Matalan kynnyksen palveluissa työttömät nuoret löysivät äkkiä ystäviä.",
    unicodedata.normalize("NFD", "Pöytyän työpajalla yöpyi väkeä Åbosta"),
    "kehittämis\u00adhanke ja pitkä\u200baikais\ufefftyöttömyys",
    "ESR:n 2,5 milj. € – ”TE-toimisto” 30-vuotiaille …",
    "Svenska kulturfonden stöder unga vuxna på Åland",
    "outreach work with long-term unemployed people",
    "🙂👩‍👩‍👧 hanke 🏳️‍🌈",
    "a\x00b \x00",
    "\x01\x02rivi\x0bvaihto\x1f \x7f\x85loppu\x9f",
    "ﬁnanssi ½ ① Ⅷ ﷺ ㈱ ｆｕｌｌ",
    "<s> kirjoitettu </s><mask>merkki<unk> <pad",
    "＜s＞ koko leveys",
    "▁alaviiva▁ ▁▁",
    "漢字かな交じり文 и кириллица עברית العربية",
    "ꙮ" * 12 + " 𐎠𐎡 ",
    "hyvinvointi" * 60,
    "sosiaali- ja terveyspalvelujen\r\nsaavutettavuus\u2028uusi rivi",
)
# The library's normaliser knows the compatibility forms of an older Unicode: some 70 phonetic letters differ.
OLD_UNICODE = NFKC()


@pytest.fixture(scope="module")
def vocabulary(default_model: Path) -> UnigramVocabulary:
    description = json.loads((default_model / "hankehaku.json").read_text(encoding="utf-8"))
    pieces, ids, scores = (
        np.load(default_model / f"{name}.npy", mmap_mode="r") for name in ("pieces", "piece_ids", "piece_scores")
    )
    return UnigramVocabulary(pieces, ids, scores, rules_from_json(description["tokeniser"]))


@pytest.fixture(scope="module")
def library_ids(default_model: Path) -> Callable[[str], list[int]]:
    library = Tokenizer.from_file(str(default_model / "tokenizer.json"))
    return lambda text: list(library.encode(text, add_special_tokens=False).ids)


@pytest.mark.parametrize("text", TEXTS)
def test_the_ids_are_those_of_the_tokenizers_library(
    vocabulary: UnigramVocabulary, library_ids: Callable[[str], list[int]], text: str
) -> None:
    assert [piece.id for piece in vocabulary.cut(text)] == library_ids(text)


finnish = st.text("aäeioöuykmnprstvhljd -:▁AÄÖ\u0308\u00ad\u200b<s>/", max_size=60)
anything = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=40)


@settings(max_examples=300, deadline=None)
@given(text=finnish | anything)
@example(text="\u0308a")
@example(text="a\u0308")
def test_the_ids_are_those_of_the_tokenizers_library_for_any_text(
    vocabulary: UnigramVocabulary, library_ids: Callable[[str], list[int]], text: str
) -> None:
    known = "".join(c for c in text if OLD_UNICODE.normalize_str(c) == unicodedata.normalize("NFKC", c))
    assert [piece.id for piece in vocabulary.cut(known)] == library_ids(known)


def test_a_limit_keeps_the_first_pieces(vocabulary: UnigramVocabulary) -> None:
    text = "kuntouttava työtoiminta ja palkkatuki pitkäaikaistyöttömille"
    assert vocabulary.cut(text, 5) == vocabulary.cut(text)[:5]
    assert vocabulary.cut(text, 0) == []


def test_pieces_spell_the_cleaned_text_with_a_mark_before_each_word(vocabulary: UnigramVocabulary) -> None:
    pieces = vocabulary.cut("nuorten  työpaja\u00a0Mikkelissä")
    assert "".join(piece.text for piece in pieces) == "▁nuorten▁työpaja▁Mikkelissä"


def test_a_run_of_unknown_characters_is_one_unknown_piece(vocabulary: UnigramVocabulary) -> None:
    assert vocabulary.cut("ꙮꙮꙮ") == [Piece("▁", 6), Piece("ꙮꙮꙮ", 3)]


def test_lone_surrogates_part_words_like_other_broken_characters(vocabulary: UnigramVocabulary) -> None:
    assert vocabulary.cut("työ\ud800paja") == vocabulary.cut("työ\ufffdpaja") == vocabulary.cut("työ paja")


def test_well_formed_text_is_left_as_it_is() -> None:
    assert well_formed("Äänekoski 🙂") == "Äänekoski 🙂"


RULES = UnigramRules(dropped="\x01", spaces="\t", special={"<s>": 0}, unknown=1, unknown_score=-20.0, longest=4)


def test_the_most_probable_cut_wins_over_the_longest_piece() -> None:
    pieces = [("<s>", 0.0), ("<unk>", 0.0), ("▁yö", -3.0), ("▁yöt", -9.0), ("t", -1.0), ("▁", -5.0)]
    vocabulary = UnigramVocabulary(*sorted_vocabulary(pieces), RULES)
    assert [piece.text for piece in vocabulary.cut("yöt")] == ["▁yö", "t"]


def test_rules_survive_json() -> None:
    assert rules_from_json(json.loads(json.dumps(rules_to_json(RULES)))) == RULES


def test_arrays_that_do_not_belong_together_are_refused() -> None:
    pieces, ids, scores = sorted_vocabulary([("a", -1.0), ("b", -2.0)])
    with pytest.raises(ValueError, match="length"):
        UnigramVocabulary(pieces, ids[:1], scores, RULES)
    with pytest.raises(ValueError, match="type"):
        UnigramVocabulary(pieces, scores.astype(np.int32), ids, RULES)  # type: ignore[arg-type]
