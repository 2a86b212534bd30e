"""Tell what of a table can't be used: the place as a spreadsheet program shows it, and the cure; never the content."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.errors import Text, UnreadableDocumentError
from index.readers.tables.columns import FILE_NAME
from index.readers.tables.sheet import Sheet

_MOST_NAMED = 10
_NAME_COLUMNS = Text(
    f"Tell in a file {FILE_NAME} beside the table what its columns are, under [columns]: "
    '"The column\'s name" = "Hankkeen nimi" (or "text", or "skip").',
    f"Kerro taulukon viereen tallennetussa tiedostossa {FILE_NAME}, mitä sarakkeet ovat, otsikon [columns] alla: "
    '"Sarakkeen nimi" = "Hankkeen nimi" (tai "teksti" tai "ohita").',
)


def no_workbook(path: Path, actual: Text | None) -> UnreadableDocumentError:
    """Return the error for a file that is something else than its suffix says: `actual`, where that is seen."""
    is_en, is_fi = (f" It is {actual.en}.", f" Se on {actual.fi}.") if actual else ("", "")
    return UnreadableDocumentError(
        Text(
            f"{path} is no workbook of Excel (.xlsx) or LibreOffice (.ods).{is_en}",
            f"{path} ei ole Excelin (.xlsx) eikä LibreOfficen (.ods) laskentataulukko.{is_fi}",
        ),
        Text(
            "Open the table in a spreadsheet program and save it as .xlsx, or give the file its real suffix.",
            "Avaa taulukko taulukkolaskentaohjelmassa ja tallenna se .xlsx-muotoon, tai anna tiedostolle oikea pääte.",
        ),
    )


def no_header(path: Path) -> UnreadableDocumentError:
    """Return the error for a table none of whose rows is recognised as the header of a list of projects."""
    return UnreadableDocumentError(
        Text(
            f"{path}: no row names the columns of a list of projects.",
            f"{path}: mikään rivi ei nimeä hankeluettelon sarakkeita.",
        ),
        _NAME_COLUMNS,
    )


def no_projects(path: Path) -> UnreadableDocumentError:
    """Return the error for a table with a header and no usable row."""
    return UnreadableDocumentError(
        Text(f"{path} has no row that tells of a project.", f"{path}: yksikään rivi ei kerro hankkeesta."),
        Text(
            "Give each project a row with its name or a text about it.",
            "Anna kullekin hankkeelle rivi, jolla on sen nimi tai siitä kertova teksti.",
        ),
    )


def sheets_left_out(path: Path, hidden: Sequence[str], without_header: Sequence[str]) -> list[UnreadableDocumentError]:
    """Return an error for the hidden sheets and one for those without a header, where there are any."""
    errors: list[UnreadableDocumentError] = []
    if hidden:
        names = _listed(hidden)
        errors.append(
            UnreadableDocumentError(
                Text(
                    f"{path}: hidden sheets were left out: {names}.",
                    f"{path}: piilotetut taulukot ohitettiin: {names}.",
                ),
                Text("Show the sheet to have it read.", "Tuo taulukko näkyviin, jos se pitää lukea."),
            )
        )
    if without_header:
        names = _listed(without_header)
        errors.append(
            UnreadableDocumentError(
                Text(
                    f"{path}: sheets that don't look like lists of projects were left out: {names}.",
                    f"{path}: taulukot, jotka eivät näytä hankeluetteloilta, ohitettiin: {names}.",
                ),
                _NAME_COLUMNS,
            )
        )
    return errors


def columns_left_out(path: Path, sheet: Sheet, names: Sequence[str]) -> UnreadableDocumentError:
    """Return the error for columns that have short values and a meaning that nobody knows."""
    return UnreadableDocumentError(
        Text(
            f"{_place(path, sheet)}: columns of unknown meaning were left out: {_listed(names)}.",
            f"{_place(path, sheet)}: sarakkeet, joiden merkitystä ei tunneta, ohitettiin: {_listed(names)}.",
        ),
        _NAME_COLUMNS,
    )


def columns_told_twice(path: Path, sheet: Sheet, names: Sequence[str]) -> UnreadableDocumentError:
    """Return the error for columns that tell what one before them tells."""
    return UnreadableDocumentError(
        Text(
            f"{_place(path, sheet)}: columns that mean the same as an earlier one count only where that is empty: "
            f"{_listed(names)}.",
            f"{_place(path, sheet)}: sarakkeet, jotka tarkoittavat samaa kuin aiempi, luetaan vain sen ollessa tyhjä: "
            f"{_listed(names)}.",
        ),
        _NAME_COLUMNS,
    )


def values_not_understood(path: Path, sheet: Sheet, column: str, rows: Sequence[int]) -> UnreadableDocumentError:
    """Return the error for cells of one column, on these rows, that hold no value of its kind."""
    return UnreadableDocumentError(
        Text(
            f"{_place(path, sheet)}: {column}: the values on these rows can't be understood and were left out: "
            f"{_listed(rows)}.",
            f"{_place(path, sheet)}: {column}: näiden rivien arvoja ei ymmärretty, ja ne ohitettiin: {_listed(rows)}.",
        ),
        Text(
            "Write a date as 31.12.2021, a sum as 123456, an answer as “kyllä” or “ei” and a code as S12345.",
            "Kirjoita päivämäärä muodossa 31.12.2021, summa 123456, vastaus ”kyllä” tai ”ei” ja koodi S12345.",
        ),
    )


def rows_without_project(path: Path, sheet: Sheet, rows: Sequence[int]) -> UnreadableDocumentError:
    """Return the error for rows that have neither a project's name nor a text."""
    return UnreadableDocumentError(
        Text(
            f"{_place(path, sheet)}: rows without a project's name and text were left out: {_listed(rows)}.",
            f"{_place(path, sheet)}: rivit, joilla ei ole hankkeen nimeä eikä tekstiä, ohitettiin: {_listed(rows)}.",
        ),
        Text("Give each project its name on its row.", "Kirjoita kunkin hankkeen nimi sen riville."),
    )


