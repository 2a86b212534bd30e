"""The query language: words, "phrases", -exclusions and =exact forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QueryError
from index.keyword_query import Phrase
from index.limits import LONGEST_QUERY
from search.query import parse_query, without_operators


def words(text: str) -> list[str]:
    return [word.token.text for word in parse_query(text).keywords.words]


def texts(phrases: tuple[Phrase, ...]) -> list[list[str]]:
    return [[("=" if word.exact else "") + word.token.text for word in phrase] for phrase in phrases]


def test_words_are_sought_by_their_base_forms() -> None:
    nuori, paja = parse_query("nuorten työpajoilla").keywords.words
    assert "nuori" in nuori.token.lemmas
    assert "työpaja" in paja.token.lemmas
    assert paja.token.parts == ("työ", "paja")


def test_function_words_rank_nothing_beside_words_of_content() -> None:
    assert words("nuorten ja aikuisten kanssa") == ["nuorten", "aikuisten"]
    assert words('"etsivä työ" ja') == []


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Milloin työpajat alkavat?", ["työpajat", "alkavat"]),
        ("Montako nuorta työllistyi?", ["nuorta", "työllistyi"]),
        ("Millaisia palveluja velkaantuneille on?", ["palveluja", "velkaantuneille"]),
        ("Paljonko kuntoutus maksoi ja kauanko se kesti?", ["kuntoutus", "maksoi", "kesti"]),
    ],
)
def test_a_question_is_ranked_by_its_subject(question: str, subject: list[str]) -> None:
    assert [word.token.text for word in parse_query(question).keywords.words] == subject


def test_a_question_word_alone_or_quoted_is_searched() -> None:
    assert [word.token.text for word in parse_query("milloin").keywords.words] == ["milloin"]
    assert [word.token.text for word in parse_query('"milloin ja millainen"').keywords.phrases[0]] == [
        "milloin",
        "ja",
        "millainen",
    ]


def test_function_words_count_when_they_are_all_there_is() -> None:
    assert words("ja") == ["ja"]


@pytest.mark.parametrize(
    "quoted", ['"etsivän työn"', "”etsivän työn”", "“etsivän työn”", "„etsivän työn“", "»etsivän työn»"]
)
def test_a_phrase_stands_in_any_quotation_marks(quoted: str) -> None:
    query = parse_query(f"malli {quoted}")
    assert texts(query.keywords.phrases) == [["etsivän", "työn"]]
    assert words(f"malli {quoted}") == ["malli"]


def test_a_quotation_mark_without_its_pair_opens_a_phrase_to_the_end() -> None:
    assert texts(parse_query('nuoret "etsivä työ').keywords.phrases) == [["etsivä", "työ"]]


def test_a_phrase_keeps_its_function_words() -> None:
    assert texts(parse_query('"nuori ja vanha"').keywords.phrases) == [["nuori", "ja", "vanha"]]


def test_a_word_or_a_phrase_behind_a_minus_is_left_out_and_not_embedded() -> None:
    query = parse_query('työpaja -nuoret -"kuntouttava työtoiminta"')
    assert texts(query.keywords.excluded) == [["nuoret"], ["kuntouttava", "työtoiminta"]]
    assert query.text == "työpaja"


@pytest.mark.parametrize("text", ["työ-elämä", "sosiaali- ja terveysala", "ESR-hanke", "työ - elämä", "2018-2020"])
def test_a_hyphen_leaves_out_only_at_the_start_of_a_word(text: str) -> None:
    assert parse_query(text).keywords.excluded == ()
    assert len(words(text)) >= 1


def test_an_exact_word_is_marked_so_and_others_are_not() -> None:
    query = parse_query("=jalkautuminen nuori")
    assert {word.token.text: word.exact for word in query.keywords.words} == {"jalkautuminen": True, "nuori": False}
    assert query.text == "jalkautuminen nuori"


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Suunta yhdessä -hanke", "hanke"),
        ("Suunta yhdessä -hankkeen tulokset", "hankkeen"),
        ("Tuumasta toimeen -kehittämishankkeessa", "kehittämishankkeessa"),
        ("Askel kerrallaan -toimintamallia", "toimintamallia"),
    ],
)
def test_the_hyphen_of_a_name_of_several_words_leaves_nothing_out(text: str, joined: str) -> None:
    query = parse_query(text)
    assert query.joined == (joined,)
    assert query.keywords.excluded == ()
    assert query.text == text.replace("-", "")
    assert joined in [word.token.text for word in query.keywords.words]


@pytest.mark.parametrize(
    "text", ["-hanke työpaja", 'työpaja -"hanke"', '"etsivä työ" -hanke', "työpaja -nuoret", "työpaja -hankeikkuna"]
)
def test_other_hyphens_before_words_leave_them_out(text: str) -> None:
    query = parse_query(text)
    assert query.joined == ()
    assert len(query.keywords.excluded) == 1


def test_a_word_within_a_phrase_or_an_exclusion_can_be_exact() -> None:
    query = parse_query('"=etsivän työ" -=nuorten')
    assert texts(query.keywords.phrases) == [["=etsivän", "työ"]]
    assert texts(query.keywords.excluded) == [["=nuorten"]]


def test_the_words_of_phrases_score_too() -> None:
    scored = parse_query('nuoret "etsivä työ" -koulu').scored_words
    assert [word.token.text for word in scored] == ["nuoret", "etsivä", "työ"]


@pytest.mark.parametrize("text", ["-nuoret", '-"etsivä työ"', " -nuoret  -koulu "])
def test_a_query_that_only_leaves_out_is_refused(text: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_query(text)
    assert refused.value.message.fi == "Haku kertoo vain, mitä jätetään pois."
    assert "hankehaku hae" in refused.value.hint.fi


@pytest.mark.parametrize("text", ["", "  \n", '""', "?!", "-", "=", '="'])
def test_a_query_without_words_is_refused(text: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_query(text)
    assert refused.value.message.en == "The query has no words."


def test_a_query_may_be_a_page_long_but_no_longer() -> None:
    page = "työ " * (LONGEST_QUERY // 4)
    assert len(parse_query(page).keywords.words) == LONGEST_QUERY // 4
    with pytest.raises(QueryError, match=str(LONGEST_QUERY + 1)):
        parse_query(page + "o")


@given(st.text(alphabet='nuori työ-="”»\n', max_size=40) | st.text(max_size=40))
def test_any_text_is_a_query_with_something_to_look_for_or_is_refused(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    assert query.scored_words
    assert query.given == text
    assert query.text.strip()
    assert '"' not in query.text


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("”Ei yksin” : vertaisryhmän polku", ["yksin", "vertaisryhmän", "polku"]),
        ("Take away -pisteen suunnittelu", ["take", "away", "pisteen", "suunnittelu"]),
        ("Nuoret - työn kynnyksellä", ["nuoret", "työn", "kynnyksellä"]),
        ("=kuntoutus sosiaali- ja terveysalalla", ["kuntoutus", "sosiaali-", "terveysalalla"]),
    ],
)
def test_any_text_can_be_asked_for_by_its_words_alone(title: str, wanted: list[str]) -> None:
    query = parse_query(without_operators(title)).keywords
    assert [word.token.text for word in query.words] == wanted
    assert not query.phrases
    assert not query.excluded
    assert not any(word.exact for word in query.words)
