import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.finnish import (
    analyse,
    analyse_form,
    analyser_version,
    forms_like,
    forms_of,
    grams,
    is_stop_word,
)
from index.model import Token

SHARED = Path(__file__).parents[2].parent / "shared"

# word form; lemmas, best first; parts
KNOWN = """
hankkeen                   | hanke                        |
hankkeissakin              | hanke                        |
kynnyksen                  | kynnys                       |
matalankynnyksen           | matalankynnys                | matala kynnys
matalan                    | matala                       |
palvelujen                 | palvelu                      |
palveluiden                | palvelu                      |
etsivää                    | etsivä                       |
työtä                      | työ                          |
töihin                     | työ                          |
yöllä                      | yö                           |
lasten                     | lapsi                        |
äideille                   | äiti                         |
isien                      | isä                          |
perheiden                  | perhe                        |
nuorten                    | nuori                        |
nuorisotyötä               | nuorisotyö                   | nuoriso työ
nuorisotakuun              | nuorisotakuu                 | nuoriso takuu
nuorisotakuu               | nuorisotakuu                 | nuoriso takuu
palkkatuella               | palkkatuki                   | palkka tuki
palkkatuki                 | palkkatuki                   | palkka tuki
tuen                       | tuki tukea                   |
tukea                      | tuki tukea                   |
tuki                       | tuki tukea tukkia            |
tukevat                    | tukea tukeva                 |
kehittämishankkeessa       | kehittämishanke              | kehittäminen hanke
kehittämisen               | kehittäminen kehittää        |
kehittäminen               | kehittäminen kehittää        |
kehitettiin                | kehittää                     |
osaamista                  | osaaminen osata osaama       |
osallistumiseen            | osallistuminen osallistua    |
osallisuutta               | osallisuus                   |
hyvinvoinnin               | hyvinvointi                  |
hyvinvointia               | hyvinvointi                  |
työttömyyden               | työttömyys                   |
työttömien                 | työtön                       |
pitkäaikaistyöttömien      | pitkäaikaistyötön            | pitkä aikainen työtön
toimenpiteitä              | toimenpide                   |
maahanmuuttajille          | maahanmuuttaja               |
maahanmuuttajataustaisten  | maahanmuuttajataustainen     | maahanmuuttaja taustainen
työllisyyspalveluita       | työllisyyspalvelu            | työllisyys palvelu
työelämävalmiuksia         | työelämävalmius              | työ elämä valmius
työpajoilla                | työpaja                      | työ paja
työkyvyn                   | työkyky                      | työ kyky
työnantajien               | työnantaja                   | työ antaja
aikuiskoulutusta           | aikuiskoulutus               | aikuinen koulutus
verkostoyhteistyöllä       | verkostoyhteistyö            | verkosto yhteinen työ
mielenterveyskuntoutujien  | mielenterveyskuntoutuja      | mieli terveys kuntoutuja
ammattikorkeakoulun        | ammattikorkeakoulu           | ammatti korkea koulu
lähihoitajakoulutukseen    | lähihoitajakoulutus          | lähi hoitaja koulutus
kuntouttavaa               | kuntouttava                  |
työtoimintaan              | työtoiminta                  | työ toiminta
syrjäytymisvaarassa        | syrjäytymisvaara             | syrjäytyminen vaara
köyhyyden                  | köyhyys                      |
omaishoitajat              | omaishoitaja                 | omainen hoitaja
päihdekuntoutujille        | päihdekuntoutuja             | päihde kuntoutuja
rikostaustaisten           | rikostaustainen              | rikos taustainen
asunnottomien              | asunnoton                    |
vankiloissa                | vankila                      |
kotoutumiskoulutuksen      | kotoutumiskoulutus           | kotoutuminen koulutus
turvapaikanhakijoiden      | turvapaikanhakija            | turva paikka hakija
kielitaitoa                | kielitaito                   | kieli taito
osatyökykyisten            | osatyökykyinen               | osa työ kykyinen
kehitysvammaisia           | kehitysvammainen             | kehitys vammainen
yhdenvertaisuuden          | yhdenvertaisuus              |
tasa-arvoa                 | tasa-arvo                    | tasainen arvo
opinto-ohjaajille          | opinto-ohjaaja               | opinto ohjaaja
huono-osaisten             | huono-osainen                | huono osainen
taka-ajatuksia             | taka-ajatus                  | takainen ajatus
oppilaitoksissa            | oppilaitos                   | oppi laitos
varhaiskasvatuksen         | varhaiskasvatus              | varhainen kasvatus
perusterveydenhuollossa    | perusterveydenhuolto         | perus terveys huolto
naisyrittäjyyttä           | naisyrittäjyys               | nainen yrittäjyys
pk-yritysten               | pk-yritys                    | pk yritys
haastattelututkimuksen     | haastattelututkimus          | haastattelu tutkimus
harjoittelujaksolla        | harjoittelujakso             | harjoittelu jakso
ilmastonmuutokseen         | ilmastonmuutos ilmastonmuutto | ilmasto muutos
kiertotalouden             | kiertotalous                 | kierto talous
maaseudulla                | maaseutu                     | maa seutu
vapaaehtoistyötä           | vapaaehtoistyö               | vapaaehtoinen työ
digitaitojen               | digitaito                    | digi taito
digituki                   | digituki                     | digi tuki
sosiaali-                  | sosiaali                     |
terveyspalvelut            | terveyspalvelu               | terveys palvelu
työpaja-                   | työpaja                      | työ paja
elinkeino-                 | elinkeino                    | elin keino
sote-palveluihin           | sote-palvelu                 | sote palvelu
Helsingissä                | helsinki                     |
HELSINGISSÄ                | helsinki                     |
Turussa                    | turku                        |
Vaasan                     | vaasa                        |
Seinäjoella                | seinäjoki                    |
Jyväskylän                 | jyväskylä                    |
Lappeenrantaan             | lappeenranta                 |
Hämeenlinnasta             | hämeenlinna                  |
Rautjärvellä               | rautjärvi                    |
Uudellamaalla              | uusimaa                      |
Kainuussa                  | kainuu                       |
Kaakkois-Suomessa          | kaakkois-suomi               | kaakkoinen suomi
Etelä-Savossa              | etelä-savo                   | etelä savo
Länsi-Uudenmaan            | länsi-uusimaa                | länsi uusimaa
Euroopan                   | eurooppa                     |
EU:n                       | eu                           |
EU-rahoituksen             | eu-rahoitus                  | eu rahoitus
ELY-keskuksen              | ely-keskus                   | ely keskus
TE-toimistosta             | te-toimisto                  | te toimisto
TE-palvelujen              | te-palvelu                   | te palvelu
ESR-hankkeen               | esr-hanke                    | esr hanke
S2-kielen                  | s2-kieli                     | s2 kieli
5G-verkossa                | 5g-verkko                    | 5g verkko
Y-tunnus                   | y-tunnus                     | y tunnus
pereh-dyttämisen           | perehdyttäminen perehdyttää  |
30-vuotiaat                | 30-vuotias                   | 30 vuotias
1990-luvulla               | 1990-luku                    | 1990 luku
vaa'an                     | vaaka                        |
vaa’an                     | vaaka                        |
kahdellekymmenelle         | kaksikymmentä                |
yhdessä                    | yhdessä yksi                 |
vuotta                     | vuosi vuo                    |
voi                        | voida voi                    |
vanhempien                 | vanhempi vanha               |
öljyn                      | öljy                         |
väli                       | väli                         |
sää                        | sää                          |
säästöjä                   | säästö                       |
saa                        | saada                        |
2021                       | 2021                         |
12,5                       | 12,5                         |
1.8.2019                   | 1.8.2019                     | 2019
1234567-8                  | 1234567-8                    |
S21620                     | s21620                       |
S21620:ssa                 | s21620                       |
www.hanke.fi/tulokset      | www.hanke.fi/tulokset        |
Hanke.fi                   | hanke.fi                     |
"""