def repeated_rows(path: Path, sheet: Sheet, rows: Sequence[int]) -> UnreadableDocumentError:
    """Return the error for rows of projects that an earlier row of the file tells of."""
    return UnreadableDocumentError(
        Text(
            f"{_place(path, sheet)}: rows of projects that an earlier row tells of were left out: {_listed(rows)}.",
            f"{_place(path, sheet)}: rivit, joiden hankkeesta kertoo jo aiempi rivi, ohitettiin: {_listed(rows)}.",
        ),
        Text(
            "Keep one row for each project, or give each row a code of its own.",
            "Jätä kustakin hankkeesta yksi rivi tai anna kullekin riville oma koodi.",
        ),
    )


def unclosed_quotation(path: Path, row: int) -> UnreadableDocumentError:
    """Return the error for a CSV file in which a quotation mark opens a cell on `row` that none closes."""
    return UnreadableDocumentError(
        Text(
            f"{path}: the text from row {row} on can't be told into cells: a quotation mark is open there.",
            f"{path}: tekstiä ei voi jakaa soluihin rivistä {row} alkaen: siinä lainausmerkki jää auki.",
        ),
        Text(
            "Mend the quotation marks of the row, or save the table as .xlsx.",
            "Korjaa rivin lainausmerkit tai tallenna taulukko .xlsx-tiedostoksi.",
        ),
    )


def too_large(path: Path) -> UnreadableDocumentError:
    """Return the error for a table with more cells than are read."""
    return UnreadableDocumentError(
        Text(f"{path} has too many cells.", f"{path}: soluja on liikaa."),
        Text("Split the table into several files.", "Jaa taulukko useaan tiedostoon."),
    )


def _place(path: Path, sheet: Sheet) -> str:
    return f"{path} [{sheet.name}]" if sheet.name is not None else str(path)


def _listed(names: Sequence[object]) -> str:
    shown = ", ".join(map(str, names[:_MOST_NAMED]))
    return f"{shown} … (+{len(names) - _MOST_NAMED})" if len(names) > _MOST_NAMED else shown
