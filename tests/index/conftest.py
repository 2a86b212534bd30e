"""A description in the ESR form, invented for the tests, and ways to look at what was read from it."""

from __future__ import annotations

from index.esr import parse_esr
from index.esr_form import SUSTAINABILITY
from index.model import Document, Section

SUMMARY = """Tausta:
Saariston nuorilla on pitkä matka palveluihin. Lautta kulkee kahdesti päivässä.

Tavoitteet: Hanke tuo ohjauksen nuorten omille kylille.
Toimenpiteet:
Ohjaaja kiertää kylissä veneellä ja tapaa nuoria laitureilla.

Tulokset:
Jokaisessa kylässä on tuttu aikuinen, jolle voi soittaa."""
FINAL_REPORT = "Veneellä käytiin 214 kertaa. Nuorista 48 löysi opiskelupaikan."


def form(**changed: str) -> str:
    """Return a description in the ESR form, an invented project, with the named parts changed."""
    parts = {
        "title": "Hankkeen nimi: Laiturilla",
        "period": "Suunnitelman mukainen toteutusaika: Alkaa 1.9.2016 ja päättyy 31.12.2018",
        "business_id": "Y-tunnus: 7654321-0",
        "contact": "Hankkeen yhteyshenkilön nimi: Aallotar Merivirta\n\n"
        "Yhteyshenkilön asema hakijaorganisaatiossa: satamakapteeni\n\n"
        "Yhteyshenkilön sähköpostisoite: aallotar.merivirta(at)saaristo.example.fi\n\n"
        "Yhteyshenkilön puhelinnumero: 050 765 4321",
        "partners": "",
        "summary": SUMMARY,
        "target": "Saaristossa asuvat 16–29-vuotiaat nuoret.",
        "indirect": "- Nuorten perheet\n- Koulut",
        "funding": "Myönnetty EU- ja valtion rahoitus: 1 234 567\n\n"
        "Toteutunut EU- ja valtion rahoitus: 1 200 000\n\n"
        "Suunniteltu julkinen rahoitus yhteensä: 1 500 000\n\n"
        "Toteutunut julkinen rahoitus yhteensä: 1 450 300",
        "municipalities": "Kunnat: Parainen, Kustavi, Kökar",
        "gender": "Hankkeessa on tehty toimintaympäristön analyysi sukupuolinäkökulmasta: Kyllä\n"
        "Pojat jäävät saareen useammin kuin tytöt.\n"
        "Sukupuolinäkökulma on huomioitu hankkeen toiminnassa (valtavirtaistaminen): Kyllä\n"
        "Veneellä on kaksi ohjaajaa.\n"
        "Hankkeen päätavoite on sukupuolten tasa-arvon edistäminen: Ei\n"
        "Ohjaus on kaikille.",
        "sustainability": sustainability_rows(),
        "final": f"9 Loppuraportin tiivistelmä\n\n{FINAL_REPORT}",
    } | changed
    return f"""Euroopan unioni Vipuvoimaa EU:lta

Euroopan sosiaalirahaston (ESR) rahoittaman hankkeen kuvaus

1 Hanke

Hankekoodi: S12345

{parts["title"]}

Toimintalinja: 4. Koulutus, ammattitaito ja elinikäinen oppiminen

Erityistavoite: 9.1. Siirtymävaiheita tukevien palvelujen parantaminen

{parts["period"]}

Toiminnan tila: Toiminta päättynyt

Vastuuviranomainen: Keski-Suomen elinkeino-, liikenne- ja ympäristökeskus

2 Hakijan perustiedot

Hakijan virallinen nimi: Ulkosaariston kehitysyhdistys ry

Organisaatiotyyppi: Rekisteröity yhdistys

{parts["business_id"]}

Jakeluosoite: Rantatie 7

Puhelinnumero: Vaihde 02 123 456

Postinumero: 21600

Postitoimipaikka: Parainen

WWW-osoite: http://saaristo.example.fi

{parts["contact"]}

Hakijoiden lukumäärä tai tuen siirto -menettely: Vain yksi hakija

{parts["partners"]}

3 Suunnitelman mukainen tiivistelmä toteutuksesta

{parts["summary"]}

4 Hankkeen kohderyhmät

4.1 Varsinaiset kohderyhmät

{parts["target"]}

4.2 Välilliset kohderyhmät

{parts["indirect"]}

5 Projektin julkinen rahoitus, euroa

{parts["funding"]}

6 Maantieteellinen kohdealue

Maakunnat: Varsinais-Suomi, Ahvenanmaa

Seutukunnat: Åboland-Turunmaan

{parts["municipalities"]}

Toteutuspaikan osoite, jos hanke toteutetaan yhdessä paikassa

Jakeluosoite: Laiturikuja 1

Postinumero: 21710

Postitoimipaikka: Korppoo

7 Hakemusvaiheessa ilmoitettavat arviot hankekohtaisista seurantiedoista

7.1 Osallistuvien yritysten lukumäärä

Suunniteltu: 6

Toteutunut seurantatietojen mukaan: 4

7.2 Osallistuvien henkilöiden lukumäärä

Suunniteltu: 1 100

8 Horisontaaliset periaatteet

8.1 Sukupuolten tasa-arvo

{parts["gender"]}

8.2 Kestävä kehitys

{parts["sustainability"]}

{parts["final"]}
"""


def sustainability_rows() -> str:
    lines = ["VälitönVälillinen"]
    for group, names in SUSTAINABILITY.items():
        lines.append(group)
        for score, name in enumerate(names):
            lines += [f"{name} {score} {score + 1}", f"Selitys arviolle {score}: {name.lower()} huomioidaan."]
    return "\n".join(lines)


def parsed(text: str) -> Document:
    document = parse_esr(text, "S12345.txt")
    assert document is not None
    return document


def section(document: Document, number: str) -> Section:
    return next(one for one in document.sections if one.number == number)


def prose(document: Document, number: str) -> list[tuple[str | None, str]]:
    return [(block.heading, document.text[block.start : block.end]) for block in section(document, number).blocks]


def assert_sound(document: Document) -> None:
    """Check that all spans are in range, in order, within their section, and neither empty nor padded."""
    at = 0
    for one in document.sections:
        assert at <= one.start <= one.end <= len(document.text)
        at = one.start
        for block in one.blocks:
            assert at <= block.start < block.end <= one.end
            text = document.text[block.start : block.end]
            assert text == text.strip()
            at = block.end
        at = one.end


def dense(text: str) -> str:
    return "".join(text.split())
