"""The ESR description's form as it is printed: its sections, the labels of its rows, its scored criteria.

The wording is that of the public descriptions of ESF projects in Finland's structural funds programme 2014-2020.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SECTIONS: dict[str, str] = {
    "1": "Hanke",
    "2": "Hakijan perustiedot",
    "3": "Suunnitelman mukainen tiivistelmä toteutuksesta",
    "4": "Hankkeen kohderyhmät",
    "4.1": "Varsinaiset kohderyhmät",
    "4.2": "Välilliset kohderyhmät",
    "5": "Projektin julkinen rahoitus, euroa",
    "6": "Maantieteellinen kohdealue",
    # The form itself misspells this one; the corrected spelling is understood as well.
    "7": "Hakemusvaiheessa ilmoitettavat arviot hankekohtaisista seurantiedoista",
    "7.1": "Osallistuvien yritysten lukumäärä",
    "7.2": "Osallistuvien henkilöiden lukumäärä",
    "8": "Horisontaaliset periaatteet",
    "8.1": "Sukupuolten tasa-arvo",
    "8.2": "Kestävä kehitys",
    "9": "Loppuraportin tiivistelmä",
}
FACT_SECTIONS = frozenset({"1", "2", "5", "6", "7", "7.1", "7.2"})

PERIOD = "period"
PARTNERS = "partners"
NO_FIELD = ""

# Label -> field of ProjectFacts, for labels that mean the same wherever they stand.
ROWS: dict[str, str] = {
    "Hankekoodi": "code",
    "Hankkeen nimi": "title",
    "Toimintalinja": "priority_axis",
    "Erityistavoite": "specific_objective",
    "Suunnitelman mukainen toteutusaika": PERIOD,
    "Toiminnan tila": "status",
    "Vastuuviranomainen": "managing_authority",
    "Hakijan virallinen nimi": "applicant",
    "Organisaatiotyyppi": "organisation_type",
    "Y-tunnus": "business_id",
    "Jakeluosoite": "street_address",
    "Postinumero": "postcode",
    "Postitoimipaikka": "post_office",
    "WWW-osoite": "website",
    "Hakijoiden lukumäärä tai tuen siirto -menettely": "applicants",
    "Osatoteuttajat": PARTNERS,
    "Myönnetty EU- ja valtion rahoitus": "granted_eu_and_state_funding",
    "Toteutunut EU- ja valtion rahoitus": "realised_eu_and_state_funding",
    "Suunniteltu julkinen rahoitus yhteensä": "planned_public_funding",
    "Toteutunut julkinen rahoitus yhteensä": "realised_public_funding",
    "Maakunnat": "regions",
    "Seutukunnat": "sub_regions",
    "Kunnat": "municipalities",
    "Toteutuspaikan osoite, jos hanke toteutetaan yhdessä paikassa": NO_FIELD,
    "Suunniteltu": "planned_companies",
    "Toteutunut seurantatietojen mukaan": "realised_companies",
}
# The same labels in another section are other fields.
ROWS_BY_SECTION: dict[str, dict[str, str]] = {
    "6": {
        "Jakeluosoite": "site_street_address",
        "Postinumero": "site_postcode",
        "Postitoimipaikka": "site_post_office",
    },
    "7.2": {"Suunniteltu": "planned_persons", "Toteutunut seurantatietojen mukaan": "realised_persons"},
}
GENDER_ROWS: dict[str, str] = {
    "Hankkeessa on tehty toimintaympäristön analyysi sukupuolinäkökulmasta": "gender_analysis_made",
    "Sukupuolinäkökulma on huomioitu hankkeen toiminnassa (valtavirtaistaminen)": "gender_perspective_mainstreamed",
    "Hankkeen päätavoite on sukupuolten tasa-arvon edistäminen": "gender_equality_main_goal",
}
SUSTAINABILITY: dict[str, tuple[str, ...]] = {
    "Ekologinen kestävyys": (
        "Luonnonvarojen käytön kestävyys",
        "Ilmastonmuutoksen aiheuttamien riskien vähentäminen",
        "Kasvillisuus, eliöt ja luonnon monimuotoisuus",
        "Pinta- ja pohjavedet, maaperä sekä ilma (ja kasvihuonekaasujen väheneminen)",
        "Natura 2000 -ohjelman kohteet",
    ),
    "Taloudellinen kestävyys": (
        "Materiaalit ja jätteet",
        "Uusiutuvien energialähteiden käyttö",
        "Paikallisen elinkeinorakenteen kestävä kehittäminen",
        "Aineettomien tuotteiden ja palvelujen kehittäminen",
        "Liikkuminen ja logistiikka",
    ),
    "Sosiaalinen ja kulttuurinen kestävyys sekä yhdenvertaisuus": (
        "Hyvinvoinnin edistäminen",
        "Tasa-arvon edistäminen",
        "Yhteiskunnallinen ja kulttuurinen yhdenvertaisuus",
        "Kulttuuriympäristö",
        "Ympäristöosaaminen",
    ),
}
_BANNERS = (
    "Euroopan unioni Vipuvoimaa EU:lta",
    "Euroopan unioni",
    "Vipuvoimaa EU:lta",
    "Euroopan sosiaalirahaston (ESR) rahoittaman hankkeen kuvaus",
)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A scored row of section 8.2."""

    group: str
    name: str


