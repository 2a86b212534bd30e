"""What `--help` says of each command: a sentence, then examples that run."""

from __future__ import annotations

from search.language import say

# \b keeps the lines of a paragraph as they are.
APP = say(
    """Search Finnish project descriptions by theme.

\b
hankehaku search "matalan kynnyksen palvelut"
hankehaku search "etsivä työ" --region Etelä-Karjala
hankehaku show S21620 9
hankehaku build ~/hankkeet""",
    """Hae suomenkielisiä hankekuvauksia teeman mukaan.

\b
hankehaku hae "matalan kynnyksen palvelut"
hankehaku hae "etsivä työ" --region Etelä-Karjala
hankehaku näytä S21620 9
hankehaku rakenna ~/hankkeet""",
)

SEARCH = say(
    """Search in free text, in Finnish or another language.

\b
hankehaku search "matalan kynnyksen palvelut"
hankehaku search '"etsivä aikuistyö" -nuoret'     this phrase, without young people
hankehaku search =jalkautuminen                   this very word form
hankehaku search työpaja --region Etelä-Savo --years 2018-2020
hankehaku search kotoutuminen --format json | jq '.hits[].project'""",
    """Hae vapaalla tekstillä, suomeksi tai muulla kielellä.

\b
hankehaku hae "matalan kynnyksen palvelut"
hankehaku hae '"etsivä aikuistyö" -nuoret'        tämä ilmaus, ilman nuoria
hankehaku hae =jalkautuminen                      juuri tämä sanamuoto
hankehaku hae työpaja --region Etelä-Savo --years 2018-2020
hankehaku hae kotoutuminen --format json | jq '.hits[].project'""",
)

BUILD = say(
    """Build the index from folders or files of project descriptions.

Only what is new or has changed is read and embedded. Broken off, the next build goes on where it was; until it ends,
searches use the index that was there.

\b
hankehaku build                       the collection that comes with Hankehaku
hankehaku build ~/hankkeet            a folder of your own, with its subfolders
hankehaku build ~/hankkeet --dry-run  what has changed there since the last build
hankehaku build ~/hankkeet --device cuda   with a graphics processor, for a large collection
hankehaku build seeds ~/hankkeet --index ~/oma-hakemisto""",
    """Rakenna hakemisto hankekuvausten kansioista tai tiedostoista.

Vain uudet ja muuttuneet luetaan ja niiden merkitys lasketaan. Keskeytynyt rakennus jatkuu siitä, mihin jäi; kunnes se
valmistuu, haut käyttävät aiempaa hakemistoa.

\b
hankehaku rakenna                     Hankehaun mukana tuleva kokoelma
hankehaku rakenna ~/hankkeet          oma kansio alikansioineen
hankehaku rakenna ~/hankkeet --dry-run   mikä siellä on muuttunut viime kerrasta
hankehaku rakenna ~/hankkeet --device cuda   näytönohjaimella, kun kokoelma on suuri
hankehaku rakenna seeds ~/hankkeet --index ~/oma-hakemisto""",
)

SHOW = say(
    """Show a project: its facts and its text.

\b
hankehaku show S21620
hankehaku show S21620 9               one section
hankehaku show S21620 --format markdown""",
    """Näytä hanke: sen tiedot ja teksti.

\b
hankehaku näytä S21620
hankehaku näytä S21620 9              yksi kohta
hankehaku näytä S21620 --format markdown""",
)

STATUS = say(
    """Tell the index, model and settings in use.

Also the analyser of Finnish, where each setting comes from, and what is wrong and how to mend it.

\b
hankehaku status
hankehaku status --format json""",
    """Kerro käytössä oleva hakemisto, malli ja asetukset.

Myös suomen kielen analysoija, kunkin asetuksen lähde sekä viat ja niiden korjaus.

\b
hankehaku tila
hankehaku tila --format json""",
)

