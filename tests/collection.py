"""A small collection of ESR descriptions for the tests; projects, people and organisations are invented."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.build import build_index
from index.generation import has_index

# The contact person of every project: must be in no index. PHONE and E_MAIL stand in the running text, too.
CONTACT_NAME = "Hilkka-Maija Ruispelto"
CONTACT_TITLE = "myllärimestari"
E_MAIL = "hilkka-maija.ruispelto@viljamylly.example"
PHONE = "040 987 6543"

NO_EFFECT = "Ei vaikutusta."


@dataclass(frozen=True)
class Project:
    """What one invented description tells; `sustainability` maps a criterion to "direct indirect" and its reason."""

    code: str
    title: str
    period: str
    applicant: str
    organisation_type: str
    region: str
    municipality: str
    granted: str
    axis: str
    objective: str
    status: str
    summary: str
    target: str
    indirect: str
    gender: str
    sustainability: dict[str, tuple[str, str]]
    final: str
    partners: str = ""
    authority: str = "Keski-Suomen elinkeino-, liikenne- ja ympäristökeskus"


COAST = Project(
    code="S90001",
    title="Rantaraitti",
    period="Alkaa 1.9.2016 ja päättyy 31.12.2018",
    applicant="Meriharjun kaupunki",
    organisation_type="Kunta",
    region="Uusimaa",
    municipality="Hanko, Raasepori",
    granted="312 500",
    axis="5. Sosiaalinen osallisuus ja köyhyyden torjunta",
    objective="10.1. Työelämän ulkopuolella olevien työ- ja toimintakyvyn parantaminen",
    status="Toiminta päättynyt",
    summary="""Tausta:
Rannikon pikkukaupungeissa moni nuori jää koulun jälkeen kotiin. Bussi kulkee harvoin, ja nuorisotilat ovat auki vain
iltaisin klo 17.00 alkaen. Perinteinen neuvonta ei tavoita heitä.

Tavoitteet:
Hanke tuo etsivän nuorisotyön satamiin, kauppakeskuksiin ja kylätaloille. Työpari lähtee sinne, missä nuoret ovat, eikä
odota heidän tulevan toimistoon. Matalan kynnyksen palveluissa nuorta ei kysellä diagnooseista eikä papereista.

Toimenpiteet:
Etsivät nuorisotyöntekijät jalkautuvat kolmena iltana viikossa. Kahvilavaunusta saa lämpimän ruoan, mm. hernekeittoa, ja
samalla voi jutella asumisesta, veloista ja opinnoista. Työpari lähtee nuoren kanssa myös lääkäriin, vuokranantajan luo
tai oppilaitokseen, jos nuori ei rohkene yksin. Vaunun aikataulun saa numerosta 040 987 6543.

Tulokset:
Alueelle jää pysyvä toimintamalli, jossa kaupunki, seurakunta ja järjestöt jakavat etsivän työn vuorot.""",
    target="Koulutuksen ja työelämän ulkopuolella olevat 15–29-vuotiaat nuoret rannikon taajamissa.",
    indirect="- Nuorten vanhemmat ja isovanhemmat\n- Oppilaitosten opinto-ohjaajat",
    gender="Tytöt ja pojat hakeutuvat vaunulle eri aikoina, joten työparissa on aina sekä nainen että mies.",
    sustainability={
        "Luonnonvarojen käytön kestävyys": ("1 2", "Vaunun ruoka tehdään kauppojen hävikistä."),
        "Natura 2000 -ohjelman kohteet": ("0 0", NO_EFFECT),
        "Liikkuminen ja logistiikka": ("2 3", "Vaunu siirretään paikasta toiseen sähköautolla."),
        "Hyvinvoinnin edistäminen": ("8 7", "Yksinäisyys vähenee, kun nuorella on tuttu aikuinen."),
    },
    final="""Kahvilavaunu kävi satamissa 240 iltana. Vaunulla tavattiin 310 nuorta, joista 96 aloitti opinnot.
Parhaaksi tavaksi osoittautui kiireetön juttelu: luottamus syntyi vasta kolmannella tai neljännellä tapaamisella.""",
)
WORKSHOP = Project(
    code="S90002",
    title="Pajalta palkkatyöhön",
    period="Alkaa 1.1.2015 ja päättyy 30.6.2017",
    applicant="Kangasjärven työpajayhdistys ry",
    organisation_type="Rekisteröity yhdistys",
    region="Keski-Suomi",
    municipality="Jyväskylä, Toivakka",
    granted="198 750",
    axis="3. Työllisyys ja työvoiman liikkuvuus",
    objective="7.1. Nuorten ja muiden heikossa työmarkkina-asemassa olevien työllistymisen edistäminen",
    status="Toiminta päättynyt",
    partners="Pohjanpellon ammattiopisto, 1234567-1",
    summary="""Tausta:
Pitkäaikaistyöttömyys on alueella sitkeää. Työpajoilla on opittu taitoja, joista ei jää todistusta, ja siksi työnantajat
eivät tunnista osaamista.

