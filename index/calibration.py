"""Sentences on everything and nothing: what a model's token vectors are like on the average.

The mean of their token vectors is what token codes are relative to. It must be the same in every build of the same
model, or the codes of unchanged passages couldn't be taken over; so it comes from here and not from a collection.
"""

from __future__ import annotations

SENTENCES = (
    "Kaupungin kirjasto on auki arkisin kello kymmenestä seitsemään ja lauantaisin iltapäivään asti.",
    "Kevättulvat nostivat joen pinnan niin korkealle, että rantatie suljettiin viikoksi.",
    "Yhdistyksen hallitus kokoontuu neljä kertaa vuodessa ja hyväksyy toimintasuunnitelman marraskuussa.",
    "Leipurin tytär muutti ulkomaille opiskelemaan arkkitehtuuria ja palasi vasta kolmenkymmenen vuoden päästä.",
    "Metsänhoitoyhdistys neuvoo omistajia taimikon harvennuksessa ja puukaupan kilpailutuksessa.",
    "Terveyskeskuksen ajanvaraus siirtyi verkkoon, mutta puhelinpalvelu säilyy iäkkäitä varten.",
    "Tutkimuksen aineisto koostuu kahdestasadasta haastattelusta, jotka litteroitiin ja luokiteltiin teemoittain.",
    "Koulun pihalle rakennettiin kiipeilyteline, pallokenttä ja katos polkupyörille.",
    "Pankin korot laskivat syksyllä, ja asuntokauppa vilkastui erityisesti kasvukeskuksissa.",
    "Vanha satama muutettiin asuinalueeksi, jossa on puistoja, kahviloita ja pieniä verstaita.",
    "Kuorolaiset harjoittelivat joulukonserttia varten tuttuja lauluja ja yhden aivan uuden sävellyksen.",
    "Maatilan lypsyrobotti säästää aikaa, mutta sen huolto vaatii osaamista ja varaosia.",
    "Ministeriö pyytää lausuntoja lakiesityksestä, joka koskee jätteiden lajittelua taloyhtiöissä.",
    "Opiskelijat laativat ryhmissä suunnitelman, esittelivät sen toisilleen ja arvioivat lopuksi omaa työtään.",
    "Lääkäri määräsi lepoa, kuntoutusta ja uuden tarkastuksen kuukauden kuluttua.",
    "Saaristossa posti kulkee talvella hydrokopterilla ja kesällä yhteysaluksella.",
    "Yritys palkkasi kolme hitsaajaa ja kouluttaa heidät itse käyttämään uusia laitteita.",
    "Perheet saavat tukea arkeen, kun neuvola, päiväkoti ja sosiaalityö toimivat yhdessä.",
    "Valokuvanäyttely kertoo kylästä, jonka asukkaat lähtivät yksi kerrallaan töiden perässä etelään.",
    "Laskun eräpäivä on kuun lopussa; myöhästyneestä maksusta peritään korko ja huomautusmaksu.",
    "Vapaaehtoiset kerääntyivät torille jakamaan keittoa, villasukkia ja lämpimiä sanoja.",
    "Sähköverkon kunnossapito edellyttää, että puut raivataan linjojen alta viiden vuoden välein.",
    "Kieltä oppii parhaiten puhumalla, kuuntelemalla ja lukemalla sellaista, mikä kiinnostaa.",
    "Tilastojen mukaan muuttoliike kääntyi, ja maakunnan väkiluku kasvoi ensimmäisen kerran vuosikymmeniin.",
    "Ohjelmoija korjasi virheen, kirjoitti sille testin ja julkaisi uuden version samana iltana.",
    "Museon kokoelmissa on huonekaluja, kirjeitä, työkaluja ja kansanpukuja kolmelta vuosisadalta.",
    "Kokouksessa sovittiin vastuut, aikataulu ja budjetti sekä se, miten tuloksista kerrotaan.",
    "Hiihtokeskus avaa latunsa heti, kun pakkaset sallivat lumetuksen.",
    "Biblioteket ordnar sagostunder för barn och kurser i släktforskning för vuxna.",
    "Föreningen samlar grannar kring odling, matlagning och gemensamma utflykter.",
    "Kommunen byggde en ny bro över ån, men cyklisterna vill fortfarande ha en egen väg.",
    "Läraren delade klassen i små grupper som fick undersöka hur vattnet rinner genom landskapet.",
    "Sjukhuset förkortade köerna genom att flytta en del av mottagningarna till kvällstid.",
    "The museum lends its travelling exhibition to small towns that have no gallery of their own.",
    "Farmers discussed the price of grain, the weather and the cost of repairing old machines.",
    "A good report says what was done, what it cost, what came of it and what should be done otherwise.",
    "The train was late because of snow, so the passengers were given coffee and a ride by bus.",
    "Researchers compared three methods and found that the simplest one worked nearly as well.",
    "Young people from five countries spent a summer restoring the stone walls of the island.",
)
