from __future__ import annotations

import pytest

from index.finnish import analyse
from search.retrieve import Retriever
from search.similar.terms import TermWeights, content_terms, cosine, covered, form_terms, names_something, vector


def same_weight(term: str) -> float:
    return 1.0


def test_inflected_words_are_one_term_and_parts_of_compounds_count_half() -> None:
    counts = content_terms(analyse("Työpajalla ja työpajoissa on 30 ihmistä."))
    assert counts["työpaja"] == 2
    assert counts["paja"] == counts["työ"] == 1
    assert "ja" not in counts
    assert "30" not in counts


def test_a_rare_word_weighs_more_and_one_that_is_nowhere_nothing(retriever: Retriever) -> None:
    weights = TermWeights(retriever.keywords, 1)
    assert weights("kahvilavaunu") > weights("nuori") > 0
    assert weights("tulivuori") == 0
    assert 0 < weights.share("kahvilavaunu") < weights.share("nuori") < 1


def test_what_stands_in_too_few_passages_to_be_shared_has_no_weight(retriever: Retriever) -> None:
    assert TermWeights(retriever.keywords, 2)("maatiaisperuna") == 0
    assert TermWeights(retriever.keywords, 1)("maatiaisperuna") > 0


def test_a_document_is_as_like_itself_as_can_be_and_unlike_one_without_a_common_word() -> None:
    one = vector({"etsivä": 2, "nuori": 1}, same_weight, 3)
    other = vector({"veturi": 5}, same_weight, 3)
    assert cosine(one, one) == pytest.approx(1)
    assert cosine(one, other) == 0


def test_a_word_told_many_times_counts_for_more_but_not_as_many_times_more() -> None:
    once = vector({"nuori": 1, "satama": 1}, same_weight, 2)
    many = vector({"nuori": 50, "satama": 1}, same_weight, 2)
    assert once["nuori"] < many["nuori"] < 25 * many["satama"]


def test_a_document_covers_the_share_of_the_other_that_lies_on_common_words() -> None:
    short = vector({"nuori": 1}, same_weight, 2)
    long = vector({"nuori": 1, "satama": 1, "kahvila": 1, "ilta": 1}, same_weight, 2)
    assert covered(short, long) == pytest.approx(1)
    assert covered(long, short) == pytest.approx(1 / 4)


def test_a_document_of_words_without_weight_is_like_nothing() -> None:
    assert vector({"nuori": 1}, lambda term: 0.0, 1) == {}


def test_key_words_are_nouns_adjectives_and_names_not_verbs_or_adverbs() -> None:
    assert all(map(names_something, ("psykiatria", "työtön", "Lappeenranta", "digikoutsi")))
    assert not any(map(names_something, ("lähteä", "siellä", "aina")))


def test_the_words_of_the_forms_own_labels_are_known() -> None:
    assert {"luonnonvara", "jäte", "kulttuuriympäristö"} <= form_terms()
    assert "nuori" not in form_terms()
