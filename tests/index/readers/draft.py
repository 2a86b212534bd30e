"""An invented draft of an application, and the Word file that a planner would write it in."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

TITLE = "Rantatuvan työpaja – yhdessä eteenpäin"
# Style, text. A row is its cells.
DRAFT: tuple[tuple[str, str | tuple[str, ...]], ...] = (
    ("Heading 1", "Tausta ja tarve"),
    (
        "Normal",
        (
            "Kallavarren kunnassa asuu noin kahdeksansataa nuorta aikuista, joista joka kymmenes on työn ja opintojen "
            "ulkopuolella. Kirjaston lukusalissa ja rannan nuotiopaikalla heitä tapaa, virastossa tuskin koskaan. "
            "Etsivä nuorisotyö on yhden ihmisen varassa, ja sosiaali- ja terveyspalveluihin jonotetaan kuukausia."
        ),
    ),
    (
        "Normal",
        (
            "Syksyllä järjestetyissä asukasilloissa toistui sama viesti: tarvitaan paikka, johon voi tulla ilman "
            "ajanvarausta ja ilman lähetettä. Yhdenvertaisuus ja tasa-arvo mainittiin useammin kuin raha, ja moni "
            "kaipasi linja-autovuoroa, jolla iltatoiminnasta pääsisi kotiin."
        ),
    ),
    ("Heading 1", "Tavoitteet"),
    ("Normal", "Hankkeella on kolme tavoitetta, joita seurataan neljännesvuosittain ohjausryhmässä:"),
    ("List Bullet", "matalan kynnyksen työpaja avautuu vanhaan veneveistämöön viitenä päivänä viikossa"),
    ("List Bullet", "neljäkymmentä osallistujaa löytää polun opintoihin, työkokeiluun tai palkkatyöhön"),
    ("List Bullet", "kunta, seurakunta ja kalastajaseura sopivat pysyvästä tavasta jakaa tiloja ja ohjaajia"),
    ("Heading 1", "Toimenpiteet"),
    ("Heading 2", "Työpajan käynnistäminen"),
    (
        "Normal",
        (
            "Ensimmäisenä keväänä kunnostetaan tila, palkataan kaksi ohjaajaa ja sovitaan pelisäännöistä osallistujien "
            "kanssa. Puuseppä opettaa veneiden korjausta, ja keittiössä valmistetaan lounas yhdessä. Ohjaajat "
            "jalkautuvat kauppakeskukseen, koulujen pihoille ja verkkoon, jotta kukaan ei jäisi yksin."
        ),
    ),
    ("Heading 2", "Verkoston rakentaminen"),
    ("Normal", "Toisena vuonna verkosto kokoontuu kerran kuussa ja etenee seuraavasti:"),
    ("List Number", "Kartoitetaan, mitä palveluja seudulla jo on ja mihin jonot muodostuvat."),
    ("List Number", "Kirjoitetaan yhteinen asiakaspolku, jossa vastuut näkyvät."),
    ("List Number", "Koulutetaan kokemusasiantuntijoita vertaisohjaajiksi."),
    (
        "Normal",
        (
            "Lopuksi malli kuvataan oppaaksi, jota naapurikunnat voivat käyttää. Digikoutsauksen kokeilu tehdään "
            "kansalaisopiston kanssa, ja sen tuloksista kerrotaan avoimesti myös silloin, kun jokin ei onnistunut."
        ),
    ),
    ("Heading 1", "Aikataulu ja kustannukset"),
    ("Normal", "Hanke kestää kaksi vuotta, ja sen kustannukset jakautuvat alla olevan taulukon mukaan."),
    ("Table", ("Vaihe", "Kesto", "Kustannus")),
    ("Table", ("Valmistelu", "kolme kuukautta", "18 000 euroa")),
    ("Table", ("Toteutus", "viisitoista kuukautta", "210 000 euroa")),
    ("Table", ("Juurruttaminen", "kuusi kuukautta", "42 000 euroa")),
    ("Heading 1", "Odotetut tulokset"),
    (
        "Normal",
        (
            "Hankkeen päättyessä veneveistämöllä toimii avoin työpaja, jonka arki ei ole yhden ihmisen varassa. Nuoret "
            "aikuiset ovat saaneet rytmiä päiviinsä, uusia taitoja ja kavereita, ja heistä moni on jatkanut eteenpäin. "
            "Kunta on säästänyt päihde- ja mielenterveyspalvelujen kustannuksissa, kun apua on saanut ajoissa."
        ),
    ),
    (
        "Normal",
        (
            "Toimintaa jatketaan kunnan ja järjestöjen yhteisellä sopimuksella. Seuranta osoittaa, ketkä hyötyivät "
            "eniten ja keitä ei vieläkään tavoitettu, ja näiden tietojen varaan suunnitellaan seuraavat askeleet."
        ),
    ),
)


def as_markdown() -> str:
    """Return the draft as a Markdown file has it."""
    marks = {"Heading 1": "## ", "Heading 2": "### ", "List Bullet": "- "}
    return _as_text(f"# {TITLE}", marks)


def as_plain_text() -> str:
    """Return the draft as a text file has it, headings on lines of their own."""
    return _as_text(TITLE, {"List Bullet": "- "})


def _as_text(title: str, marks: dict[str, str]) -> str:
    pieces = [title]
    number, before = 0, ""
    for style, content in DRAFT:
        number = number + 1 if style == "List Number" else 0
        mark = f"{number}. " if number else marks.get(style, "")
        text = content if isinstance(content, str) else " ".join(content)
        pieces += ["\n" if style == before and style.startswith(("List", "Table")) else "\n\n", mark + text]
        before = style
    return "".join(pieces) + "\n"


def write_word(path: Path, *, is_marked_up: bool) -> None:
    """Write the draft as a Word file, with a header and a footer; `is_marked_up`: and with what nobody should see."""
    document = docx.Document()
    for style in ("Normal", "Title", "Heading 1", "Heading 2"):
        document.styles[style].font.name = "Liberation Serif"
        fonts = document.styles[style].element.rPr.rFonts
        for name in [name for name in fonts.attrib if name.endswith("Theme")]:
            del fonts.attrib[name]
    document.styles["Normal"].font.size = Pt(12)
    section = document.sections[0]
    section.header.paragraphs[0].text = "Luonnos, ei vielä hyväksytty"
    section.footer.paragraphs[0].text = "Kallavarren kunta"
    document.add_paragraph(TITLE, style="Title")
    rows: list[tuple[str, ...]] = []
    for style, content in (*DRAFT, ("Normal", "")):
        if not isinstance(content, str):
            rows.append(content)
            continue
        if rows:
            _add_table(document, rows)
            rows = []
        if content:
            paragraph = document.add_paragraph(content, style=style)
            if is_marked_up and style == "Normal":
                _spoil(document, paragraph)
    document.save(str(path))


def _add_table(document: WordDocument, rows: list[tuple[str, ...]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for cells in rows:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text


def _spoil(document: WordDocument, paragraph: WordParagraph) -> None:
    """Add what a reader doesn't see: a comment, a deletion that is still tracked, and hidden text."""
    document.add_comment(paragraph.runs, text="Tarkista vielä tämä kohta!", author="Kommentoija")
    hidden = paragraph.add_run(" Piilotettu muistiinpano.")
    hidden.font.hidden = True
    deletion = OxmlElement("w:del")
    deletion.set(qn("w:id"), "1")
    deletion.set(qn("w:author"), "Kommentoija")
    run = OxmlElement("w:r")
    text = OxmlElement("w:delText")
    text.text = " Poistettu lause."
    run.append(text)
    deletion.append(run)
    paragraph._p.append(deletion)
