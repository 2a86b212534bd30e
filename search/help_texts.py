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

\b
hankehaku build                       the collection that comes with Hankehaku
hankehaku build ~/hankkeet            a folder of your own, with its subfolders
hankehaku build seeds ~/hankkeet --index ~/oma-hakemisto""",
    """Rakenna hakemisto hankekuvausten kansioista tai tiedostoista.

\b
hankehaku rakenna                     Hankehaun mukana tuleva kokoelma
hankehaku rakenna ~/hankkeet          oma kansio alikansioineen
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
          "relevant": [{"project", "section", "grade"}]}
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
          "relevant": [{"project", "section", "grade"}]}
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
