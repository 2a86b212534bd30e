"""The vocabulary of synonyms that comes with the program: what it may and may not hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.finnish import analyse, is_stop_word
from index.model import Token
from index.voikko import analyses
from search.query import parse_query
from search.synonym_groups import Group, read_groups
from search.synonym_store import SynonymStore
from search.synonyms import Expansion, Synonyms

VOCABULARY = Path(__file__).parents[2] / "seeds" / "synonyms.toml"

# Words of the vocabulary that Voikko doesn't know: everyday speech, abbreviations, recent and foreign words.
_UNKNOWN_TO_VOIKKO = """
ageismi ahistus amislainen amk automatisaatio avi barista benchmarkkaus benchmarkkausmatka burnoutti ceevee chat
chatbotti chatgpt coachaus coaching covid-19 coworking coworking-tila diginatiivi dyskalkulia dysleksia dyykkaaminen
dösä eakr ekstremismi elarit enkku eresepti eräily eskari eskarilainen esports esr extreme-lajit feikkiuutinen
fillarointi flyeri forumteatteri frendi friba frilanseri futis gdpr hackathon helpdesk henkilökohtaistaminen
hikikomori hlbtiq hoks hops hr huostaanotettu hva hyväksilukeminen höntsä ict improteatteri intersektionaalinen
intersektionaalisuus iot ipr itsensätyöllistäjä jopo jopoluokka jtf kaalo kaara kevytyrittäjyys kevytyrittäjä kickoff
kirppari kirppis klapi kledjut klovneria kohtaanto-ongelma konkka konseptointi koris kouluterkkari kuty kämppis larppi
lasu leader-ryhmä leader-toiminta leimaantuminen lekuri linkedin livelähetys liveroolipeli livvi luma lumikenkäily
lyhytkoulutus lyhytkurssi maalittaminen mamu marginalisaatio masis meili mentori mentoriohjelma mentorointi
mentorointiohjelma mentorointipari mentorointisuhde migri millenniaali mooc mosa muraali murkku musa neet nepsy
nepsy-valmennus nepsy-valmentaja nepsyvalmennus nepsyvalmentaja neuroepätyypillinen neurokirjo neurokirjolainen
neuromoninaisuus nisti nuokkari nuta nuva okm ope oph opioidikorvaushoito opo ops paraurheilu pelillistäminen
persaukinen pilates pleikkari podi portsari postiljooni punttis raksa rekry rekrykoulutus rekrylisä rekrymessut
rekrytapahtuma rekrytreffit remppa restoratiivinen robotisaatio rodullistaminen rodullistettu räp räppi räppipaja
safka saikku saikuttaminen sarjis selkokielistäminen siiloutuminen siiloutunut skype sporttaaminen startup
startup-yritys stea stm striimi syrjäänvetäytyminen säbä tarinallistaminen tarkkis teams-kokous teams-tapaaminen telma
tem terkkari tettijakso tettiläinen tettipaikka thl tiktok tiskari tki tubettaja tules tuntilainen tuunaaminen tuunaus
tuva tyhy typ työharkka työhönpaluu työhönvalmentaja työkkäri työssäjaksaminen työssäviihtyminen vaihtari vakiduuni
vakityö vapettaminen varaisovanhempi viheriala vitkuttelu vlogi vpk väliinputoaminen webropol webropol-kysely yki
ylppärit äppi
"""
UNKNOWN_TO_VOIKKO = frozenset(_UNKNOWN_TO_VOIKKO.split())

# Terms with a form that begins otherwise than its lemma (tehdä); they are found as they are written.
STEM_CHANGES = {
    "omilleen muuttaminen",
    "paluu töihin",
    "takaisin töihin",
    "tekemällä oppiminen",
    "tiedolla johtaminen",
}
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
def vocabulary(groups: list[Group]) -> Synonyms:
    return of(groups)


@pytest.fixture(scope="module")
def groups() -> list[Group]:
    return read_groups(VOCABULARY)


def of(groups: Sequence[Group]) -> Synonyms:
    return Synonyms(SynonymStore(lambda: groups))


def expand(synonyms: Synonyms, text: str) -> list[Expansion]:
    return synonyms.expand(parse_query(text).keywords.words)


def content(text: str) -> list[Token]:
    return [token for token in analyse(text) if not is_stop_word(token)]


def is_reduced_to_one_word(text: str) -> bool:
    return len(content(text)) == 1 < len(analyse(text))


def test_the_vocabulary_covers_the_field(vocabulary: Synonyms, groups: list[Group]) -> None:
    assert len(groups) >= 500
    for query in ("työkkärissä", "low-threshold services", "uppsökande ungdomsarbete", "ylivelkaantuneiden neuvonta"):
        assert expand(vocabulary, query), query


def test_no_term_stands_twice_except_homonyms(groups: list[Group]) -> None:
    places: defaultdict[object, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for language, text in group:
            words = analyse(text)
            key = tuple(word.lemmas for word in words) if language == "fi" else text.lower()
            if text not in HOMONYMS:
                places[key].append(number)
    assert {key: numbers for key, numbers in places.items() if len(numbers) > 1} == {}


def test_no_group_stands_twice(groups: list[Group]) -> None:
    counts = Counter(frozenset(text for _, text in group) for group in groups)
    assert max(counts.values()) == 1


def test_no_term_is_a_word_so_wide_that_it_drowns_a_search(groups: list[Group]) -> None:
    wide = [text for group in groups for _, text in group if text.lower() in WIDE]
    assert wide == []


def test_every_finnish_word_is_known_to_voikko_or_a_known_exception(groups: list[Group]) -> None:
    words = [analyse(text) for group in groups for language, text in group if language == "fi"]
    unknown = {tokens[0].text for tokens in words if len(tokens) == 1 and not tokens[0].known}
    assert unknown == UNKNOWN_TO_VOIKKO


def test_no_swedish_or_english_word_means_something_else_in_finnish(groups: list[Group]) -> None:
    foreign = {text.lower() for group in groups for language, text in group if language != "fi"}
    assert {text for text in foreign if " " not in text and analyses(text)} == FINNISH_LOOKALIKES


def test_every_term_is_found_when_it_is_searched_for(groups: list[Group]) -> None:
    missed = []
    for group in groups:
        alone = of([group])
        for _, text in group:
            words = tuple(range(len(content(text))))
            if not is_reduced_to_one_word(text) and all(one.words != words for one in expand(alone, text)):
                missed.append(text)
    assert missed == []


def test_every_finnish_term_is_found_by_its_base_forms_alone(groups: list[Group]) -> None:
    missed = []
    for group in groups:
        alone = of([group])
        for text in (text for language, text in group if language == "fi"):
            lemmas = " ".join(token.lemmas[0] for token in content(text))
            if text not in STEM_CHANGES and not is_reduced_to_one_word(text) and not expand(alone, lemmas):
                missed.append((text, lemmas))
    assert missed == []
