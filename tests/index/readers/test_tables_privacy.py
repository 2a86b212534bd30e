from __future__ import annotations

from pathlib import Path

import pytest

from index.readers import read_documents
from tests.index.readers.table_files import write_csv, write_xlsx

SUMMARY = (
    "Bussi kulkee joka kylään.\n"
    "Yhteyttä voi ottaa Hilkka Ruispellolle (hilkka.ruispelto@mylly.example, puh. 040 987 6543).\n"
    "Yhteyshenkilön nimi: Hilkka Ruispelto"
)


@pytest.mark.parametrize(
    "columns",
    [
        {"Yhteyshenkilö": "Hilkka Ruispelto", "Sähköposti": "hilkka.ruispelto@mylly.example", "Puh.": "040 987 6543"},
        {"Etunimi": "Hilkka", "Sukunimi": "Ruispelto", "GSM": 409876543, "Yhteystiedot": "Myllytie 3"},
        {"Contact person": "Ruispelto, Hilkka", "E-mail": "hilkka.ruispelto@mylly.example", "Phone": "+358409876543"},
        {"Projektipäällikkö": "Hilkka Ruispelto", "Henkilötunnus": "010170-123A", "Matkapuhelin": "0409876543"},
    ],
)
def test_people_and_their_contact_details_are_nowhere(tmp_path: Path, columns: dict[str, object]) -> None:
    header = ("Hankekoodi", "Hankkeen nimi", "Toteuttaja", *columns, "Kuvaus", "Mitä opittiin?")
    applicant = "Mylly ry / Hilkka Ruispelto, hilkka.ruispelto@mylly.example"
    lesson = "Kuten Hilkka Ruispelto sanoi, myllyn kivi ei saa sammaloitua yhdessäkään kylässä."
    row = ("S70001", "Kyläbussi", applicant, *columns.values(), SUMMARY, lesson)
    reading = read_documents(write_xlsx(tmp_path / "a.xlsx", header, row))
    told = repr(reading) + "".join(f"{error.message.en}{error.message.fi}" for error in reading.problems)
    for secret in ("Ruispel", "Hilkka", "mylly.example", "987", "9876543", "Myllytie", "010170"):
        assert secret not in told
    (document,) = reading.documents
    assert "Bussi kulkee joka kylään." in document.text
    assert document.text.endswith("Kuten [nimi] sanoi, myllyn kivi ei saa sammaloitua yhdessäkään kylässä.")


def test_codes_and_sums_are_not_taken_for_telephone_numbers(tmp_path: Path) -> None:
    header = ("Hankekoodi", "Hankkeen nimi", "Myönnetty", "Y-tunnus")
    row = ("0401234567", "Kyläbussi", "040 123 456", "0401234-5")
    (document,) = read_documents(write_csv(tmp_path / "a.csv", header, row)).documents
    assert (document.facts.code, document.facts.business_id) == ("0401234567", "0401234-5")
