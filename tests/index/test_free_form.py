from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.free_form import parse_free_form
from index.model import Document
from index.readers import read_document

DRAFTS = sorted((Path(__file__).parents[2].parent / "shared/evaluation/esr/drafts").glob("*.txt"))
NEED = "Torin laidalla on tyhjä liiketila, ja asukkaat toivovat sinne olohuonetta."
WORK = "Olohuone avataan syksyllä, ja sitä pitävät auki vapaaehtoiset."


def outline(document: Document) -> list[tuple[str, str, list[tuple[str | None, str]]]]:
    return [
        (one.number, one.heading, [(block.heading, document.text[block.start : block.end]) for block in one.blocks])
        for one in document.sections
    ]


def test_markdown_headings_are_sections_and_deeper_ones_head_blocks() -> None:
    text = f"# Torin olohuone\n\n{NEED}\n\n## Tarve\n\n{NEED}\n\n### Kysely\n\n{WORK}\n\n## Työ ##\n{WORK}"
    document = parse_free_form(text, "a.md")
    assert document.facts.title == "Torin olohuone"
    assert outline(document) == [
        ("1", "Torin olohuone", [(None, NEED)]),
        ("2", "Tarve", [(None, NEED), ("Kysely", WORK)]),
        ("3", "Työ", [(None, WORK)]),
    ]


def test_headings_of_one_level_leave_the_title_to_the_file() -> None:
    document = parse_free_form(f"# Tarve\n\n{NEED}\n\n# Työ\n\n{WORK}", "kansio/Torin olohuone.md")
    assert document.facts.title == "Torin olohuone"
    assert [heading for _, heading, _ in outline(document)] == ["Tarve", "Työ"]


def test_short_lines_over_prose_are_sections() -> None:
    text = f"Torin olohuone – luonnos\n\n{NEED}\n\nMitä tehdään\n{WORK}\n\nKenelle?\n\n{NEED}"
    assert outline(parse_free_form(text, "a.txt")) == [
        ("1", "Torin olohuone – luonnos", [(None, NEED)]),
        ("2", "Mitä tehdään", [(None, WORK)]),
        ("3", "Kenelle?", [(None, NEED)]),
    ]


def test_numbered_headings_are_sections_without_their_numbers() -> None:
    text = f"1 Tarve\n\n{NEED}\n\n2. Työ\n{WORK}\n\n2.1 Aukiolo\n\n{NEED}"
    document = parse_free_form(text, "Olohuone.txt")
    assert document.facts.title == "Olohuone"
    assert [(number, heading) for number, heading, _ in outline(document)] == [
        ("1", "Tarve"),
        ("2", "Työ"),
        ("3", "Aukiolo"),
    ]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("upper", "lower"),
    [("Toimenpiteet", "Iltakahvila"), ("3 Toimenpiteet", "3.1 Iltakahvila")],
    ids=["plain", "numbered"],
)
def test_a_heading_directly_over_another_is_no_prose_and_both_are_told(between: str, upper: str, lower: str) -> None:
    text = f"Torin olohuone\n\n1 Tarve\n\n{NEED}\n\n{upper}{between}{lower}\n\n{WORK}\n\nJatko\n\n{NEED}"
    assert outline(parse_free_form(text, "a.txt")) == [
        ("1", "Tarve", [(None, NEED)]),
        ("2", "Toimenpiteet › Iltakahvila", [(None, WORK)]),
        ("3", "Jatko", [(None, NEED)]),
    ]


def test_a_title_over_two_headings_is_the_title(tmp_path: Path) -> None:
    document = parse_free_form(f"Torin olohuone\n\nToimenpiteet\n\nIltakahvila\n\n{WORK}", "a.txt")
    assert document.facts.title == "Torin olohuone"
    assert [heading for _, heading, _ in outline(document)] == ["Toimenpiteet › Iltakahvila"]


def test_short_lines_one_after_another_are_a_list_and_stay_prose() -> None:
    partners = "Seurakunta\n\nKaupungin kirjasto\n\nTorikauppiaat"
    document = parse_free_form(f"Torin olohuone\n\n{NEED}\n\n{partners}\n\n{WORK}", "a.txt")
    assert "Seurakunta" in outline(document)[0][2][-1][1]
    assert "Kaupungin kirjasto" in outline(document)[0][2][-1][1]


def test_text_without_headings_is_one_section_of_paragraphs() -> None:
    document = parse_free_form(f"{NEED}\n\n{WORK}", "S54321.txt")
    assert document.facts.title == NEED
    assert outline(document) == [("1", NEED, [(None, f"{NEED}\n\n{WORK}")])]


def test_customary_words_head_blocks() -> None:
    document = parse_free_form(f"Torin olohuone\n\n{NEED}\n\nRiskit: avaimet voivat kadota.", "a.txt")
    assert outline(document)[0][2] == [(None, NEED), ("Riskit", "avaimet voivat kadota.")]


@pytest.mark.parametrize(
    ("text", "source", "code"),
    [
        (NEED, "S54321.txt", "S54321"),
        (NEED, "s54321_2 (1).txt", "S54321"),
        (NEED, "2024-03-01 S54321.txt", "S54321"),
        (NEED, "S543210.txt", None),
        (NEED, "Jatkohakemus hankkeelle S54321.txt", None),
        (NEED, "S54321 hakemus.txt", None),
        (NEED, "S54321_S54322.txt", None),
        (f"Hankekoodi: S11111\nHankkeen nimi: Torin olohuone\n\n{NEED}", "S54321.txt", "S11111"),
        (f"{NEED} Hanke S11111 oli samanlainen.", "a.txt", None),
        (f"Hankekoodi: -\nHankkeen nimi: Torin olohuone\n\n{NEED}", "a.txt", None),
        (f"Hankekoodi: Sxxxxx\nHankkeen nimi: Torin olohuone\n\n{NEED}", "a.txt", None),
        (f"Hankekoodi: S00000\nHankkeen nimi: Torin olohuone\n\n{NEED}", "S54321.txt", "S54321"),
    ],
)
def test_the_project_code_is_the_files_name_or_stands_in_a_row(text: str, source: str, code: str | None) -> None:
    assert parse_free_form(text, source).facts.code == code


def test_a_row_tells_the_title() -> None:
    document = parse_free_form(f"Hankekoodi: S11111\nHankkeen nimi: Torin olohuone\n\n{NEED}", "a.txt")
    assert document.facts.title == "Torin olohuone"


def test_contact_details_are_gone() -> None:
    document = parse_free_form(f"Olohuone\n\n{NEED}\n\nYhteyshenkilö: Saara Virtanen, 040 765 4321", "a.txt")
    assert "Virtanen" not in repr(document)
    assert "765" not in repr(document)


@given(st.text())
def test_any_text_is_read_with_sound_spans(text: str) -> None:
    document = parse_free_form(text, "a.txt")
    at = 0
    for section in document.sections:
        for block in section.blocks:
            assert at <= section.start <= block.start < block.end <= section.end <= len(document.text)
        at = section.end


@pytest.mark.skipif(not DRAFTS, reason="the shared drafts are not here")
@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_the_shared_drafts_keep_all_their_prose(path: Path) -> None:
    document = read_document(path)
    assert document.facts.title == document.text.split("\n")[0]
    in_blocks = sum(block.end - block.start for section in document.sections for block in section.blocks)
    assert in_blocks > 0.9 * len(document.text)
    assert len(document.sections) == {"a01": 4, "b02": 4}.get(path.stem, 1)
