import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.normalise import normalise

AWKWARD = st.text(
    st.sampled_from("aäöÅoz5 -.\n\u0308\u0301\u030a\u00ad\u200b\u200d\u00a0ﬁ½²ÄÖ’\u2011\ufeff\u0000\u1100\u1161ｶﾞ")
)


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        ("kynnykset", "kynnykset"),
        ("a\u0308iti ja o\u0308ljy", "äiti ja öljy"),
        ("kyn\u00adnyk\u00adsen", "kynnyksen"),
        ("kynnyk\u200bsen", "kynnyksen"),
        ("\ufeffEtsivä", "Etsivä"),
        ("matalan\u00a0kynnyksen", "matalan kynnyksen"),
        ("10\u202f000\u2009euroa", "10 000 euroa"),
        ("ﬁrma", "firma"),
        ("m²", "m2"),
        ("tasa\u2011arvo ja taka\u2010ajatus", "tasa-arvo ja taka-ajatus"),
        ("vaa’an", "vaa'an"),
        ("2014–2020", "2014–2020"),
        ("sivu\x0ctoinen\x0bkolmas\u2028neljäs", "sivu\ntoinen\nkolmas\nneljäs"),
        ("rivi\r\n\ttoinen", "rivi\r\n\ttoinen"),
        ("ny\x00rk\x07ki\x85", "nyrkki\n"),
        ("työ\ud800paja", "työpaja"),
        ("o\u00ad\u0308", "ö"),
        ("", ""),
        ("\u00ad", ""),
    ],
)
def test_one_word_has_one_spelling(original: str, expected: str) -> None:
    assert normalise(original).text == expected


def test_finnish_text_without_peculiarities_keeps_every_offset() -> None:
    text = "Äidit – ja isätkin – pääsivät ”öljylampun” ääreen: 5 € / kk."
    normalised = normalise(text)
    assert normalised.text == text
    assert list(normalised.offsets) == list(range(len(text) + 1))


def test_a_decomposed_letter_spans_both_of_its_characters() -> None:
    original = "A\u0308idit ja isa\u0308t"
    normalised = normalise(original)
    assert original[slice(*normalised.original_span(0, 5))] == "A\u0308idit"
    assert original[slice(*normalised.original_span(9, 13))] == "isa\u0308t"


def test_a_soft_hyphen_stays_inside_the_span_of_its_word() -> None:
    original = "etsivä nuo\u00adriso\u00adtyö alkoi"
    normalised = normalise(original)
    start = normalised.text.index("nuorisotyö")
    assert original[slice(*normalised.original_span(start, start + 10))] == "nuo\u00adriso\u00adtyö"


def test_each_letter_of_a_ligature_spans_the_whole_ligature() -> None:
    normalised = normalise("o\ufb03ce")
    assert normalised.text == "office"
    assert [normalised.original_span(at, at + 1) for at in range(1, 4)] == [(1, 2)] * 3
    assert normalised.original_span(4, 6) == (2, 4)


def test_invisible_characters_at_the_start_belong_to_no_word() -> None:
    assert normalise("\ufeff\u200bTyö").original_span(0, 3) == (2, 5)


def test_an_empty_span_stays_empty() -> None:
    start, end = normalise("a\u00a0b").original_span(1, 1)
    assert start == end == 1


@given(st.one_of(AWKWARD, st.text()))
@example("e\u0301\u00ad\u0327ﾞｶﾞ")
@example("\u1100\u1161\u11a8각")
def test_any_text_comes_out_composed_and_visible(original: str) -> None:
    text = normalise(original).text
    assert unicodedata.is_normalized("NFKC", text)
    assert not set(text) & set("\u00ad\u200b\u200c\u200d\u2060\ufeff\u00a0\x00")
    assert normalise(text).text == text


@given(st.one_of(AWKWARD, st.text()))
def test_offsets_never_run_backwards_and_end_with_the_original(original: str) -> None:
    normalised = normalise(original)
    offsets = list(normalised.offsets)
    assert len(offsets) == len(normalised.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(original)


@given(st.one_of(AWKWARD, st.text()))
def test_composed_and_decomposed_text_come_out_the_same(original: str) -> None:
    composed = unicodedata.normalize("NFC", original)
    decomposed = unicodedata.normalize("NFD", original)
    assert normalise(composed).text == normalise(decomposed).text


@given(st.one_of(AWKWARD, st.text()), st.data())
def test_a_span_of_the_original_normalises_to_text_that_holds_the_span(original: str, data: st.DataObject) -> None:
    normalised = normalise(original)
    start = data.draw(st.integers(0, len(normalised.text)))
    end = data.draw(st.integers(start, len(normalised.text)))
    first, last = normalised.original_span(start, end)
    assert normalised.text[start:end] in normalise(original[first:last]).text
