from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from index.model import Document, Partner
from index.readers import find_documents, read_documents
from tests.index.readers.table_files import (
    BUS,
    BUS_SUMMARY,
    HEADER,
    LOUNGE,
    add_sheet,
    codes,
    outline,
    problem,
    write_csv,
    write_ods,
    write_xlsx,
)


def prose(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for section in document.sections for block in section.blocks]


class TestARowIsADocument:
    @pytest.mark.parametrize("name", ["hankkeet.xlsx", "HANKKEET.XLSX", "hankkeet.xlsm", "a.ods", "a.csv", "a.tsv"])
    def test_in_every_format(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        if path.suffix == ".ods":
            write_ods(path, HEADER, BUS, LOUNGE)
        elif path.suffix in (".csv", ".tsv"):
            write_csv(path, HEADER, BUS, LOUNGE)
        else:
            write_xlsx(path, HEADER, BUS, LOUNGE)
        reading = read_documents(path)
        assert [document.source for document in reading.documents] == [f"{path}#S70001", f"{path}#S70002"]
        assert [document.facts.title for document in reading.documents] == ["Kyläbussi", "Torin olohuone"]
        assert outline(reading.documents[0])[1] == ("2", "Tiivistelmä", BUS_SUMMARY)
        assert reading.problems == ()

    def test_columns_of_prose_are_sections_with_the_same_number_in_every_row(self, tmp_path: Path) -> None:
        header = ("Hankkeen nimi", "Tavoitteet", "Toimenpiteet", "Tulokset")
        rows = [("Kyläbussi", "Bussi kulkee.", "Ajetaan.", "Uitiin."), ("Olohuone", None, "-", "Juteltiin torilla.")]
        bus, lounge = read_documents(write_xlsx(tmp_path / "a.xlsx", header, *rows)).documents
        assert [(number, heading) for number, heading, _ in outline(bus)] == [
            ("1", "Hankkeen tiedot"),
            ("2", "Tavoitteet"),
            ("3", "Toimenpiteet"),
            ("4", "Tulokset"),
        ]
        assert outline(lounge)[1:] == [("4", "Tulokset", "Juteltiin torilla.")]

    def test_every_fact_of_a_list_is_typed(self, tmp_path: Path) -> None:
        told = {
            "Hankekoodi": "S70001",
            "Hankkeen nimi": "Kyläbussi",
            "Toimintalinja": "5. Sosiaalinen osallisuus",
            "Erityistavoite": "10.1. Toimintakyky",
            "Alkamispäivä": datetime(2019, 3, 1),
            "Päättymispäivä": "31.12.2021",
            "Toiminnan tila": "Käynnissä",
            "Vastuuviranomainen": "Hämeen ELY-keskus",
            "Toteuttaja": "Jokisuun kunta",
            "Organisaatiotyyppi": "Kunta",
            "Y-tunnus": "1234567-1",
            "Postinumero": 120,
            "Osatoteuttajat": "Kylät ry, 7654321-2; Opisto",
            "Myönnetty EU- ja valtion rahoitus (€)": 312500.75,
            "Toteutunut EU- ja valtion rahoitus": "300 000 €",
            "Suunniteltu julkinen rahoitus": "1.234.567,00",
            "Maakunta": "Kainuu; Etelä-Savo",
            "Kunta": "Kajaani ja Mikkeli",
            "Osallistuvat henkilöt": "1 900",
            "Hankkeen päätavoite on sukupuolten tasa-arvon edistäminen": "ei",
        }
        reading = read_documents(write_xlsx(tmp_path / "a.xlsx", tuple(told), tuple(told.values())))
        facts = reading.documents[0].facts
        assert reading.problems == ()
        assert (facts.code, facts.title, facts.status) == ("S70001", "Kyläbussi", "Käynnissä")
        assert (facts.start, facts.end) == (date(2019, 3, 1), date(2021, 12, 31))
        assert (facts.priority_axis, facts.specific_objective) == ("5. Sosiaalinen osallisuus", "10.1. Toimintakyky")
        assert (facts.managing_authority, facts.applicant) == ("Hämeen ELY-keskus", "Jokisuun kunta")
        assert (facts.organisation_type, facts.business_id, facts.postcode) == ("Kunta", "1234567-1", "00120")
        assert facts.partners == (Partner("Kylät ry", "7654321-2"), Partner("Opisto"))
        assert (facts.granted_eu_and_state_funding, facts.realised_eu_and_state_funding) == (312_500, 300_000)
        assert facts.planned_public_funding == 1_234_567
        assert (facts.regions, facts.municipalities) == (("Kainuu", "Etelä-Savo"), ("Kajaani", "Mikkeli"))
        assert facts.planned_persons == 1900
        assert facts.gender_equality_main_goal is False

    def test_facts_alone_are_prose_to_be_found(self, tmp_path: Path) -> None:
        header = ("Hankekoodi", "Hankkeen nimi", "Toteuttaja", "Toteutusaika", "Maakunta")
        row = ("S70003", "Savotta", "Metsäkylän kunta", "2019–2020", "Kainuu")
        (document,) = read_documents(write_xlsx(tmp_path / "a.xlsx", header, row)).documents
        told = (
            "Hankekoodi: S70003\nHankkeen nimi: Savotta\n"
            "Suunnitelman mukainen toteutusaika: Alkaa 1.1.2019 ja päättyy 31.12.2020\n"
            "Hakijan virallinen nimi: Metsäkylän kunta\nMaakunnat: Kainuu"
        )
        assert prose(document) == [told]

    def test_facts_beside_enough_prose_are_no_passage_of_their_own(self, tmp_path: Path) -> None:
        summary = f"{BUS_SUMMARY} " * 5
        (document,) = read_documents(write_xlsx(tmp_path / "a.xlsx", HEADER, (*BUS[:2], summary))).documents
        assert prose(document) == [summary.strip()]
        assert outline(document)[0] == ("1", "Hankkeen tiedot", "Hankekoodi: S70001\nHankkeen nimi: Kyläbussi")

    def test_projects_that_share_their_prose_are_found_by_their_facts(self, tmp_path: Path) -> None:
        rows = [(f"S7100{i}", f"Kylien osahanke {i}", f"{BUS_SUMMARY} " * 5) for i in range(6)]
        reading = read_documents(write_xlsx(tmp_path / "a.xlsx", HEADER, *rows))
        assert all(document.sections[0].blocks for document in reading.documents)

    def test_the_spans_hold_what_they_say(self, tmp_path: Path) -> None:
        text = "Tavoitteet:\nBussi kulkee joka\nkylään.\n\n- uimahalli\n- kirjasto"
        (document,) = read_documents(write_xlsx(tmp_path / "a.xlsx", HEADER, (*BUS[:2], text))).documents
        (block,) = document.sections[1].blocks
        assert block.heading == "Tavoitteet"
        assert document.text[block.start : block.end].startswith("Bussi kulkee joka kylään.")


class TestNames:
    def test_a_project_without_a_code_goes_by_its_title(self, tmp_path: Path) -> None:
        rows = [(None, "Kyläbussi", BUS_SUMMARY), (None, "Kyläbussi", "Toisella kylällä ajetaan kesäisin.")]
        path = write_xlsx(tmp_path / "a.xlsx", HEADER, *rows, (None, None, "Nimetön, mutta kerrottu hanke."))
        sources = [document.source for document in read_documents(path).documents]
        assert sources == [f"{path}#Kyläbussi", f"{path}#Kyläbussi (2)", f"{path}#a 4"]

    def test_the_later_of_two_rows_with_one_code_is_told(self, tmp_path: Path) -> None:
        path = write_xlsx(tmp_path / "a.xlsx", HEADER, BUS, ("s70001", "Kyläbussi 2", None), LOUNGE)
        reading = read_documents(path)
        assert codes(reading) == ["S70001", "S70002"]
        assert "[Hankkeet]: rows of projects that an earlier row tells of were left out: 3." in problem(reading)

    def test_a_row_that_stands_twice_is_told(self, tmp_path: Path) -> None:
        path = write_csv(tmp_path / "a.csv", HEADER, (None, *BUS[1:]), (None, *BUS[1:]))
        reading = read_documents(path)
        assert len(reading.documents) == 1
        assert f"{path}: rows of projects that an earlier row tells of were left out: 3." in problem(reading)


class TestDirt:
    def test_title_lines_empty_rows_sums_and_repeated_headers_are_passed_over(self, tmp_path: Path) -> None:
        rows = [("Rahoitetut hankkeet 2019",), (), HEADER, (), BUS, HEADER, ("-", "–", None), LOUNGE, ("Yhteensä", 2)]
        reading = read_documents(write_xlsx(tmp_path / "a.xlsx", *rows))
        assert codes(reading) == ["S70001", "S70002"]
        assert reading.problems == ()

    def test_merged_headings_over_groups_are_passed_over(self, tmp_path: Path) -> None:
        path = write_xlsx(tmp_path / "a.xlsx", HEADER, ("Kainuu",), BUS, change=lambda s: s.merge_cells("A2:C2"))
        reading = read_documents(path)
        assert codes(reading) == ["S70001"]
        assert reading.problems == ()

    def test_a_header_of_two_rows_with_merged_cells_is_understood(self, tmp_path: Path) -> None:
        def merge(sheet: Worksheet) -> None:
            for cells in ("A1:A2", "B1:B2", "C1:D1", "E1:F1"):
                sheet.merge_cells(cells)

        header = [
            ("Hankekoodi", "Hankkeen nimi", "Rahoitus", None, "Osallistuvat henkilöt"),
            (None, None, "Myönnetty", "Toteutunut", "Suunniteltu", "Toteutunut"),
        ]
        path = write_xlsx(tmp_path / "a.xlsx", *header, ("S70001", "Kyläbussi", 9000, 8000, 70, 80), change=merge)
        facts = read_documents(path).documents[0].facts
        assert (facts.granted_eu_and_state_funding, facts.realised_eu_and_state_funding) == (9000, 8000)
        assert (facts.planned_persons, facts.realised_persons) == (70, 80)

    def test_the_rows_of_all_sheets_with_a_header_are_read(self, tmp_path: Path) -> None:
        def add(sheet: Worksheet) -> None:
            add_sheet(sheet, "Lisää", ("Hankkeen nimi", "Kuvaus"), ("Savotta", "Metsässä tehdään töitä."))
            add_sheet(sheet, "Ohjeet", ("Täytä taulukko huolella.",))
            add_sheet(sheet, "Tyhjä")

        reading = read_documents(write_xlsx(tmp_path / "a.xlsx", HEADER, BUS, change=add))
        assert [document.facts.title for document in reading.documents] == ["Kyläbussi", "Savotta"]
        assert "left out: Ohjeet." in problem(reading)

    def test_hidden_sheets_are_left_out_and_named(self, tmp_path: Path) -> None:
        def add(sheet: Worksheet) -> None:
            add_sheet(sheet, "Vanhat", HEADER, LOUNGE).sheet_state = "veryHidden"

        reading = read_documents(write_xlsx(tmp_path / "a.xlsx", HEADER, BUS, change=add))
        assert codes(reading) == ["S70001"]
        assert "hidden sheets were left out: Vanhat. Show the sheet" in problem(reading)

    def test_what_a_filter_hides_is_read(self, tmp_path: Path) -> None:
        def hide(sheet: Worksheet) -> None:
            sheet.column_dimensions["B"].hidden = True
            sheet.row_dimensions[3].hidden = True

        reading = read_documents(write_xlsx(tmp_path / "a.xlsx", HEADER, BUS, LOUNGE, change=hide))
        assert [document.facts.title for document in reading.documents] == ["Kyläbussi", "Torin olohuone"]

    def test_two_columns_of_one_name_are_two_sections(self, tmp_path: Path) -> None:
        path = write_xlsx(tmp_path / "a.xlsx", ("Nimi", "Kuvaus", "Kuvaus"), ("Savotta", "Tehdään töitä.", "Syödään."))
        assert [text for _, _, text in outline(read_documents(path).documents[0])[1:]] == ["Tehdään töitä.", "Syödään."]

    def test_two_columns_of_one_fact_count_in_turn_and_are_named(self, tmp_path: Path) -> None:
        header = ("Hankkeen nimi", "Toteuttaja", "Hakija")
        rows = [("Savotta", "Kunta", "Kylä"), ("Talkoot", None, "Kylä")]
        reading = read_documents(write_xlsx(tmp_path / "a.xlsx", header, *rows))
        assert [document.facts.applicant for document in reading.documents] == ["Kunta", "Kylä"]
        assert "C Hakija" in problem(reading)

    def test_a_table_may_begin_anywhere(self, tmp_path: Path) -> None:
        def move(sheet: Worksheet) -> None:
            sheet.insert_cols(1, 3)
            sheet.insert_rows(1, 6)

        path = write_xlsx(tmp_path / "a.xlsx", (*HEADER, "Tukiaika"), (*BUS, "pian"), BUS, change=move)
        reading = read_documents(path)
        assert codes(reading) == ["S70001"]
        told = " ".join(error.message.en for error in reading.problems)
        assert "G Tukiaika" in told
        assert "left out: 9." in told

    def test_only_the_results_of_formulas_are_read_and_text_stays_text(self, tmp_path: Path) -> None:
        def put(sheet: Worksheet) -> None:
            sheet["B2"] = '=HYPERLINK("http://esimerkki.example","x")'
            sheet["C2"] = "=SUM(A1:A9) laskettiin yhdessä"
            sheet["C2"].data_type = "s"

        (document,) = read_documents(write_xlsx(tmp_path / "a.xlsx", HEADER, BUS, change=put)).documents
        assert document.facts.title is None
        assert outline(document)[1][2] == "=SUM(A1:A9) laskettiin yhdessä"


def test_tables_in_a_folder_are_found(tmp_path: Path) -> None:
    files = [write_csv(tmp_path / "a.csv", HEADER, BUS), write_xlsx(tmp_path / "b.xlsx", HEADER, BUS)]
    (tmp_path / "columns.toml").write_text("[columns]\n", encoding="utf-8")
    assert find_documents([tmp_path]) == files


def test_an_ordinary_file_is_one_document_with_its_path_as_source(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BUS_SUMMARY, encoding="utf-8")
    reading = read_documents(path)
    assert [document.source for document in reading.documents] == [str(path)]
    assert reading.problems == ()