UNKNOWN = """
digikoutsaus      | digikoutsaus       |
Eksoten           | eksoten            |
ESR:n             | esr                |
EAKR:stä          | eakr               |
STM:ltä           | stm                |
kynnykssen        | kynnykssen         |
kynyksen          | kynyksen           |
nuorisotyo        | nuorisotyo         |
vali              | vali               |
employment        | employment         |
arbetslöshet      | arbetslöshet       |
Toimari-hankkeen  | toimari-hanke      | toimari hanke
työhönvalmentajan | työhönvalmentaja   | työ valmentaja
lyhytkoulutuksia  | lyhytkoulutus      | lyhyt koulutus
pajalainen        | pajalainen         |
"""


def rows(table: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    cells = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return [(form, tuple(lemmas.split()), tuple(parts.split())) for form, lemmas, parts in cells]


def only(text: str) -> Token:
    (token,) = analyse(text)
    return token


@pytest.mark.parametrize(("form", "lemmas", "parts"), rows(KNOWN))
def test_a_known_word_has_base_forms_and_parts(form: str, lemmas: tuple[str, ...], parts: tuple[str, ...]) -> None:
    token = only(form)
    assert (token.lemmas, token.parts, token.known) == (lemmas, parts, True)


@pytest.mark.parametrize(("form", "lemmas", "parts"), rows(UNKNOWN))
def test_an_unknown_word_is_a_guess_and_says_so(form: str, lemmas: tuple[str, ...], parts: tuple[str, ...]) -> None:
    token = only(form)
    assert (token.lemmas, token.parts, token.known) == (lemmas, parts, False)


def test_a_spaced_number_is_one_number() -> None:
    assert only("1\u00a0200\u00a0000").lemmas == ("1200000",)


def test_umlauts_are_never_folded() -> None:
    assert only("sää").lemmas != only("saa").lemmas
    assert only("väli").lemmas != only("vali").lemmas


@pytest.mark.parametrize("form", ["Lappeenrannan", "TE-toimiston", "Eksoten", "Nuorisotakuun", "ESR:n", "Ohjaamossa"])
def test_capitals_change_nothing_but_the_text(form: str) -> None:
    assert only(form) == only(form.lower()) == only(form.upper())


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("hanke", ["^hank", "hanke", "anke$"]),
        ("työ", ["^työ$"]),
        ("te", ["^te$"]),
        ("äiti", ["^äiti", "äiti$"]),
        ("aaaaaaa", ["^aaaa", "aaaaa", "aaaa$"]),
    ],
)
def test_grams_are_five_characters_between_boundary_marks(word: str, expected: list[str]) -> None:
    assert grams(word) == expected