Tavoitteet:
Pitkään työttömänä olleet saavat näkyväksi sen, mitä he osaavat. Kuntouttavasta työtoiminnasta rakennetaan polku, joka
johtaa palkkatyöhön tai tutkinnon osiin.

Toimenpiteet:
Työhönvalmentaja arvioi taitoja pajan arjessa: puuverstaalla, keittiössä ja pyöräkorjaamossa. Ammattiopisto tunnustaa
opitun osaksi tutkintoa. Valmentaja käy TE-toimistossa ja yrityksissä yhdessä valmentautujan kanssa ja tukee häntä vielä
ensimmäisinä työviikkoina.

Tulokset:
Valmentautujista kolmannes siirtyy palkkatyöhön tai opintoihin. Osaamistodistus on käytössä kaikilla pajoilla.""",
    target="Yli vuoden työttömänä olleet aikuiset, erityisesti yli 50-vuotiaat.",
    indirect="Pienet yritykset, TE-toimisto ja kuntien sosiaali- ja terveysalan työntekijät.",
    gender="Puuverstaalle ohjataan rohkeasti naisia ja keittiöön miehiä, jotta alavalinnat eivät rajaudu sukupuoleen.",
    sustainability={
        "Materiaalit ja jätteet": ("6 5", "Pajalla korjataan polkupyöriä ja huonekaluja, jotka muuten hylättäisiin."),
        "Uusiutuvien energialähteiden käyttö": ("0 0", NO_EFFECT),
        "Tasa-arvon edistäminen": ("4 5", "Valmennus sovitetaan terveyteen ja perhetilanteeseen."),
    },
    final="""Hankkeeseen osallistui 84 työtöntä. Palkkatyöhön heistä siirtyi 23 ja opiskelemaan 11. Työnantajat
kiittivät siitä, että valmentaja oli tavoitettavissa myös työsuhteen alettua.""",
)
DIGITAL = Project(
    code="S90003",
    title="Verkkoon vaivatta",
    period="Alkaa 1.4.2017 ja päättyy 31.3.2020",
    applicant="Jokisuun kansalaisopisto",
    organisation_type="Oppilaitos",
    region="Pohjois-Pohjanmaa",
    municipality="Ii",
    granted="145 000",
    axis="4. Koulutus, ammattitaito ja elinikäinen oppiminen",
    objective="9.1. Siirtymävaiheita ja koulutuksellista tasa-arvoa tukevien palvelujen parantaminen",
    status="Käynnissä",
    summary="""Tausta:
Pankit ja virastot palvelevat yhä useammin vain verkossa. Ikääntyneet ja maahanmuuttajat jäävät helposti syrjään, jos
sähköinen asiointi ei suju.

Tavoitteet:
Jokainen oppii hoitamaan asiansa turvallisesti tietokoneella tai puhelimella. Kirjastosta tulee paikka, jossa saa apua
ilman ajanvarausta.

Toimenpiteet:
Opisto kouluttaa vertaisohjaajia, jotka päivystävät kirjastossa ja kyläkaupalla. Opastusta annetaan suomeksi, arabiaksi
ja venäjäksi. Kursseilla harjoitellaan esim. verkkopankkia, reseptien uusimista ja tietoturvaa omalla laitteella.

Tulokset:
Digituki vakiintuu osaksi kirjaston työtä, ja vertaisohjaajien verkosto jatkaa hankkeen päätyttyä.""",
    target="Yli 65-vuotiaat kuntalaiset ja maahanmuuttajat, joiden digitaidot ovat heikot.",
    indirect="Kirjaston henkilökunta, pankit sekä Kelan palvelupiste.",
    gender="Osallistujista kerätään tieto sukupuolen mukaan, ja kurssiajat sopivat myös pienten lasten vanhemmille.",
    sustainability={
        "Aineettomien tuotteiden ja palvelujen kehittäminen": ("7 6", "Etäopastus säästää matkoja ja aikaa."),
        "Kulttuuriympäristö": ("0 0", NO_EFFECT),
        "Yhteiskunnallinen ja kulttuurinen yhdenvertaisuus": ("6 6", "Opastusta saa omalla kielellä."),
    },
    final="",
)
PEERS = Project(
    code="S90004",
    title="Voimaa vertaisista",
    period="Alkaa 1.8.2018 ja päättyy 31.7.2021",
    applicant="Savotta-mielenterveysyhdistys ry",
    organisation_type="Rekisteröity yhdistys",
    region="Pohjois-Savo",
    municipality="Iisalmi, Kuopio",
    granted="401 200",
    axis="5. Sosiaalinen osallisuus ja köyhyyden torjunta",
    objective="10.1. Työelämän ulkopuolella olevien työ- ja toimintakyvyn parantaminen",
    status="Käynnissä",
    summary="""Tausta:
