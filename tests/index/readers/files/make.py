"""Write the draft of `draft.py` and a table in every format into this folder; needs LibreOffice (soffice).

Run from the top of the repository: python -m tests.index.readers.files.make
"""

from __future__ import annotations

import subprocess
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from tests.index.readers.draft import as_markdown, as_plain_text, write_word
from tests.index.readers.table_files import BUS, HEADER, LOUNGE, add_sheet, write_csv, write_ods, write_xlsx

FOLDER = Path(__file__).parent
TABLE = (
    (*HEADER, "Alkaa", "Maakunta", "Myönnetty"),
    (*BUS, datetime(2019, 1, 1), "Kainuu", 150_000),
    (*LOUNGE, "1.9.2018", None, "89 500,50 €"),
    ("S70003", "Saunavuoro", 'Yhteinen sauna; "löylyä" joka perjantai.', None, "Lappi", -5),
)


def main() -> None:
    """Write the files."""
    (FOLDER / "luonnos.md").write_text(as_markdown(), encoding="utf-8")
    (FOLDER / "luonnos.txt").write_text(as_plain_text(), encoding="utf-8")
    for is_marked_up, forms in ((True, ("docx", "odt", "rtf")), (False, ("pdf", "html"))):
        with tempfile.TemporaryDirectory() as folder:
            word = Path(folder) / "luonnos.docx"
            write_word(word, is_marked_up=is_marked_up)
            for form in forms:
                _convert(word, form, Path(folder))
    _shrink(FOLDER / "luonnos.odt")
    write_csv(FOLDER / "hankkeet.csv", *TABLE)
    write_xlsx(FOLDER / "hankkeet.xlsx", *TABLE, change=_use)
    write_ods(FOLDER / "hankkeet.ods", *(tuple(str(cell or "") for cell in row) for row in TABLE))


def _use(sheet: Worksheet) -> None:
    """Do to a sheet what users do: merge cells, and add a sheet of notes and a hidden one."""
    sheet.merge_cells("E2:E3")
    add_sheet(sheet, "Muistiinpanot", ("Tarkista summat!",))
    add_sheet(sheet, "Vanhat", HEADER, BUS).sheet_state = "hidden"


def _convert(word: Path, form: str, profile: Path) -> None:
    office = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}/profile"]
    subprocess.run([*office, "--convert-to", form, "--outdir", str(FOLDER), str(word)], check=True)  # noqa: S603


def _shrink(path: Path) -> None:
    """Leave the picture of the first page out of an OpenDocument file."""
    with zipfile.ZipFile(path) as archive:
        members = [(about, archive.read(about)) for about in archive.infolist() if "humbnail" not in about.filename]
    with zipfile.ZipFile(path, "w") as archive:
        for about, content in members:
            archive.writestr(about, content)


if __name__ == "__main__":
    main()
