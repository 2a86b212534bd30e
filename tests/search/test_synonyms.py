"""Synonyms and near-terms: how the vocabulary is written, and what it finds in a query."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QueryError
from index.finnish import analyse
from search.query import parse_query
from search.synonym_groups import read_groups
from search.synonym_store import SynonymStore
from search.synonyms import Expansion, Synonyms

SMALL = """\
# Kommentti
[[group]]
fi = ["etsivä työ", "jalkautuva työ", "löytävä työ"]
sv = ["uppsökande arbete"]
en = ["outreach work", "outreach"]

[[group]]
fi = ["etsivä nuorisotyö", "nuorten etsivä työ"]

[[group]]
fi = ["TE-toimisto", "työ- ja elinkeinotoimisto", "työvoimatoimisto", "työkkäri"]

[[group]]
fi = ["matalan kynnyksen palvelu", "avoin palvelu"]
sv = ["lågtröskelverksamhet"]
en = ["low-threshold service"]

[[group]]
fi = ["yksinyrittäjä", "itsensä työllistäjä"]
en = ["sole trader"]

[[group]]
fi = ["kuusi", "kuusipuu"]

[[group]]
fi = ["kynä", "lyijykynä"]
sv = ["penna"]

[[group]]
fi = ["kynä", "kirjailijan työ"]

