"""Which words of a passage answer which words of a query, and where they stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.explain import MatchedWord, Why, matched_words
from search.query import parse_query

PASSAGE = "Nuorisotyöntekijä tapasi nuoria kylän työpajoilla. Nuorten oma paja avattiin syksyllä Kangasjärvellä."


def matches(query: str, text: str = PASSAGE) -> tuple[MatchedWord, ...]:
    (words,) = matched_words(parse_query(query).scored_words, [text])
    return words


def found(query: str, text: str = PASSAGE) -> list[str]:
    return [one.text for match in matches(query, text) for one in match.found]


def test_a_word_is_found_in_all_its_forms() -> None:
    (match,) = matches("nuori")
    assert (match.query, match.kind) == ("nuori", "word")
    assert [one.text for one in match.found] == ["nuoria", "Nuorten"]


def test_a_word_is_found_within_compounds_where_it_stands_nowhere_alone() -> None:
    (match,) = matches("tekijä")
    assert (match.kind, [one.text for one in match.found]) == ("compound", ["Nuorisotyöntekijä"])


def test_a_compound_is_found_in_a_longer_one() -> None:
    (match,) = matches("nuorisotyö")
    assert (match.kind, [one.text for one in match.found]) == ("compound", ["Nuorisotyöntekijä"])


def test_a_compound_is_found_in_parts_that_stand_apart_when_all_are_there() -> None:
    elliptic = "Mielenterveys- ja päihdekuntoutujat käyvät saunassa."
    (match,) = matches("mielenterveyskuntoutuja", elliptic)
    assert (match.kind, [one.text for one in match.found]) == ("compound", ["Mielenterveys-", "päihdekuntoutujat"])
    assert found("mielenterveystyö", elliptic) == []
    assert found("=mielenterveyskuntoutuja", elliptic) == []


def test_a_misspelt_word_is_found_by_its_spelling() -> None:
    (match,) = matches("Kangasjärwellä")
    assert (match.kind, [one.text for one in match.found]) == ("similar", ["Kangasjärvellä"])


def test_an_exact_word_is_found_in_that_form_only() -> None:
    assert found("=työpajoilla") == ["työpajoilla"]
    assert found("=työpaja") == []


def test_a_word_that_stands_nowhere_is_not_among_the_matches() -> None:
    assert [match.query for match in matches("nuori traktori")] == ["nuori"]


def test_a_word_that_is_asked_twice_is_told_once() -> None:
    assert len(matches("nuori nuori")) == 1


def test_each_of_several_passages_is_told_its_own_words() -> None:
    passages = ["Paja avattiin.", "Ei mitään.", "Nuoret ja pajat.", "Paja avattiin."]
    words = matched_words(parse_query("nuori paja").scored_words, passages)
    told = [[(match.query, one.text, one.start) for match in some for one in match.found] for some in words]
    assert told == [[("paja", "Paja", 0)], [], [("nuori", "Nuoret", 0), ("paja", "pajat", 10)], [("paja", "Paja", 0)]]


def test_no_passages_have_no_words() -> None:
    assert matched_words(parse_query("nuori").scored_words, []) == []


def test_the_spans_of_all_words_come_in_order_and_each_once() -> None:
    why = Why(None, None, matches('työpaja nuori "nuorten paja"'))
    marked = [PASSAGE[start:end] for start, end in why.spans]
    assert marked == ["nuoria", "työpajoilla", "Nuorten", "paja"]


@given(st.text(alphabet="nuorten työpaja-\u00ad\n.:7", max_size=60))
def test_offsets_are_those_of_the_passage_as_it_was_given(text: str) -> None:
    for match in matches("nuori työ paja työpaja", text):
        for one in match.found:
            assert text[one.start : one.end] == one.text
