"""Sentences and paragraphs of running Finnish."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[one.start : one.end] for one in split_sentences(text)]


def paragraphs(text: str) -> list[str]:
    """Join each paragraph's sentences by one space."""
    joined: list[str] = []
    for one in split_sentences(text):
        words = text[one.start : one.end]
        if one.opens_paragraph:
            joined.append(words)
        else:
            joined[-1] += f" {words}"
    return joined


def test_full_stop_question_mark_and_exclamation_mark_end_a_sentence() -> None:
    text = "Miksi nuori jää kotiin? Äänekoskella sitä kysyttiin! Vastauksia tuli 40. Yllätys oli suuri."
    assert sentences(text)[:2] == ["Miksi nuori jää kotiin?", "Äänekoskella sitä kysyttiin!"]


def test_sentence_ends_after_closing_quotation_marks() -> None:
    text = "Hän sanoi: ”Ryhmä kantaa.” ”Niin kantaa”, vastasi toinen."
    assert sentences(text) == ["Hän sanoi: ”Ryhmä kantaa.”", "”Niin kantaa”, vastasi toinen."]


@pytest.mark.parametrize(
    "text",
    [
        "Mukana ovat mm. Kela ja TE-toimisto.",
        "Ryhmissä tehdään esim. Kantele-soittimia ym. Käsitöitä.",
        "Ohjaamo on auki klo 9.30 alkaen.",
        "Hanke alkoi 1.1.2015 Oulussa.",
        "Alkukartoitus tehdään 1. Toimintavuoden aikana.",
        "Ohjaajana on M. Mäkelä ja apuna A. Åkerlund.",
        "Tuki on enintään 2,5 milj. Euroopan sosiaalirahaston varoja.",
        "Kurssille pääsee n. 20 henkilöä.",
    ],
)
def test_abbreviations_initials_times_dates_and_ordinals_end_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


def test_a_year_ends_a_sentence() -> None:
    assert sentences("Toiminta päättyi 2018. Ryhmät jatkavat.") == ["Toiminta päättyi 2018.", "Ryhmät jatkavat."]


def test_a_blank_line_ends_a_paragraph() -> None:
    assert paragraphs("Yksi asia. Toinen asia.\n\nkolmas asia") == ["Yksi asia. Toinen asia.", "kolmas asia"]


def test_a_wrapped_line_goes_on_with_its_sentence() -> None:
    text = "Nuoret suunnittelevat toimintaa\nyhdessä ohjaajan kanssa\nja toteuttavat sen."
    assert sentences(text) == [text]


def test_a_line_that_ends_in_an_abbreviation_goes_on_with_its_sentence() -> None:
    text = "Mukana suunnittelussa ovat mm.\nkirjasto, nuorisotalo ja seurakunta."
    assert sentences(text) == [text]


def test_a_line_break_after_a_finished_sentence_ends_a_paragraph() -> None:
    assert paragraphs("Työpaja alkaa.\nSe kestää viikon.") == ["Työpaja alkaa.", "Se kestää viikon."]


@pytest.mark.parametrize("mark", ["- ", "• ", "* ", "– ", "1. ", "2) ", "(3) ", "a) "])
def test_list_items_are_paragraphs(mark: str) -> None:
    text = f"{mark}nuoret työttömät\n{mark}heidän perheensä"
    assert paragraphs(text) == text.split("\n")


def test_a_capital_letter_at_the_beginning_of_a_line_begins_a_paragraph() -> None:
    assert paragraphs("Kohderyhmä\nÄidit ja isät") == ["Kohderyhmä", "Äidit ja isät"]


def test_only_the_asked_part_is_split_with_offsets_of_the_whole() -> None:
    text = "Alku. Keskellä on asiaa. Loppu."
    found = split_sentences(text, 6, 24)
    assert [text[one.start : one.end] for one in found] == ["Keskellä on asiaa."]


@pytest.mark.parametrize("text", ["", " \n\t\n "])
def test_text_without_words_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == []


@given(st.text(alphabet=st.one_of(st.sampled_from("aÄö.?!” \n-1)•A\u00a0"), st.characters()), max_size=200))
def test_sentences_are_in_order_apart_and_hold_all_that_is_not_space(text: str) -> None:
    found = split_sentences(text)
    at = 0
    for one in found:
        assert text[at : one.start].strip() == ""
        assert one.start < one.end
        assert text[one.start : one.end] == text[one.start : one.end].strip()
        at = one.end
    assert text[at:].strip() == ""
    assert all(first.opens_paragraph for first in found[:1])
