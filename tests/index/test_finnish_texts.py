"""How a text falls into words, and where they stand in it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.finnish import analyse, normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vuosina 2019-2021 ja 2014–2020.", ["vuosina", "2019", "2021", "ja", "2014", "2020"]),
        ("15-29-vuotiaat", ["15", "29-vuotiaat"]),
        ("15–29-vuotiaat", ["15", "29-vuotiaat"]),
        ("30 % eli 30%", ["30", "eli", "30"]),
        ("1 200 000 euroa vuonna 2019 100 yritykselle", ["1 200 000", "euroa", "vuonna", "2019", "100", "yritykselle"]),
        ("sosiaali- ja terveyspalvelut", ["sosiaali-", "ja", "terveyspalvelut"]),
        ("hanke - jatko", ["hanke", "jatko"]),
        ("ja/tai (nuoret, aikuiset)", ["ja", "tai", "nuoret", "aikuiset"]),
        ("Lisää: https://hanke.fi/a?b=1. Kiitos", ["lisää", "https://hanke.fi/a?b=1", "kiitos"]),
        ("Kirjoita osoitteeseen posti@hanke.fi.", ["kirjoita", "osoitteeseen", "posti@hanke.fi"]),
        ("Loppui.Uusi alkoi", ["loppui", "uusi", "alkoi"]),
        ("klo 12:30 ESR:ssä", ["klo", "12:30", "esr:ssä"]),
        ("‘lainaus’ 'toinen'", ["lainaus", "toinen"]),
        ("alku_loppu", ["alku", "loppu"]),
        ("... – !", []),
        ("", []),
    ],
)
def test_text_falls_into_words(text: str, expected: list[str]) -> None:
    assert [token.text for token in analyse(text)] == expected


def test_offsets_point_into_the_text_as_it_was_given() -> None:
    text = "\ufeffEtsiva\u0308 nuo\u00adriso\u00adtyö, ﬁrmoille\u00a0tukea"
    spans = [(text[token.start : token.end], token.lemmas[0]) for token in analyse(text)]
    assert spans == [
        ("Etsiva\u0308", "etsivä"),
        ("nuo\u00adriso\u00adtyö", "nuorisotyö"),
        ("ﬁrmoille", "firma"),
        ("tukea", "tuki"),
    ]


WORDS = ["kynnys", "työ", "a\u0308iti", "nuo\u00adriso", "ﬁrma", "ESR", "2019", "5", "İ", "ẞ", "q\u0308", "é", "ΟΣ"]
BETWEEN = [
    "-",
    "\u2011",
    "'",
    "’",
    ":n",
    ".",
    ",",
    "–",
    "@",
    "/",
    "www.",
    " ",
    "\u00a0",
    "\n",
    "\u00ad",
    "\u200b",
    "\u0000",
]
PROSE = st.lists(st.sampled_from(WORDS + BETWEEN)).map("".join)


@settings(deadline=None)
@given(PROSE)
def test_the_original_of_a_word_normalises_to_its_text(text: str) -> None:
    tokens = analyse(text)
    for token in tokens:
        assert normalise(text[token.start : token.end]).text.lower() == token.text
    ends = [0, *(token.end for token in tokens)]
    assert all(end <= token.start < token.end for end, token in zip(ends, tokens, strict=False))


@settings(deadline=None)
@given(st.text())
def test_any_text_has_words_in_order_with_lemmas(text: str) -> None:
    tokens = analyse(text)
    for token in tokens:
        assert token.text in normalise(text[token.start : token.end]).text.lower()
        assert token.lemmas
        assert all(token.lemmas)
        assert all(token.parts)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


def test_a_long_string_without_spaces_takes_no_time() -> None:
    for nasty in ("a.", "a-", "1.", "000 ", "a@", "ä:", "www.", "a\u0308"):
        assert analyse(nasty * 20_000) is not None