EVALUATE = say(
    """Measure the ranking against judged queries.

The measures are nDCG@10 (gain 2^grade - 1), recall, MRR and success over sections, and whether a top passage holds an
answer: by kind of query, by language and over all, for each mode and baseline. Two of them are compared with a
bootstrap interval and a randomisation test.

\b
QUERIES is one of
  .tsv    lines of query, project, section, grade, with tabs between them.
          An empty section means the whole project; grades are 0-3.
  .jsonl  lines of {"id", "kind", "lang", "text", "answers": [...],
          "relevant": [{"project", "section", "grade"}]}, or of drafts
          {"draft": NAME, "similar": [{"project", "grade"}]}, which are
          measured by project nDCG@5 and hit@1 beside baselines of their own;
          the draft NAME.txt stands in the folder drafts beside the file.
  folder  in the BEIR layout: corpus.jsonl[.gz], queries*.jsonl, qrels*.tsv.
          It is indexed first; broken off, the build goes on where it was.

\b
The baselines rank the same passages of the same index:
  bm25-snowball  BM25 over Snowball stems, as search engines do for Finnish
  bm25-voikko    BM25 over Voikko lemmas alone: no compound parts, no 5-grams
  rrf            reciprocal rank fusion (k = 60) of the keyword and vector modes
  txtai          txtai's hybrid search with the same model (installed apart)

\b
hankehaku evaluate haut.tsv
hankehaku evaluate haut.jsonl --index ~/hakemistot/omat --format json
hankehaku evaluate haut.tsv --baseline bm25-snowball --baseline rrf
hankehaku evaluate haut.tsv --compare hybrid vector --save ajo.json
hankehaku evaluate haut.tsv --against ajo.json""",
    """Mittaa osumien järjestystä arvioiduilla hauilla.

Mittoina ovat kohtien nDCG@10 (hyöty 2^arvo - 1), saanti, MRR ja osuma ensimmäisenä sekä se, onko vastaus ensimmäisissä
tekstikohdissa: haun lajin ja kielen mukaan ja kaikista hauista, kullekin hakutavalle ja vertailukohdalle. Kahta niistä
verrataan bootstrap-välillä ja satunnaistamistestillä.

\b
HAUT on jokin näistä:
  .tsv    riveillä haku, hankekoodi, kohta ja arvo sarkaimin erotettuina.
          Tyhjä kohta on koko hanke; arvot ovat 0-3.
  .jsonl  riveillä {"id", "kind", "lang", "text", "answers": [...],
          "relevant": [{"project", "section", "grade"}]}, tai luonnoksia
          {"draft": NIMI, "similar": [{"project", "grade"}]}: niistä mitataan
          hankkeiden nDCG@5 ja hit@1 omien vertailukohtiensa rinnalla;
          luonnos NIMI.txt on kansiossa drafts tiedoston vieressä.
  kansio  BEIR-muodossa: corpus.jsonl[.gz], queries*.jsonl, qrels*.tsv.
          Se indeksoidaan ensin; keskeytynyt rakennus jatkuu siitä, mihin jäi.

\b
Vertailukohdat järjestävät saman hakemiston samat tekstikohdat:
  bm25-snowball  BM25 Snowball-vartaloista, kuten hakukoneet suomea käsittelevät
  bm25-voikko    BM25 pelkistä Voikon perusmuodoista: ei yhdyssanojen osia
  rrf            sana- ja merkityshaun sijalukujen yhdistelmä (RRF, k = 60)
  txtai          txtain yhdistelmähaku samalla mallilla (asennetaan erikseen)

\b
hankehaku arvioi haut.tsv
hankehaku arvioi haut.jsonl --index ~/hakemistot/omat --format json
hankehaku arvioi haut.tsv --baseline bm25-snowball --baseline rrf
hankehaku arvioi haut.tsv --compare hybrid vector --save ajo.json
hankehaku arvioi haut.tsv --against ajo.json""",
)

SHELL = say(
    """Search again and again, with the index kept open.

Type what you look for, as in search; each answer takes a fraction of a second. Commands begin with a colon: :help
lists them, :region Etelä-Savo narrows, :more gives the next hits, :open 3 opens the third. Ctrl-C drops a line, Ctrl-D
leaves. Lines from a pipe are answered one after another, without a prompt: 0 when all could be answered, else 2.
The rows of csv and jsonl begin with their query; csv has one header, and jsonl has a line for a query without hits.

\b
hankehaku shell
hankehaku shell --by passage --limit 5
hankehaku shell --format json < haut.txt""",
    """Hae kerta toisensa jälkeen niin, että hakemisto pysyy auki.

Kirjoita, mitä etsit, kuten komennossa hae; vastaus tulee silmänräpäyksessä. Komennot alkavat kaksoispisteellä: :ohje
luettelee ne, :maakunta Etelä-Savo rajaa, :lisää antaa seuraavat osumat, :avaa 3 avaa kolmannen. Ctrl-C hylkää rivin,
Ctrl-D lopettaa. Putkesta tuleviin riveihin vastataan yksi kerrallaan ilman kehotetta: 0, jos kaikkiin vastattiin,
muuten 2. Muodoissa csv ja jsonl rivin alussa on sen haku; csv:ssä on yksi otsikkorivi, ja jsonl:ssä on rivi myös
haulle, johon ei löytynyt osumia.

\b
hankehaku kysele
hankehaku kysele --by passage --limit 5
hankehaku kysele --format json < haut.txt""",
)

