from __future__ import annotations

import pytest

from index.subheadings import find_subheadings, is_title

SENTENCE = "Laituri rakennetaan talkoilla ennen juhannusta."


def titles(text: str, *, standalone: bool = True) -> list[str]:
    return [heading.title for heading in find_subheadings(text.split("\n"), standalone=standalone).values()]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Tausta:\n{SENTENCE}", "Tausta"),
        (f"TAUSTA\n\n{SENTENCE}", "TAUSTA"),
        (f"Hankkeen taustaa\n\n{SENTENCE}", "Hankkeen taustaa"),
        (f"Hankkeen keskeiset tulokset: {SENTENCE}", "Hankkeen keskeiset tulokset"),
        (f"Tausta ja tarve:\n{SENTENCE}", "Tausta ja tarve"),
        (f"Lähtötilanne. {SENTENCE}", "Lähtötilanne"),
        (f"Toimenpide 3. {SENTENCE}", "Toimenpide 3"),
        (f"Työpaketti II: {SENTENCE}", "Työpaketti II"),
        (f"Tavoite 2\n{SENTENCE}", "Tavoite 2"),
        (f"Tavoite 2: Talven reitti\n\n{SENTENCE}", "Tavoite 2: Talven reitti"),
        (f"3. Laiturin rakentaminen ja kunnossapito\n{SENTENCE}", "3. Laiturin rakentaminen ja kunnossapito"),
        (f"Nuorten ohjautuminen toimintaan:\n{SENTENCE}", "Nuorten ohjautuminen toimintaan"),
        (f"Talkoiden järjestelyt\n\n{SENTENCE}", "Talkoiden järjestelyt"),
        (f"### Talkoot\n{SENTENCE}", "Talkoot"),
    ],
)
def test_a_sub_heading_has_its_title_without_the_colon(text: str, title: str) -> None:
    assert titles(text) == [title]


@pytest.mark.parametrize(
    "text",
    [
        f"Hankkeen kaksi laituria olivat:\n{SENTENCE}",
        f"Toimintaan kuuluvat:\n{SENTENCE}",
        f"Hankkeessa kehitetään:\n{SENTENCE}",
        f"Laitureita rakennettiin:\n{SENTENCE}",
        f"Mukana ovat nuoret, joita yhdistää:\n{SENTENCE}",
        "Rakennettavat laiturit:\n- Utö\n- Jurmo",
        "1. Laiturin rakentaminen\n2. Laiturin maalaaminen",
        f"1. Laituri tehdään puusta. Se kestää.\n{SENTENCE}",
        "Tp 1: Laituri\nTp 2: Reitti",
        f"1. Laituri\n\n2. Reitti\n\n{SENTENCE}",
        f"Tavoite 1 toteutui hyvin.\n{SENTENCE}",
        f"laituri\n\n{SENTENCE}",
        f"Nuoret\nVanhemmat\n{SENTENCE}",
        "Hanke kuvaa alueen\nTulevia laitureita",
        SENTENCE,
    ],
)
def test_sentences_and_list_items_are_no_sub_headings(text: str) -> None:
    assert titles(text) == []


def test_a_short_line_by_itself_counts_only_where_it_is_asked_for() -> None:
    assert titles(f"Talkoiden järjestelyt\n\n{SENTENCE}", standalone=False) == []


def test_prose_may_begin_on_the_sub_headings_line() -> None:
    found = find_subheadings([f"Tulokset: {SENTENCE}"], standalone=True)
    assert found[0].column == len("Tulokset: ")


@pytest.mark.parametrize("text", ["Kohderyhmän tavoittaminen", "Mitä tehdään", "Ohjaus toimintaan", "2 laituria"])
def test_a_short_phrase_is_a_title(text: str) -> None:
    assert is_title(text)


@pytest.mark.parametrize(
    "text", ["", "laituri", "Laituri on valmis", "Utö, Jurmo", "Työ alkoi.", "Nuoria autetaan", "Väki kasvoi " * 7]
)
def test_a_sentence_a_list_and_a_long_line_are_no_title(text: str) -> None:
    assert not is_title(text)
