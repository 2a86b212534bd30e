"""A query of no language finds nothing; a query of words that aren't in the collection still does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from index.build import build_index
from index.filters import Filters
from index.finnish import analyse
from search.floor import is_gibberish
from search.query import parse_query
from search.retrieve import Mode, Retriever
from tests.collection import COAST, PEERS, write_collection
from tests.search.conftest import Hankehaku, passages

SEMANTIC: tuple[Mode, ...] = ("hybrid", "vector")
GIBBERISH = ("asdfgh", "xyzzyq", "sdkfjh skdjfh", "qwertyuiop", "ölkjhgf", "zxcvbnm", "dfgdfg", "ja asdfgh")
WORDS = (
    "lågtröskelverksamhet",
    "ungdomar utan arbete",
    "hälsa",
    "äldre människor",
    "homelessness",
    "outreach youth work",
    "low-threshold",
    "nuorisotoö",
    "matlan kynyksen palvelu",
    "maahanmuutaja",
    "tyottomyys",
    "nuortn ohjuas",
    "nuoret asdfgh",
)
# Too short for the model's pieces to tell anything.
SHORT_WORDS = ("EU", "AI", "yö", "Ii", "5G", "Å")
OTHER_SCRIPTS = ("молодёжь", "пожилые люди", "高齢者", "청년 고용", "νέοι", "شباب")
NONSENSE = "Xyzzyq"


@pytest.mark.parametrize("text", GIBBERISH)
@pytest.mark.parametrize("mode", SEMANTIC)
def test_gibberish_has_no_hits(retriever: Retriever, mode: Mode, text: str) -> None:
    assert passages(retriever, text, mode) == []


@pytest.mark.parametrize("text", WORDS + SHORT_WORDS + OTHER_SCRIPTS)
@pytest.mark.parametrize("mode", SEMANTIC)
def test_words_have_hits_though_they_are_of_another_language_or_misspelt(
    retriever: Retriever, mode: Mode, text: str
) -> None:
    assert passages(retriever, text, mode)


@pytest.mark.parametrize("mode", SEMANTIC)
def test_the_command_ends_with_1_and_says_that_there_are_no_hits(hankehaku: Hankehaku, mode: Mode) -> None:
    done = hankehaku("hae", "sdkfjh skdjfh", "--mode", mode, "--lang", "fi")
    assert (done.returncode, done.stdout) == (1, "")
    assert "sdkfjh skdjfh" in done.stderr


@pytest.fixture(scope="module")
def nonsense(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    """An index in which a project's text has a word of no language."""
    folder = tmp_path_factory.mktemp("hölynpöly")
    write_collection(folder / "hankkeet", (replace(COAST, target=f"Menetelmän nimi on {NONSENSE}."), PEERS))
    build_index([folder / "hankkeet"], folder / "hakemisto", None, lambda stage, done, total: None)
    opened = Retriever(folder / "hakemisto")
    yield opened
    opened.catalogue.close()


@pytest.mark.parametrize("mode", SEMANTIC)
def test_a_word_of_no_language_is_found_where_it_stands(nonsense: Retriever, mode: Mode) -> None:
    hits = passages(nonsense, NONSENSE, mode)
    assert any(NONSENSE in hit.passage.chunk.text for hit in hits)
    assert passages(nonsense, "sdkfjh skdjfh", mode) == []


def test_the_passage_in_which_it_stands_comes_first(nonsense: Retriever) -> None:
    assert NONSENSE in passages(nonsense, NONSENSE)[0].passage.chunk.text


@pytest.mark.parametrize("mode", SEMANTIC)
def test_filters_leave_hits_out_and_do_not_make_a_word_gibberish(nonsense: Retriever, mode: Mode) -> None:
    filters = Filters(region=(PEERS.region,))
    whole = [one.chunk for one in nonsense.rank(parse_query(NONSENSE), Filters(), mode, 10)]
    filtered = [one.chunk for one in nonsense.rank(parse_query(NONSENSE), filters, mode, 10)]
    assert 0 < len(filtered) < len(whole)
    assert filtered == [chunk for chunk in whole if chunk in filtered]


def test_pieces_of_every_kind_of_vocabulary_are_counted_without_their_marks() -> None:
    words = analyse("asdfgh")
    for pieces in [("▁as", "d", "f", "gh"), ("Ġas", "df", "gh"), ("as", "##df", "##gh")]:
        assert is_gibberish(words, pieces)
    assert not is_gibberish(analyse("arbetslöshet"), ("▁arbet", "s", "lös", "het"))


def test_no_pieces_tell_nothing() -> None:
    assert not is_gibberish(analyse("asdfgh"), ())


@pytest.mark.parametrize("text", ["I don't know", "går det bra"])
def test_short_words_of_another_language_are_taken_at_their_word(retriever: Retriever, text: str) -> None:
    assert retriever.rank(parse_query(text), Filters(), "hybrid", 5)


def test_a_mark_of_a_word_s_beginning_alone_counts_as_a_piece() -> None:
    (word,) = (token.token for token in parse_query("zzzzzz").keywords.words)
    assert is_gibberish([word], ["▁", "zzz", "zzz"])
    assert not is_gibberish([word], ["zzz", "zzz"])


def test_punctuation_is_no_piece_of_a_word() -> None:
    tokens = [word.token for word in parse_query("low-threshold").keywords.words]
    assert not is_gibberish(tokens, ["▁low", "-", "th", "res", "hold"])
