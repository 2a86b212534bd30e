"""The vocabulary of synonyms that comes with the program: what it may and may not hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from index.finnish import analyse, is_stop_word
from index.model import Token
from index.voikko import analyses
from search.query import parse_query
from search.synonyms import Expansion, Synonyms

VOCABULARY = Path(__file__).parents[2] / "seeds" / "synonyms.toml"

# Words of the vocabulary that Voikko doesn't know: everyday speech, abbreviations, recent and foreign words.
_UNKNOWN_TO_VOIKKO = """
työkkäri typ kuty työhönvalmentaja rekry rekrytapahtuma rekrymessut kohtaanto-ongelma rekrykoulutus
työssäjaksaminen marginalisaatio mentorointi mentori mentorointiohjelma opo neet nuokkari huostaanotettu
neurokirjo nepsy neuroepätyypillinen tules amk tuva telma pelillistäminen covid-19 leader-ryhmä leader-toiminta
startup-yritys startup itsensätyöllistäjä kevytyrittäjä kevytyrittäjyys coworking coworking-tila chat ict
robotisaatio gdpr esr eakr
"""
UNKNOWN_TO_VOIKKO = frozenset(_UNKNOWN_TO_VOIKKO.split())

# Terms with a form that begins otherwise than its lemma (tehdä); they are found as they are written.
STEM_CHANGES = {"tekemällä oppiminen"}
HOMONYMS = {"työpaja"}  # of young people; a session
# Swedish and English words that Voikko takes for Finnish ones, harmless in a Finnish query.
FINNISH_LOOKALIKES = frozenset(("diakoni", "hobby", "workshop", "countryside", "depression"))
# Words that suit nearly every project, or say nothing of what it does.
_WIDE = """
hanke projekti työ palvelu toiminta tuki apu malli kehittäminen asiakas ihminen henkilö kunta kaupunki yritys
koulutus opiskelu osaaminen yhteistyö nuori aikuinen hyvinvointi terveys ohjaus neuvonta valmennus verkosto tavoite
tulos menetelmä toimenpide ryhmä elämä arki yhteisö oppiminen suunnittelu toteutus
projekt arbete service tjänst verksamhet stöd hjälp modell utveckling kund människa person kommun företag
utbildning studier kunnande samarbete ung unga vuxen välbefinnande hälsa handledning rådgivning nätverk mål
project work activity support help model development customer client people municipality company training
education skill skills cooperation youth young adult well-being wellbeing health guidance network aim result method
"""
WIDE = frozenset(_WIDE.split())


@pytest.fixture(scope="module")
def vocabulary() -> Synonyms:
    return Synonyms.load(VOCABULARY)


def expand(synonyms: Synonyms, text: str) -> list[Expansion]:
    return synonyms.expand(parse_query(text).keywords.words)


def content(text: str) -> list[Token]:
    return [token for token in analyse(text) if not is_stop_word(token)]


def is_reduced_to_one_word(text: str) -> bool:
    return len(content(text)) == 1 < len(analyse(text))


def test_the_vocabulary_covers_the_field(vocabulary: Synonyms) -> None:
    assert len(vocabulary.groups) >= 120
    for query in ("työkkärissä", "low-threshold services", "uppsökande ungdomsarbete", "ylivelkaantuneiden neuvonta"):
        assert expand(vocabulary, query), query


def test_no_term_stands_twice_except_homonyms(vocabulary: Synonyms) -> None:
    places: defaultdict[object, list[int]] = defaultdict(list)
    for number, group in enumerate(vocabulary.groups):
        for language, text in group:
            words = analyse(text)
            key = tuple(word.lemmas for word in words) if language == "fi" else text.lower()
            if text not in HOMONYMS:
                places[key].append(number)
    assert {key: numbers for key, numbers in places.items() if len(numbers) > 1} == {}


def test_no_group_stands_twice(vocabulary: Synonyms) -> None:
    counts = Counter(frozenset(text for _, text in group) for group in vocabulary.groups)
    assert max(counts.values()) == 1


def test_no_term_is_a_word_so_wide_that_it_drowns_a_search(vocabulary: Synonyms) -> None:
    wide = [text for group in vocabulary.groups for _, text in group if text.lower() in WIDE]
    assert wide == []


def test_every_finnish_word_is_known_to_voikko_or_a_known_exception(vocabulary: Synonyms) -> None:
    words = [analyse(text) for group in vocabulary.groups for language, text in group if language == "fi"]
    unknown = {tokens[0].text for tokens in words if len(tokens) == 1 and not tokens[0].known}
    assert unknown == UNKNOWN_TO_VOIKKO


def test_no_swedish_or_english_word_means_something_else_in_finnish(vocabulary: Synonyms) -> None:
    foreign = {text.lower() for group in vocabulary.groups for language, text in group if language != "fi"}
    assert {text for text in foreign if " " not in text and analyses(text)} == FINNISH_LOOKALIKES


def test_every_term_is_found_when_it_is_searched_for(vocabulary: Synonyms) -> None:
    missed = []
    for group in vocabulary.groups:
        own = {text for _, text in group}
        for _, text in group:
            words = tuple(range(len(content(text))))
            if not is_reduced_to_one_word(text) and not any(
                expansion.words == words and expansion.term in own for expansion in expand(vocabulary, text)
            ):
                missed.append(text)
    assert missed == []


def test_every_finnish_term_is_found_by_its_base_forms_alone(vocabulary: Synonyms) -> None:
    missed = []
    for text in (text for group in vocabulary.groups for language, text in group if language == "fi"):
        lemmas = " ".join(token.lemmas[0] for token in content(text))
        if text not in STEM_CHANGES and not is_reduced_to_one_word(text) and not expand(vocabulary, lemmas):
            missed.append((text, lemmas))
    assert missed == []


def test_the_vocabulary_is_in_the_layout_that_is_read_without_tomllib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("tomllib.loads")
    assert len(Synonyms.load(VOCABULARY).groups) >= 120
