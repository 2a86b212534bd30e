"""Name what can be wrong with a file, and tell it to the user with the cure."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from index.errors import Text, UnreadableDocumentError


class Problem(StrEnum):
    """What keeps a file from being read; the values travel between the parsers' process and this one."""

    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105 - the name of a problem
    SCANNED = "scanned"
    NO_TEXT = "no_text"
    UNKNOWN_PACKING = "unknown_packing"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    OUTSIDE_PATHS = "outside_paths"
    ENTITIES = "entities"
    TOO_COMPLEX = "too_complex"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MUCH_TEXT = "too_much_text"
    TABLE_TOO_LARGE = "table_too_large"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOO_SLOW = "too_slow"
    CRASHED = "crashed"
    NOT_INSTALLED = "not_installed"


class UnreadableContentError(Exception):
    """The bytes at hand can't be read, for the reason in `problem`; raised by parsers, which know no path."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


_SAVE_ANEW = Text(
    "Open it in the program that made it and save it anew, or save its text as .txt (a table as .csv).",
    "Avaa se ohjelmalla, jolla se on tehty, ja tallenna uudelleen tai tekstinä, .txt (taulukko muodossa .csv).",
)
_SPLIT = Text(
    "Split the document into one file for each project.",
    "Jaa asiakirja: kukin hanke omaan tiedostoonsa.",
)
_SUSPICIOUS = Text(
    "Don't open the file unless you know where it comes from. If you do, save its text as .txt.",
    "Älä avaa tiedostoa, ellet tiedä, mistä se on peräisin. Jos tiedät, tallenna sen teksti .txt-tiedostoksi.",
)
# What follows the path in the message, and the cure.
_TOLD: dict[Problem, tuple[Text, Text]] = {
    Problem.DAMAGED: (
        Text("is damaged or incomplete.", "on vioittunut tai vajaa."),
        _SAVE_ANEW,
    ),
    Problem.PASSWORD: (
        Text("is protected by a password.", "on suojattu salasanalla."),
        Text(
            "Open it with its password and save it without one.",
            "Avaa se salasanalla ja tallenna se ilman salasanaa.",
        ),
    ),
    Problem.SCANNED: (
        Text(
            "is scanned: its pages are pictures and hold no text.", "on skannattu: sivut ovat kuvia eikä tekstiä ole."
        ),
        Text(
            "Recognise the text first, for example: ocrmypdf -l fin scanned.pdf readable.pdf",
            "Tunnista ensin teksti, esimerkiksi: ocrmypdf -l fin skannattu.pdf luettava.pdf",
        ),
    ),
    Problem.NO_TEXT: (
        Text("is empty: it has no text.", "on tyhjä: siinä ei ole tekstiä."),
        Text("Write the text into the file or remove it.", "Kirjoita teksti tiedostoon tai poista se."),
    ),
    Problem.UNKNOWN_PACKING: (
        Text("is packed in a way that isn't read here.", "on pakattu tavalla, jota tämä ohjelma ei lue."),
        _SAVE_ANEW,
    ),
    Problem.UNPACKS_TOO_LARGE: (
        Text("unpacks to far more than a document holds.", "purkautuu paljon asiakirjaa suuremmaksi."),
        _SUSPICIOUS,
    ),
    Problem.OUTSIDE_PATHS: (
        Text("holds names that point outside it.", "sisältää nimiä, jotka osoittavat sen ulkopuolelle."),
        _SUSPICIOUS,
    ),
    Problem.ENTITIES: (
        Text(
            "defines XML entities, which no office program writes.",
            "määrittelee XML-entiteettejä, joita toimisto-ohjelmat eivät kirjoita.",
        ),
        _SUSPICIOUS,
    ),
    Problem.TOO_COMPLEX: (
        Text("is nested too deeply or has too many parts.", "on liian syvästi sisäkkäinen tai moniosainen."),
        _SAVE_ANEW,
    ),
    Problem.TOO_MANY_PAGES: (Text("has too many pages.", "on liian monisivuinen."), _SPLIT),
    Problem.TOO_MUCH_TEXT: (Text("holds too much text.", "sisältää liikaa tekstiä."), _SPLIT),
    Problem.TABLE_TOO_LARGE: (
        Text("holds too many cells or too much text.", "sisältää liikaa soluja tai tekstiä."),
        Text(
            "Save it as .csv or split it into several files.", "Tallenna se .csv-muodossa tai jaa se useaan tiedostoon."
        ),
    ),
    Problem.TOO_MUCH_MEMORY: (
        Text("takes too much memory to read.", "veisi lukiessa liikaa muistia."),
        _SAVE_ANEW,
    ),
    Problem.TOO_SLOW: (Text("takes too long to read.", "on liian hidas luettavaksi."), _SAVE_ANEW),
    Problem.CRASHED: (
        Text("is damaged: the program that reads it stopped.", "on vioittunut: sitä lukeva ohjelma pysähtyi."),
        _SAVE_ANEW,
    ),
    Problem.NOT_INSTALLED: (
        Text(
            "can't be read: the package for files of its kind is missing or broken.",
            "ei ole luettavissa: sen lukeva paketti puuttuu tai on rikki.",
        ),
        Text(
            "Run scripts/setup.sh in the checkout: it installs what is missing.",
            "Aja lähdekoodikansiossa scripts/setup.sh: se asentaa puuttuvan.",
        ),
    ),
}


def unreadable(path: Path, problem: Problem) -> UnreadableDocumentError:
    """Return the error that names the file at `path`, the problem and the cure."""
    message, hint = _TOLD[problem]
    return UnreadableDocumentError(Text(f"{path} {message.en}", f"{path} {message.fi}"), hint)
