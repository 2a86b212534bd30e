"""Which passages tell again what a better one told."""

from __future__ import annotations

from search.repeats import first_tellings

TOLD = (
    "Työpajalla korjataan polkupyöriä, ommellaan kasseja ja laitetaan ruokaa yhdessä. Valmentaja tukee jokaista "
    "osallistujaa kohti opintoja tai palkkatyötä, ja päivän päätteeksi keskustellaan siitä, mikä sujui."
)
RETOLD = "Jatkohankkeessakin " + TOLD[0].lower() + TOLD[1:] + " Uutta on ryhmä nuorille vanhemmille."
OTHER = "Kunnan velkaneuvoja auttaa järjestämään laskut ja laatii asiakkaan kanssa maksusuunnitelman."


def test_the_same_text_counts_once() -> None:
    assert list(first_tellings([TOLD, OTHER, TOLD])) == [True, True, False]


def test_a_sequel_that_repeats_its_project_tells_the_same() -> None:
    assert list(first_tellings([TOLD, RETOLD])) == [True, False]


def test_a_part_of_a_passage_tells_the_same_as_the_whole() -> None:
    assert list(first_tellings([TOLD, TOLD.split(". ")[0]])) == [True, False]


def test_texts_that_share_words_but_no_sentences_are_both_told() -> None:
    shuffled = " ".join(sorted(TOLD.split()))
    assert list(first_tellings([TOLD, shuffled])) == [True, True]


def test_short_and_empty_texts_are_compared_whole() -> None:
    assert list(first_tellings(["Nuoret.", "Nuoret.", "Vanhukset.", ""])) == [True, False, True, True]


def test_nothing_tells_nothing() -> None:
    assert list(first_tellings([])) == []


def test_a_text_is_not_read_before_it_is_asked_for() -> None:
    texts = iter([TOLD, OTHER])
    assert next(first_tellings(texts))
    assert list(texts) == [OTHER]
