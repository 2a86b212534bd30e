"""The names that Finnish and English lists of projects give their columns, by meaning (see the module `meanings`)."""

from __future__ import annotations

from index.esr_form import PERIOD

TEXT = "text"
PERSONAL = "personal"
SKIP = "skip"

# Separated by commas. Letter case, spaces and punctuation make no difference, nor does an owner before a name
# (`hankkeen`, `projektin`, `project`) or a unit after it (`euroa`, `kpl`).
NAMES: dict[str, str] = {
    "code": """
        hankekoodi, koodi, hankkeen koodi, projektikoodi, hanketunnus, hankkeen tunnus, projektin tunnus, tunnus,
        hankenumero, hankkeen numero, projektinumero, hankkeen nro, hankenro, projektitunnus, project code, project
        id, project number, project no, code, id, reference, reference number
    """,
    "title": """
        hankkeen nimi, hanke, nimi, projektin nimi, projekti, hankenimi, hankkeen otsikko, otsikko, hankkeen nimi
        suomeksi, julkinen nimi, hankkeen julkinen nimi, project name, project title, project, name, title, name of
        the project, operation name
    """,
    "priority_axis": "toimintalinja, tl, prioriteetti, priority axis, priority",
    "specific_objective": "erityistavoite, et, specific objective",
    PERIOD: """
        toteutusaika, suunniteltu toteutusaika, hankeaika, kesto, hankkeen kesto, ajankohta, ajanjakso,
        toteutuskausi, projektiaika, vuodet, period, project period, duration, implementation period
    """,
    "start": """
        alkamispäivä, alkaa, alkamispvm, alkupäivä, alkupvm, aloituspäivä, aloituspvm, alku, alkaen, alkamisaika,
        alkanut, aloitus, alkamisvuosi, alkuvuosi, start date, start, starts, started, start year, from
    """,
    "end": """
        päättymispäivä, päättyy, päättymispvm, loppupäivä, loppupvm, päättymisaika, loppu, päättynyt,
        päättymisvuosi, loppuvuosi, lopetuspäivä, lopetuspvm, asti, end date, end, ends, ended, end year, to
    """,
    "status": "tila, toiminnan tila, hankkeen tila, status, vaihe, state, project status",
    "managing_authority": """
        vastuuviranomainen, rahoittaja, rahoittava viranomainen, välittävä toimielin, hallintoviranomainen,
        myöntäjä, viranomainen, rahoittajaviranomainen, managing authority, funder, authority, intermediate body,
        funding authority
    """,
    "applicant": """
        toteuttaja, hakija, hakijan virallinen nimi, päätoteuttaja, hakijaorganisaatio, organisaatio,
        toteuttajaorganisaatio, hakijan nimi, toteuttajan nimi, tuensaaja, hallinnoija, hankkeen toteuttaja,
        tuensaajan nimi, päähakija, edunsaaja, toteuttajataho, hakijayhteisö, applicant, beneficiary, lead partner,
        organisation, organization, implementer, lead beneficiary, name of the beneficiary, beneficiary name, main
        applicant
    """,
    "organisation_type": "organisaatiotyyppi, hakijan tyyppi, organisaation tyyppi, organisation type",
    "business_id": "ytunnus, yritystunnus, ly-tunnus, hakijan ytunnus, business id, vat number",
    "street_address": "jakeluosoite, katuosoite, postiosoite, lähiosoite, street address",
    "postcode": "postinumero, postinro, postcode, postal code, zip code",
    "post_office": "postitoimipaikka, toimipaikka, post office",
    "website": """
        www-osoite, verkkosivu, verkkosivut, verkko-osoite, kotisivu, kotisivut, nettisivu, nettisivut, internet,
        www, url, web site, web page, homepage, linkki
    """,
    "applicants": "hakijoiden lukumäärä, hakijoiden määrä",
    "partners": """
        osatoteuttajat, osatoteuttaja, kumppanit, kumppani, muut toteuttajat, yhteistyökumppanit, osahakijat,
        hankekumppanit, partners, partner, project partners, co-applicants
    """,
    "granted_eu_and_state_funding": """
        myönnetty eu- ja valtion rahoitus, myönnetty rahoitus, myönnetty, myönnetty tuki, rahoitus, eu- ja valtion
        rahoitus, myönnetty summa, tuki, myönnetty avustus, avustus, tukisumma, rahoitus myönnetty, granted, granted
        funding, granted amount, grant, granted eu and state funding, funding
    """,
    "realised_eu_and_state_funding": """
        toteutunut eu- ja valtion rahoitus, toteutunut rahoitus, toteutunut, maksettu, maksettu tuki, maksettu eu-
        ja valtion rahoitus, rahoitus toteutunut, maksettu rahoitus, realised, realised funding, paid, realised eu
        and state funding, realized funding
    """,
    "planned_public_funding": """
        suunniteltu julkinen rahoitus, julkinen rahoitus, julkinen rahoitus yhteensä, julkinen rahoitus suunniteltu,
        julkinen tuki, planned public funding, public funding
    """,
    "realised_public_funding": """
        toteutunut julkinen rahoitus, julkinen rahoitus toteutunut, realised public funding
    """,
    "regions": "maakunta, maakunnat, alue, toteutusalue, kohdealue, region, regions, area",
    "sub_regions": "seutukunta, seutukunnat, seutu, sub-region, sub-regions",
    "municipalities": """
        kunta, kunnat, kaupunki, paikkakunta, kotikunta, sijaintikunta, toteutuspaikka, municipality,
        municipalities, city, town, location
    """,
    "planned_companies": """
        osallistuvat yritykset, osallistuvat yritykset suunniteltu, yritykset suunniteltu, osallistuvien yritysten
        lukumäärä, osallistuvien yritysten lukumäärä suunniteltu
    """,
    "realised_companies": """
        osallistuneet yritykset, osallistuvat yritykset toteutunut, yritykset toteutunut, osallistuneiden yritysten
        lukumäärä, osallistuvien yritysten lukumäärä toteutunut
    """,
    "planned_persons": """
        osallistuvat henkilöt, osallistuvat henkilöt suunniteltu, henkilöt suunniteltu, osallistuvien henkilöiden
        lukumäärä, osallistuvien henkilöiden lukumäärä suunniteltu
    """,
    "realised_persons": """
        osallistuneet henkilöt, osallistuvat henkilöt toteutunut, henkilöt toteutunut, osallistuneiden henkilöiden
        lukumäärä, osallistuvien henkilöiden lukumäärä toteutunut
    """,
    TEXT: """
        teksti, tiivistelmä, julkinen tiivistelmä, tiivistelmä toteutuksesta, kuvaus, hankekuvaus, projektikuvaus,
        lyhyt kuvaus, esittely, sisältö, tausta, tarve, tarkoitus, tavoite, tavoitteet, päätavoite, päätavoitteet,
        toimenpide, toimenpiteet, toiminta, tulos, tulokset, tuotokset, odotetut tulokset, saavutetut tulokset,
        vaikutukset, vaikuttavuus, kohderyhmä, kohderyhmät, varsinaiset kohderyhmät, varsinainen kohderyhmä,
        välilliset kohderyhmät, välillinen kohderyhmä, loppuraportin tiivistelmä, loppuraportti, yhteenveto,
        sukupuolten tasa-arvo, kestävä kehitys, tavoitteet ja toimenpiteet, tavoitteet ja tulokset, asiasanat,
        avainsanat, teema, teemat, summary, description, abstract, project description, project summary, background,
        need, aim, aims, objective, objectives, goal, goals, measures, actions, activities, results, outcomes,
        outputs, impact, target group, target groups, indirect target groups, final report, keywords, themes,
        operation summary
    """,
    SKIP: "ohita, nro, numero, no, järjestysnumero, rivi, rivinumero, row",
}
# Lists of other things have columns of these meanings, or with these names, too: alone they make no list of projects.
MEANINGS_ANYWHERE = """
    start, end, status, regions, sub_regions, municipalities, organisation_type, business_id, street_address, postcode,
    post_office, website, skip, personal
"""
NAMES_ANYWHERE = """
    nimi, name, title, otsikko, koodi, code, tunnus, id, reference, organisaatio, organisation, organization, alue,
    sisältö, teema, teemat, tuki, rahoitus, vuodet, kesto, ajankohta
"""


def split_names(names: str) -> list[str]:
    """Return the names in a list with commas."""
    return [" ".join(name.split()) for name in names.split(",")]