Mielenterveyskuntoutujan päivät ovat usein tyhjiä. Masennus ja häpeä pitävät ihmiset kotona, vaikka sairaanhoito olisi
kunnossa.

Tavoitteet:
Yksinäisyys vähenee, ja kuntoutuja löytää mielekästä tekemistä. Kokemusasiantuntijat saavat palkkaa siitä, että he
tukevat muita. Jokaisella ryhmällä on yhteinen tavoite, jonka ryhmäläiset itse valitsevat: joku ryhmä harjoittelee
ruuanlaittoa, toinen valmistautuu opintoihin ja kolmas opettelee kulkemaan bussilla.

Toimenpiteet:
Vertaisryhmät kokoontuvat matalalla kynnyksellä kahvilan takahuoneessa, saunalla ja palstaviljelmällä. Ryhmää ohjaa
kokemusasiantuntija, jonka taustalla on oma toipuminen päihteistä tai masennuksesta. Perheille järjestetään leirejä.

Tulokset:
Kymmenen kokemusasiantuntijaa työllistyy, ja sairaalajaksojen tarve pienenee.""",
    target="Mielenterveys- ja päihdekuntoutujat, jotka eivät ole työelämässä.",
    indirect="Kuntoutujien läheiset ja psykiatrian poliklinikan hoitajat.",
    gender="Miehille on omia ryhmiä, koska he hakevat apua naisia myöhemmin.",
    sustainability={
        "Kasvillisuus, eliöt ja luonnon monimuotoisuus": (
            "3 2",
            "Palstalla kasvaa maatiaisperunaa ilman myrkkyjä.",
        ),
        "Pinta- ja pohjavedet, maaperä sekä ilma (ja kasvihuonekaasujen väheneminen)": ("0 0", NO_EFFECT),
        "Hyvinvoinnin edistäminen": ("9 8", "Ryhmäläisten arkirytmi ja unen laatu paranevat."),
    },
    final="",
)
PROJECTS = (COAST, WORKSHOP, DIGITAL, PEERS)


def description(project: Project) -> str:
    """Return the text of a project's description in the ESR form."""
    scored = "\n".join(f"{name} {scores}\n{reason}" for name, (scores, reason) in project.sustainability.items())
    final = f"9 Loppuraportin tiivistelmä\n\n{project.final}\n" if project.final else ""
    return f"""Euroopan sosiaalirahaston (ESR) rahoittaman hankkeen kuvaus

1 Hanke

Hankekoodi: {project.code}
Hankkeen nimi: {project.title}
Toimintalinja: {project.axis}
Erityistavoite: {project.objective}
Suunnitelman mukainen toteutusaika: {project.period}
Toiminnan tila: {project.status}
Vastuuviranomainen: {project.authority}

2 Hakijan perustiedot

Hakijan virallinen nimi: {project.applicant}
Organisaatiotyyppi: {project.organisation_type}
Hankkeen yhteyshenkilön nimi: {CONTACT_NAME}
Yhteyshenkilön asema hakijaorganisaatiossa: {CONTACT_TITLE}
Yhteyshenkilön sähköpostisoite: {E_MAIL.replace("@", "(at)")}
Yhteyshenkilön puhelinnumero: {PHONE}
Hakijoiden lukumäärä tai tuen siirto -menettely: Vain yksi hakija
Osatoteuttajat: {project.partners}

3 Suunnitelman mukainen tiivistelmä toteutuksesta

{project.summary}

Lisätietoja antaa {CONTACT_NAME}, {E_MAIL}, puh. {PHONE}.

4 Hankkeen kohderyhmät

4.1 Varsinaiset kohderyhmät

{project.target}

4.2 Välilliset kohderyhmät

{project.indirect}

5 Projektin julkinen rahoitus, euroa

Myönnetty EU- ja valtion rahoitus: {project.granted}

6 Maantieteellinen kohdealue

Maakunnat: {project.region}
Kunnat: {project.municipality}

8 Horisontaaliset periaatteet

8.1 Sukupuolten tasa-arvo

Hankkeessa on tehty toimintaympäristön analyysi sukupuolinäkökulmasta: Kyllä
{project.gender}
Hankkeen päätavoite on sukupuolten tasa-arvon edistäminen: Ei

8.2 Kestävä kehitys

VälitönVälillinen
{scored}

{final}"""


def write_collection(folder: Path, projects: tuple[Project, ...] = PROJECTS) -> list[Path]:
    """Write each project's description as a text file into `folder`; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{project.code}.txt" for project in projects]
    for file, project in zip(files, projects, strict=True):
        file.write_text(description(project), encoding="utf-8")
    return files


def built_collection(base: Path) -> Path:
    """Return the folder of the collection's index under `base`, built with the default model when first asked for.

    Fixtures pass `tmp_path_factory.getbasetemp()`, so that a test session builds it once.
    """
    index = base / "collection-index"
    if not has_index(index):
        write_collection(base / "collection")
        build_index([base / "collection"], index, None, lambda stage, done, total: None)
    return index
