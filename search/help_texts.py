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

The measure is section nDCG@10, by mode and kind of query.
A line of QUERIES.jsonl is {"id", "kind", "text", "relevant": [{"project", "section", "grade"}]}, with grades from 1 up.

\b
hankehaku evaluate haut.jsonl
hankehaku evaluate haut.jsonl --index ~/hakemistot/omat --format json""",
    """Mittaa osumien järjestystä arvioiduilla hauilla.

Mittana on kohtien nDCG@10 hakutavan ja haun lajin mukaan.
Tiedoston rivi on {"id", "kind", "text", "relevant": [{"project", "section", "grade"}]}; arvot ykkösestä ylöspäin.

\b
hankehaku arvioi haut.jsonl
hankehaku arvioi haut.jsonl --index ~/hakemistot/omat --format json""",
)