def key(label: str) -> str:
    """Return `label` in the shape in which labels are compared: lower case, no spaces, one kind of dash."""
    return re.sub(r"\s+", "", re.sub("[‐‑‒–—−]", "-", label)).casefold().rstrip(":")


SECTION_BY_KEY = {key(f"{number} {heading}"): number for number, heading in SECTIONS.items()}
SECTION_BY_KEY |= {key(f"{number}. {heading}"): number for number, heading in SECTIONS.items()}
SECTION_BY_KEY |= {k.replace("seurantiedoista", "seurantatiedoista"): n for k, n in SECTION_BY_KEY.items()}
FIELD_BY_KEY = {key(label): name for label, name in ROWS.items()}
FIELD_BY_SECTION_AND_KEY = {
    (number, key(label)): name for number, rows in ROWS_BY_SECTION.items() for label, name in rows.items()
}
GENDER_LABEL_BY_KEY = {key(label): label for label in GENDER_ROWS}
CRITERION_BY_KEY = {key(name): Criterion(group, name) for group, names in SUSTAINABILITY.items() for name in names}
GROUP_KEYS = frozenset({*map(key, SUSTAINABILITY), key("VälitönVälillinen"), key("Välitön"), key("Välillinen")})
BANNER_KEYS = frozenset(map(key, _BANNERS))
# The longest heading or label that a line break may cut in two.
LONGEST_LABEL = 1 + max(len(k) for k in (*SECTION_BY_KEY, *FIELD_BY_KEY, *GENDER_LABEL_BY_KEY, *CRITERION_BY_KEY))


def split_row(line: str) -> tuple[str, str] | None:
    """Return the label's key and the value of a `label: value` row of the form, or None for any other line.

    A label alone on its line needs no colon.
    """
    label, colon, value = line.partition(":")
    label_key = key(label)
    if label_key in FIELD_BY_KEY and (colon or not value):
        return label_key, value.strip()
    return None


def field_of(section: str, label_key: str) -> str:
    """Return the field of ProjectFacts (or PERIOD, PARTNERS, NO_FIELD) that a row's label means in `section`."""
    return FIELD_BY_SECTION_AND_KEY.get((section, label_key), FIELD_BY_KEY[label_key])


def is_landmark(line: str) -> bool:
    """Tell whether `line` is a section heading or a row of the form, so that no earlier value reaches over it."""
    return key(line) in SECTION_BY_KEY or split_row(line) is not None
