"""Corrections of a query's words: what is near a word of the collection is corrected, all else is left alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.finnish import analyse
from index.keyword_query import Phrase
from index.keywords import KeywordIndex, KeywordWriter, PassageTerms, title_terms
from search.query import parse_query
from search.spelling import Correction, correct, corrected_text
from tests.collection import PROJECTS, description

REPOSITORY = Path(__file__).parents[2]
SENTENCES = (
    "Matalan kynnyksen palvelut tuodaan kylille, ja niihin saa tulla ilman ajanvarausta.",
    "Matalan kynnyksen kohtaamispaikka ja avoin päiväkeskus ovat auki nuorille joka päivä.",
    "Etsivä nuorisotyö ja etsivä työ tavoittavat nuoria, jotka ovat syrjäytymisvaarassa.",
    "Kuntouttava työtoiminta on askel kohti työelämää; kuntouttavan työtoiminnan ohjaaja tukee arjessa.",
    "Pitkäaikaistyöttömien työllistyminen paranee, kun pitkäaikaistyöttömyys katkeaa ajoissa.",
    "Työttömyys ja köyhyys periytyvät; syrjäytyminen alkaa usein koulussa.",
    "Työllisyyspalvelut, terveyspalvelut ja sosiaalipalvelut tekevät yhteistyötä.",
    "Maahanmuuttajien kotoutuminen nopeutuu, kun kielitaito karttuu. Maahanmuuttaja saa oman ohjaajan.",
    "Osallisuus kasvaa, ja osallisuuden kokemus vahvistaa hyvinvointia. Hyvinvointi on yhteinen asia.",
    "Mielenterveys ja päihteet: mielenterveyskuntoutujien vertaistuki toimii ryhmissä.",
    "Työpaja tarjoaa työkokeilun, ja työpajan valmentaja auttaa hakemaan koulutukseen.",
    "Koulutus, ohjaus ja osaaminen kulkevat yhdessä; ammatillinen koulutus joustaa.",
    "Yrittäjyys kiinnostaa: naisyrittäjien verkostot ja yritysten kehittäminen saavat tukea.",
    "Kehittämishanke mallintaa monialaisen yhteistyön. Moniammatillinen tiimi kokoontuu kuukausittain.",
    "Lastensuojelu ja perhetyö tukevat perheitä, joissa vanhemmuus on koetuksella.",
    "Omaishoitajien jaksaminen ja ikääntyneiden toimintakyky ovat kuntien huolena.",
    "Digitaidot karttuvat kirjastossa, jossa digituki on maksutonta.",
    "Asunnottomien ja rikostaustaisten asuminen järjestyy; päihdekuntoutujat saavat tukihenkilön.",
    "Vapaaehtoistyö järjestöissä lisää luottamusta, ja järjestöjen toiminta jatkuu.",
    "Työkyvyn arviointi ja osatyökykyisten palvelut yhdistyvät; työkyky paranee.",
    "Sukupuolten tasa-arvo ja yhdenvertaisuus otetaan huomioon kaikessa toiminnassa.",
    "Kestävä kehitys näkyy kiertotaloudessa, ja ympäristö säästyy. Öljyä ei tarvita.",
    "Työnantajat ja oppilaitokset suunnittelevat oppisopimuksia. Yhteistyö jatkuu.",
    "Toimenpiteet ja tulokset kuvataan loppuraportissa; tavoitteet saavutettiin.",
    "Opinto-ohjaajat ja TE-toimiston asiantuntijat tapaavat asiakkaita. Asiakas valitsee itse.",
)

# As typed, and as meant. What was measured on the table stands at its test.
MISSPELT = (
    # a letter dropped
    ("kynyksen", "kynnyksen"), ("kuntouttavn", "kuntouttavan"), ("työtoimnta", "työtoiminta"),
    ("maahanmuutaja", "maahanmuuttaja"), ("kotoutminen", "kotoutuminen"), ("syrjäytymnen", "syrjäytyminen"),
    ("mielnterveys", "mielenterveys"), ("koulutukeen", "koulutukseen"), ("vertaistki", "vertaistuki"),
    ("yritäjyys", "yrittäjyys"), ("osallisuden", "osallisuuden"), ("järjesöjen", "järjestöjen"),
    ("ohjuksen", "ohjauksen"), ("lastensuojlu", "lastensuojelu"), ("uorisotyö", "nuorisotyö"),
    # a letter too many
    ("pitkäaikaistyöttömmien", "pitkäaikaistyöttömien"), ("palvelluja", "palveluja"), ("nuorsille", "nuorille"),
    ("työpajja", "työpaja"), ("hyvinvoiinti", "hyvinvointi"), ("osaaaminen", "osaaminen"), ("ohjauss", "ohjaus"),
    ("kirjaastossa", "kirjastossa"), ("tavoittteet", "tavoitteet"), ("perhettyö", "perhetyö"),
    # letters swapped
    ("palvleut", "palvelut"), ("toimitna", "toiminta"), ("yhteisyötä", "yhteistyötä"), ("koultuus", "koulutus"),
    ("ammatillnien", "ammatillinen"), ("omaishotiajien", "omaishoitajien"), ("toimenpitete", "toimenpiteet"),
    ("nuoirlle", "nuorille"), ("asiaks", "asiakas"), ("tulokest", "tulokset"), ("ktirjasto", "kirjasto"),
    # a wrong letter
    ("matakan", "matalan"), ("työllistyninen", "työllistyminen"), ("vanhemmuis", "vanhemmuus"),
    ("digituko", "digituki"), ("asunnottomuen", "asunnottomien"), ("kehittäminem", "kehittäminen"),
    ("osatyökykyistem", "osatyökykyisten"), ("vapaaejtoistyö", "vapaaehtoistyö"), ("kiertotaloydessa",
    "kiertotaloudessa"), ("yhdenvertausuus", "yhdenvertaisuus"), ("moniammatilkinen", "moniammatillinen"),
    # no dots, or too many
    ("tyottomyys", "työttömyys"), ("koyhyys", "köyhyys"), ("nuorisotyo", "nuorisotyö"), ("jarjesto", "järjestö"),
    ("oljya", "öljyä"), ("kestava", "kestävä"), ("tyo", "työ"), ("ikaantyneiden", "ikääntyneiden"),
    ("pitkaaikaistyottomyys", "pitkäaikaistyöttömyys"), ("etsiva", "etsivä"), ("syrjaytymisvaarassa",
    "syrjäytymisvaarassa"), ("tyokyky", "työkyky"), ("tyollisyyspalvelu", "työllisyyspalvelu"), ("yhteistyötå",
    "yhteistyötä"),
    # two slips in one word
    ("mielentrveyskuntoutujen", "mielenterveyskuntoutujien"), ("rikostaustasiten", "rikostaustaisten"),
    ("maahanmutajien", "maahanmuuttajien"), ("pitkäaikastyötömien", "pitkäaikaistyöttömien"),
    # written together
    ("matalankynnyksen", "matalan kynnyksen"), ("etsivätyö", "etsivä työ"), ("etsivänuorisotyö",
    "etsivä nuorisotyö"), ("kuntouttavatyötoiminta", "kuntouttava työtoiminta"), ("kestäväkehitys",
    "kestävä kehitys"), ("ammatillinenkoulutus", "ammatillinen koulutus"),
    # written apart
    ("työ paja", "työpaja"), ("nuoriso työ", "nuorisotyö"), ("kehittämis hanke", "kehittämishanke"),
    ("mielen terveys", "mielenterveys"), ("lasten suojelu", "lastensuojelu"), ("perhe työ", "perhetyö"),
    ("digi taidot", "digitaidot"), ("vapaa ehtoistyö", "vapaaehtoistyö"), ("hyvin vointia", "hyvinvointia"),
)  # fmt: skip

RIGHT = (
    # stand in the collection, or are forms of what does
    "palveluineen", "työttömyyden", "nuoruudesta", "TE-toimistossa", "ESR", "S90001",
    # names of places, people and organisations
    "Sodankylä", "Kerava", "Virtanen", "Nurminen", "Eksote", "Xamk", "Skanska", "Posiva", "Melville", "Antalya",
    "Rostam", "Jaya", "Linnanmaa", "Zeruda", "Shakur",
    # Swedish
    "arbetslöshet", "ungdomar", "lågtröskelverksamhet", "utbildning", "delaktighet", "samarbete", "psykisk hälsa",
    # English
    "employment", "outreach", "training", "low-threshold", "mental health", "medical", "private", "output", "leader",
    "house", "open", "over", "line", "since", "travel",
    # abbreviations
    "STEA", "SOSTE", "EAKR", "AVI", "THL", "NEET", "STM:ltä", "EU:n",
    # rare compounds and words, rightly spelt
    "työhönvalmentaja", "digikoutsaus", "sosiaaliohjaus", "nuorisopalvelu", "kylätalkkari", "palveluohjauskartta",
    "osallisuusraati", "tiimiytyminen", "jalkautuva", "kokemustoimija", "monimuotoperhe",
    # words side by side that aren't one
    "koulutus työ", "nuoret työ koulutus", "etsivä työ", "matalan kynnyksen", "kestävä kehitys", "työ, paja",
    "työ ja paja", "asiakas palvelut", "alkoholin käyttö", "nuorten työpaja",
    # gibberish and figures
    "asdfgh", "qwerty", "xyz", "jklöjklö", "aaaaaaa", "2014-2020", "30-vuotias", "t", "öö",
)  # fmt: skip


def written(path: Path, passages: Sequence[str], title: str = "") -> Path:
    writer = KeywordWriter(path)
    for chunk, text in enumerate(passages):
        writer.add(chunk, chunk, "3", PassageTerms.of(analyse(text)), title_terms(analyse(title)))
    writer.close()
    return path


def small_index(folder: Path, passages: Sequence[str], title: str = "") -> KeywordIndex:
    return KeywordIndex(written(folder / "keywords", passages, title))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    projects = [passage for project in PROJECTS for passage in description(project).split("\n\n")]
    return written(tmp_path_factory.mktemp("oikeinkirjoitus") / "keywords", [*SENTENCES, *projects])


@pytest.fixture(scope="module")
def keywords(folder: Path) -> KeywordIndex:
    return KeywordIndex(folder)


def corrections(text: str, keywords: KeywordIndex) -> list[Correction]:
    return correct(parse_query(text).keywords.words, keywords)


def corrected(text: str, keywords: KeywordIndex) -> str:
    return corrected_text(text, corrections(text, keywords))


def test_nearly_all_misspelt_words_are_corrected_and_hardly_one_wrongly(keywords: KeywordIndex) -> None:
    """75 of the 80 become what is meant, one another form of it. Four stay, three of them words to Voikko."""
    became = {given: (corrected(given, keywords), meant) for given, meant in MISSPELT}
    right = [given for given, (found, meant) in became.items() if found == meant]
    wrong = [(given, found) for given, (found, meant) in became.items() if found not in {given, meant}]
    assert len(right) / len(MISSPELT) >= 0.93
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_or_near_nothing_is_left_alone(keywords: KeywordIndex, text: str) -> None:
    assert corrections(text, keywords) == []


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_the_collection_says_is_right(keywords: KeywordIndex, sentence: str) -> None:
    assert corrections(sentence, keywords) == []


def test_a_correction_tells_the_word_its_place_its_passages_and_its_edits(keywords: KeywordIndex) -> None:
    assert corrections("nuorten kuntouttavn työtoiminta", keywords) == [
        Correction(1, "kuntouttavn", "kuntouttavan", keywords.document_frequency("kuntouttava"), 1)
    ]


def test_two_words_to_be_joined_are_one_correction_at_the_place_of_the_first(keywords: KeywordIndex) -> None:
    found = corrections("avoin mielen terveys ja tyottomyys", keywords)
    assert [(one.position, one.given) for one in found] == [(1, "mielen terveys"), (3, "tyottomyys")]


def test_missing_dots_are_one_edit_however_many_they_are(keywords: KeywordIndex) -> None:
    assert [one.distance for one in corrections("pitkaaikaistyottomyys", keywords)] == [1]
    assert [one.distance for one in corrections("pitkaaikaistyotomyys", keywords)] == [2]


def test_of_equally_near_words_the_soundalike_is_meant_and_then_the_commoner(tmp_path: Path) -> None:
    small = small_index(tmp_path, ["mutta", "mutta", "uutta", "koulutus", "koulutettu", "koulutettu"])
    assert corrected("utta", small) == "uutta"
    assert corrected("koulutetus", small) == "koulutettu"


def test_a_word_of_a_projects_name_is_right(tmp_path: Path) -> None:
    small = small_index(tmp_path, ["Nuoret kuntoon"], title="Eksotella")
    assert corrections("Eksotella", small) == []
    assert corrections("Eksotelle", small) == []


def test_a_name_unknown_to_voikko_is_corrected_to_a_common_one_but_not_to_its_other_form(tmp_path: Path) -> None:
    small = small_index(tmp_path, ["Zelvekosken rannalla"] * 3)
    assert corrected("Zevlekosken", small) == "Zelvekosken"
    assert corrections("Zelvekoskella", small) == []


def test_a_misspelling_in_the_collection_is_no_suggestion(tmp_path: Path) -> None:
    assert corrections("osalllisuuden", small_index(tmp_path, ["osalllisuden"])) == []


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("Kuntouttavn työtoiminta, kunnissa!", "Kuntouttavan työtoiminta, kunnissa!"),
        ("TYOTTOMYYS  ja\nkoyhyys", "TYÖTTÖMYYS  ja\nköyhyys"),
        ("Matalankynnyksen palvelluja", "Matalan kynnyksen palveluja"),
        ("nuorille työ  paja", "nuorille työpaja"),
        ("tyottomyys ja tyottomyys", "työttömyys ja työttömyys"),
        ("ohjauss \u201ckuntouttavn työ\u201d -tyottomyys =palvelluja", None),
        ('"kuntouttavn" ohjauss -"etsiva työ" "tyottomyys', '"kuntouttavn" ohjaus -"etsiva työ" "tyottomyys'),
        ('tyottomyys "tyottomyys" -tyottomyys =tyottomyys', 'työttömyys "tyottomyys" -tyottomyys =tyottomyys'),
        ("tyo\u00adttomyys", "työttömyys"),
    ],
)
def test_the_corrected_text_keeps_all_else_as_typed(keywords: KeywordIndex, given: str, meant: str | None) -> None:
    assert corrected(given, keywords) == (meant or given.replace("ohjauss", "ohjaus"))


def test_exact_words_and_quoted_words_are_never_corrected(keywords: KeywordIndex) -> None:
    assert corrections('=tyottomyys "kuntouttavn" -koyhyys', keywords) == []
    assert corrections("työ =paja", keywords) == []


class Watched(KeywordIndex):
    """An index that takes no look-up but that of a term's passages."""

    def holds(self, term: str) -> bool:
        raise AssertionError(term)

    def words_beginning(self, prefix: str, limit: int) -> set[str]:
        raise AssertionError(prefix)

    def phrase_frequency(self, phrase: Phrase) -> int:
        raise AssertionError(phrase)


def test_known_words_of_the_collection_cost_nothing(folder: Path) -> None:
    query = "matalan kynnyksen palvelut nuorille syrjäytymisvaarassa, kuntouttava työtoiminta ja etsivä nuorisotyö"
    assert corrections(query, Watched(folder)) == []
    program = (
        "import sys; from pathlib import Path; from index.keywords import KeywordIndex; "
        "from search.query import parse_query; from search.spelling import correct; "
        "correct(parse_query(sys.argv[2]).keywords.words, KeywordIndex(Path(sys.argv[1]))); "
        "assert not {'rapidfuzz', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program, str(folder), query], cwd=REPOSITORY, check=True)  # noqa: S603


@pytest.mark.parametrize("text", ["x" * 4_000, "työ" * 1_300, "ä" * 101, "pitkäaikais" * 9])
def test_a_word_of_any_length_is_answered(keywords: KeywordIndex, text: str) -> None:
    assert corrections(text, keywords) == []