VERIFY = say(
    """Check that the index is whole.

Every missing or resized file is found, and with --deep every changed byte. Exit code 0 when the index is whole, 2 when
it is damaged: then the files and the cure are named.

\b
hankehaku verify
hankehaku verify --deep
hankehaku verify --index ~/hakemisto --format json""",
    """Tarkista, että hakemisto on ehjä.

Jokainen puuttuva tai väärän kokoinen tiedosto löytyy, ja valinnalla --deep jokainen muuttunut tavu. Paluukoodi on 0,
jos hakemisto on ehjä, ja 2, jos se on vioittunut: silloin kerrotaan tiedostot ja korjaus.

\b
hankehaku tarkista
hankehaku tarkista --deep
hankehaku tarkista --index ~/hakemisto --format json""",
)

ROLLBACK = say(
    """Go back to the index that was there before the last build.

The last two are kept. The older one is checked byte by byte before it is taken into use; another rollback returns.

\b
hankehaku rollback
hankehaku rollback --index ~/hakemisto""",
    """Palaa hakemistoon, joka oli käytössä ennen viimeisintä rakennusta.

Kaksi viimeisintä säilytetään. Vanhempi tarkistetaan tavu tavulta ennen käyttöönottoa; uusi palautus palaa takaisin.

\b
hankehaku palauta
hankehaku palauta --index ~/hakemisto""",
)

DOCTOR = say(
    """Examine the installation, and tell what is wrong and how to mend it.

Voikko and its dictionary, the embedding model, the index, permissions, disk space and the terminal's encoding. Exit
code 2 when something doesn't work.

\b
hankehaku doctor
hankehaku doctor --format json""",
    """Tutki asennus ja kerro, mikä on vialla ja miten sen voi korjata.

Voikko ja sen sanasto, kielimalli, hakemisto, käyttöoikeudet, levytila ja päätteen merkistö. Paluukoodi on 2, jos jokin
ei toimi.

\b
hankehaku tutki
hankehaku tutki --format json""",
)

SIMILAR = say(
    """Find the projects most like a draft application, and where they meet.

The draft is read as a project description is. Each project is told with how like it is (also among all pairs of
projects of the index), which passages meet, the telling words and the facts that are shared, and what the draft has
that the project lacks. A project of the index that is the draft itself is left out.

\b
hankehaku similar luonnos.txt
hankehaku similar luonnos.txt --region Etelä-Karjala --years 2016-
hankehaku similar S20064                          a project of the index
hankehaku similar luonnos.docx --report vertailu.html
hankehaku similar hakemukset/ --report vertailu.docx   a call's applications, also with each other
hankehaku similar luonnos1.txt luonnos2.md --format json
hankehaku similar - --limit 3 < luonnos.txt""",
    """Etsi hakemusluonnoksen kaltaiset hankkeet ja kohdat, joissa ne kohtaavat.

Luonnos luetaan kuten hankekuvaus. Kustakin hankkeesta kerrotaan, kuinka samankaltainen se on (myös hakemiston kaikkien
hankeparien joukossa), mitkä kohdat vastaavat toisiaan, mitä kuvaavia sanoja ja tietoja on yhteistä ja mitä luonnoksessa
on, mutta hankkeessa ei. Hakemistossa oleva hanke, joka on luonnos itse, jätetään pois.

\b
hankehaku samankaltaiset luonnos.txt
hankehaku samankaltaiset luonnos.txt --region Etelä-Karjala --years 2016-
hankehaku samankaltaiset S20064                   hakemistossa oleva hanke
hankehaku samankaltaiset luonnos.docx --report vertailu.html
hankehaku samankaltaiset hakemukset/ --report vertailu.docx   haun hakemukset, myös keskenään
hankehaku samankaltaiset luonnos1.txt luonnos2.md --format json
hankehaku samankaltaiset - --limit 3 < luonnos.txt""",
)
