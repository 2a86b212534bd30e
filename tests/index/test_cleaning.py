from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cleaning import clean


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nuoret\r\nvanhat\rlapset", "nuoret\nvanhat\nlapset"),
        ("nuoret\n\x0cvanhat", "nuoret\nvanhat"),
        ("1\u00a0865\u202f436\u2009€", "1 865 436 €"),
        ("nuoriso\u00adtyö\u200b", "nuorisotyö"),
        ("\ufeffnuoret\x00\x07", "nuoret"),
        (unicodedata.normalize("NFD", "Hämeenkyrö"), "Hämeenkyrö"),
        ("  nuoret \t ja  vanhat \n\n\n \n  lapset ", "nuoret ja vanhat\n\nlapset"),
        ("nuoret\ud800", "nuoret"),
    ],
)
def test_text_has_one_shape_wherever_it_comes_from(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text())
def test_cleaning_clean_text_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not {"\r", "\t", "\u00a0", "\u00ad"} & set(once)