def test_forms_are_found_by_their_base_form_and_by_a_part() -> None:
    forms = ["pajoilla", "työpajassa", "kuusta", "ja", "12 000"]
    assert forms_of({"paja", "kuusi"}, forms) == ["pajoilla", "työpajassa", "kuusta"]
    assert forms_of(set(), forms) == []


def test_forms_are_found_by_a_gram_of_theirs_an_unknown_one_also_by_its_base_form_and_a_number_without_spaces() -> None:
    forms = ["koutsaus", "blaxo:n", "12 000", "ja"]
    assert forms_like({"tsaus"}, forms) == ["koutsaus"]
    assert forms_like({"laxo$", "^ja$"}, forms) == ["blaxo:n", "ja"]
    assert forms_like({"12000"}, forms) == ["12 000"]
    assert forms_like(set(), forms) == []


def test_a_form_by_itself_is_what_it_is_in_a_text() -> None:
    assert [analyse_form("nuorisotyössä")] == analyse("nuorisotyössä")


def test_a_misspelling_shares_most_grams_with_the_word() -> None:
    right, wrong = set(grams("työllisyyspalvelu")), set(grams("työlisyyspalvelu"))
    assert len(right & wrong) > len(right) / 2


FUNCTION_WORDS = """
ja tai että on ei eivät ovat oli voi voidaan se siitä niitä joka joista jossa kuin myös sekä mutta kanssa varten mukaan
hän heidän tämän the of and och för att med
"""
CONTENT_WORDS = """
työ nuori hanke tuki ilman matala yhdessä ennen kuusi 2020 ESR Eksoten TE-toimisto employment into etsivä uusi kotiin
sosiaali-
"""


@pytest.mark.parametrize("word", FUNCTION_WORDS.split())
def test_a_function_word_is_a_stop_word(word: str) -> None:
    assert is_stop_word(only(word))


@pytest.mark.parametrize("word", CONTENT_WORDS.split())
def test_a_word_with_content_is_no_stop_word(word: str) -> None:
    assert not is_stop_word(only(word))


def test_the_version_names_rules_library_and_dictionary() -> None:
    assert re.fullmatch(r"\d+ voikko \d+\.\d+\S* suomi .+", analyser_version())


def test_eight_threads_find_what_one_finds() -> None:
    forms = [row[0] for row in rows(KNOWN) + rows(UNKNOWN)]
    # Words of their own for each thread, so that every one of them asks its own Voikko.
    texts_by_thread = [" ".join(f"{form} {number}-{form}" for form in forms) for number in range(8)]
    start_together = threading.Barrier(8)

    def run(text: str) -> list[Token]:
        start_together.wait()
        return analyse(text)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(run, texts_by_thread))
    assert found == [analyse(text) for text in texts_by_thread]


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the evaluation data beside the checkout")
def test_nearly_every_word_of_project_descriptions_is_known() -> None:
    documents = sorted((SHARED / "evaluation" / "esr" / "documents").glob("*.txt"))
    tokens = [token for path in documents[:10] for token in analyse(path.read_text(encoding="utf-8"))]
    assert sum(token.known for token in tokens) > 0.98 * len(tokens)
