import pytest

from index.compounds import parts
from index.voikko import analyses


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("nuorisotakuu", "nuoriso takuu"),
        ("palkkatuki", "palkka tuki"),
        ("palkkatuella", "palkka tuki"),
        ("kehittämishankkeissa", "kehittäminen hanke"),
        ("syrjäytymisvaarassa", "syrjäytyminen vaara"),
        ("aikuiskoulutuksen", "aikuinen koulutus"),
        ("naisyrittäjien", "nainen yrittäjä"),
        ("ihmissuhdetaidot", "ihminen suhde taito"),
        ("pitkäaikaistyöttömien", "pitkä aikainen työtön"),
        ("työelämävalmiuksia", "työ elämä valmius"),
        ("maahanmuuttajataustaisten", "maahanmuuttaja taustainen"),
        ("haastattelututkimuksessa", "haastattelu tutkimus"),
        ("matkailuyrittäjille", "matkailu yrittäjä"),
        ("vapaaehtoistyön", "vapaaehtoinen työ"),
        ("turvapaikanhakijat", "turva paikka hakija"),
        ("kaakkois-suomen", "kaakkoinen suomi"),
        ("sote-palveluihin", "sote palvelu"),
        ("ely-keskusten", "ely keskus"),
        ("pk-yritykset", "pk yritys"),
        ("30-vuotiaita", "30 vuotias"),
        ("isossa-britanniassa", "iso britannia"),
    ],
)
def test_a_compound_falls_into_the_base_forms_of_its_parts(form: str, expected: str) -> None:
    assert parts(analyses(form)[0]) == tuple(expected.split())


@pytest.mark.parametrize(
    "form",
    [
        "hyvinvointi",
        "työttömyys",
        "toimenpide",
        "maahanmuuttaja",
        "osallisuus",
        "hanke",
        "uudellamaalla",
        "kahdellekymmenelle",
    ],
)
def test_a_lexicalised_or_derived_word_stays_whole(form: str) -> None:
    assert parts(analyses(form)[0]) == ()