[[group]]
sv = ["dagvård"]
en = ["day care"]
"""


@pytest.fixture
def small(tmp_path: Path) -> Synonyms:
    return written(tmp_path, SMALL)


def written(folder: Path, text: str) -> Synonyms:
    path = folder / "sanat.toml"
    path.write_text(text, encoding="utf-8")
    return Synonyms(SynonymStore(lambda: read_groups(path)))


def expand(synonyms: Synonyms, text: str) -> list[Expansion]:
    return synonyms.expand(parse_query(text).keywords.words)


def terms(synonyms: Synonyms, text: str) -> list[str]:
    return [expansion.term for expansion in expand(synonyms, text)]


def others(expansion: Expansion) -> list[str]:
    return [alternative.text for alternative in expansion.alternatives]


def variant(synonyms: Synonyms, text: str) -> str | None:
    query = parse_query(text)
    return synonyms.finnish_variant(query, synonyms.expand(query.keywords.words))


# What is found in a query


@pytest.mark.parametrize(
    ("query", "term"),
    [
        ("etsivä työ", "etsivä työ"),
        ("etsivästä työstä", "etsivä työ"),
        ("ETSIVÄÄ TYÖTÄ", "etsivä työ"),
        ("matalan kynnyksen palveluista", "matalan kynnyksen palvelu"),
        ("TE-toimistossa", "TE-toimisto"),
        ("työ- ja elinkeinotoimistosta", "työ- ja elinkeinotoimisto"),
        ("työvoimatoimistojen", "työvoimatoimisto"),
        ("avoimissa palveluissa", "avoin palvelu"),
    ],
)
def test_a_finnish_term_is_found_in_any_inflection(small: Synonyms, query: str, term: str) -> None:
    assert terms(small, query) == [term]


@pytest.mark.parametrize("query", ["työkkäri", "työkkärissä", "työkkäristä", "työkkärin", "työkkäreitä", "työkkärille"])
def test_an_everyday_word_unknown_to_voikko_is_found_with_its_case_endings(small: Synonyms, query: str) -> None:
    assert terms(small, query) == (["työkkäri"] if query != "työkkäreitä" else [])


def test_an_unknown_word_that_only_begins_alike_is_another_word(small: Synonyms) -> None:
    assert terms(small, "työkkärikortisto") == []


@pytest.mark.parametrize(
    ("query", "term"),
    [
        ("uppsökande arbete", "uppsökande arbete"),
        ("Lågtröskelverksamhet för unga", "lågtröskelverksamhet"),
        ("outreach work", "outreach work"),
        ("outreach", "outreach"),
        ("low-threshold services", "low-threshold service"),
        ("sole traders", "sole trader"),
    ],
)
def test_swedish_and_english_terms_are_found_as_written_english_in_the_plural_too(
    small: Synonyms, query: str, term: str
) -> None:
    assert terms(small, query) == [term]


def test_an_inflected_swedish_term_is_not_found(small: Synonyms) -> None:
    assert terms(small, "uppsökande arbetet") == []


def test_the_positions_are_those_of_the_querys_words_of_content(small: Synonyms) -> None:
    (expansion,) = expand(small, "kaupunki ja etsivän työn tulokset")
    assert expansion.words == (1, 2)


def test_the_longest_term_wins_and_none_overlaps_another(small: Synonyms) -> None:
    assert terms(small, "nuorten etsivää työtä") == ["nuorten etsivä työ"]
    assert terms(small, "outreach work") == ["outreach work"]


def test_each_term_of_a_query_is_found_in_order(small: Synonyms) -> None:
    found = expand(small, "työkkärin asiakkaat etsivässä työssä")
    assert [(expansion.words, expansion.term) for expansion in found] == [((0,), "työkkäri"), ((2, 3), "etsivä työ")]


def test_words_apart_or_in_another_order_are_no_term(small: Synonyms) -> None:
    assert terms(small, "etsivä nuorten työ") == []
    assert terms(small, "työ etsivä") == []


def test_any_reading_of_an_ambiguous_word_will_do(small: Synonyms) -> None:
    assert "kuusi" in analyse("kuusta")[0].lemmas[1:]
    assert terms(small, "kuusta") == ["kuusi"]


def test_a_term_with_two_meanings_expands_in_both(small: Synonyms) -> None:
    first, second = expand(small, "kynällä")
    assert first.words == second.words == (0,)
    assert (others(first), others(second)) == (["lyijykynä", "penna"], ["kirjailijan työ"])


@pytest.mark.parametrize("query", ["=etsivä =työ", "=outreach", "kirje =työkkäri", "etsivä =työ"])
def test_exact_words_are_never_expanded(small: Synonyms, query: str) -> None:
    assert terms(small, query) == []


def test_quoted_words_are_never_expanded(small: Synonyms) -> None:
    assert terms(small, '"etsivä työ" kirje') == []


def test_one_word_left_of_a_term_without_its_function_words_is_not_the_term(small: Synonyms) -> None:
    assert terms(small, "suuri työllistäjä") == []
    assert others(expand(small, "yksinyrittäjät")[0]) == ["itsensä työllistäjä", "sole trader"]


def test_a_query_without_terms_has_no_expansions(small: Synonyms) -> None:
    assert expand(small, "kirjasto ja pyöräily") == []


# What the alternatives are


def test_alternatives_are_the_groups_other_terms_with_their_language(small: Synonyms) -> None:
    (expansion,) = expand(small, "jalkautuvaa työtä")
    assert [(alternative.text, alternative.language) for alternative in expansion.alternatives] == [
        ("etsivä työ", "fi"),
        ("löytävä työ", "fi"),
        ("uppsökande arbete", "sv"),
        ("outreach work", "en"),
        ("outreach", "en"),
    ]


def test_an_alternative_is_a_phrase_as_it_stands_in_text_with_its_function_words(small: Synonyms) -> None:
    (expansion,) = expand(small, "TE-toimisto")
    phrase = expansion.alternatives[0].phrase
    assert [word.token.lemmas[0] for word in phrase] == ["työ", "ja", "elinkeinotoimisto"]
    assert not any(word.exact for word in phrase)


def test_a_term_of_the_same_lemmas_is_no_alternative_and_none_comes_twice(tmp_path: Path) -> None:
    synonyms = written(tmp_path, '[[group]]\nfi = ["lounas", "lounaat", "ateria", "ateriat", "ruokailu"]\n')
    assert [others(expansion) for expansion in expand(synonyms, "lounaita")] == [["ateria", "ruokailu"]]


# The second version of the query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("outreach work for young people", "etsivä työ for young people"),
        ("uppsökande arbete bland unga", "etsivä työ bland unga"),
        ("nuoria työkkärissä", "nuoria TE-toimisto"),
        ("työ- ja elinkeinotoimistossa asiointi", "TE-toimisto asiointi"),
        ("etsivästä työstä nuorille", "jalkautuva työ nuorille"),
        ("kynä ja työkkäri", "lyijykynä ja TE-toimisto"),
        ("Kylän, löytävän työn: malli", "Kylän, etsivä työ: malli"),
        ("työkkäri työkkäri", "TE-toimisto TE-toimisto"),
        ('työkkäri "hyvä palvelu" -kirje =arki', "TE-toimisto hyvä palvelu arki"),
    ],
)
def test_each_term_gives_way_to_its_groups_most_usual_other_finnish_term(
    small: Synonyms, query: str, expected: str
) -> None:
    assert variant(small, query) == expected


@pytest.mark.parametrize(
    "query", ["kirjasto ja pyöräily", '"etsivä työ"', "=työkkäri", "kirje -työkkäri", "day care", "dagvård"]
)
def test_there_is_no_variant_where_nothing_is_replaced(small: Synonyms, query: str) -> None:
    assert variant(small, query) is None


def test_words_that_stand_together_only_across_a_phrase_are_not_replaced(small: Synonyms) -> None:
    assert variant(small, 'etsivä "hyvä arki" työ') is None


def test_a_comment_within_a_group_changes_nothing(tmp_path: Path) -> None:
    synonyms = written(tmp_path, '[[group]]\n# 5" tai "velka\nfi = ["työkkäri", "TE-toimisto"]\n# ", "\n')
    assert [others(expansion) for expansion in expand(synonyms, "työkkärissä")] == [["TE-toimisto"]]


@given(st.text(alphabet='etsivä työ-="kkärin,\n', max_size=40) | st.text(max_size=30))
def test_any_query_expands_within_its_words(text: str) -> None:
    groups = [("etsivä työ", "jalkautuva työ"), ("työkkäri", "TE-toimisto")]
    synonyms = Synonyms(SynonymStore(lambda: [tuple(("fi", term) for term in terms) for terms in groups]))
    try:
        query = parse_query(text)
    except QueryError:
        return
    positions = [word for expansion in synonyms.expand(query.keywords.words) for word in expansion.words]
    assert len(set(positions)) == len(positions)
    assert set(positions) <= set(range(len(query.keywords.words)))
    changed = synonyms.finnish_variant(query, synonyms.expand(query.keywords.words))
    assert changed is None or changed != query.text
