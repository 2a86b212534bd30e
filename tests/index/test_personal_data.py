from __future__ import annotations

import pytest

from index.personal_data import (
    EMAIL_MARK,
    IDENTITY_CODE_MARK,
    NAME_MARK,
    PHONE_MARK,
    drop_contact_rows,
    mask_contact_details,
    mask_names,
    remove_personal_data,
)


@pytest.mark.parametrize(
    "address",
    [
        "pilvi.tuuli@example.fi",
        "pilvi.tuuli(at)example.fi",
        "pilvi.tuuli (at) example.fi",
        "pilvi.tuuli[at]example.fi",
        "pilvi.tuuli [at] example.fi",
        "pilvi.tuuli(ät)example.fi",
        "pilvi.tuuli @ example.fi",
        "pilvi.tuuli at example.fi",
        "pilvi(at)example(piste)fi",
        "PILVI.TUULI@EXAMPLE.FI",
        "pilvi_tuuli+hanke@posti.kunta.example.fi",
        "päivi.mäki@kunta.example.fi",
        "hanke@example.fi",
    ],
)
def test_an_email_address_is_masked_in_every_spelling(address: str) -> None:
    assert mask_contact_details(f"Kirjoita: {address}, niin vastaamme.") == f"Kirjoita: {EMAIL_MARK}, niin vastaamme."


@pytest.mark.parametrize(
    "text",
    [
        "Lisätietoja on sivulla www.example.fi.",
        "Katso lisää at example.fi.",
        "Seuraa tiliä @laiturihanke.",
        "Kurssin hinta (a) ja sisältö (b) vaihtelevat.",
        "Keskiarvo oli 3.5 at ja 4.2 nt.",
    ],
)
def test_what_only_resembles_an_email_address_stays(text: str) -> None:
    assert mask_contact_details(text) == text


@pytest.mark.parametrize(
    "number",
    [
        "040 765 4321",
        "0407654321",
        "040-7654321",
        "040 - 765 4321",
        "050 765 43 21",
        "02 765 432",
        "02–765 432",
        "(09) 765 4321",
        "+358 40 765 4321",
        "+358407654321",
        "+358 (0)40 765 4321",
        "00358 40 7654321",
        "020 765 4321",
        "0800 12345",
        "+46 70 765 43 21",
        "040\n765 4321",
        "040.765.4321",
        "040.7654321",
        "050.765.43.21",
        "09.765.4321",
        "+358.40.765.4321",
        "+358 40 765.4321",
    ],
)
def test_a_telephone_number_is_masked(number: str) -> None:
    assert mask_contact_details(f"Soita {number}.") == f"Soita {PHONE_MARK}."


def test_a_number_without_area_code_is_masked_after_a_word_that_announces_it() -> None:
    assert mask_contact_details("Kaupungin vaihde 765 432, puh. 765 433") == (
        f"Kaupungin vaihde {PHONE_MARK}, puh. {PHONE_MARK}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Rahoitus on 1 865 436 euroa.",
        "Rahoitus on 05 352 000 €.",
        "Hanke kesti 1.1.2015–31.3.2017.",
        "Hanke kesti 01.01.2015-31.03.2017.",
        "Hanke kesti 01.2015–03.2017 ja 02.02.2019 - 01.05.2020.",
        "Rahoitus on 05.352.000 € tai 1.865.436 euroa.",
        "Dnro 045.12.2019, versio 01.02.03, luku 00.123.456.",
        "Sijainti 025.12345, osuus 0.123456.",
        "Jakso 01-02-2015 ja 01 2015 – 03 2017.",
        "Y-tunnus on 0725937-3.",
        "Ohjelmakausi 2014-2020, vuosi 2018.",
        "Osuus oli 0,5 prosenttia ja 13,9 %.",
        "Postinumero 08100 Esimerkkilä, 01510 02150.",
        "Alueella oli 20 841 työtöntä ja 342 543 koko maassa.",
        "Päivystys on avoinna 08.00–16.00 ja 09-15.",
        "Tavoite oli 06/2018 mennessä 679 henkilöä.",
        "Kohderyhmänä 16–29-vuotiaat ja 0–6-vuotiaat.",
        "Pisteet olivat 0 0 ja 10 8.",
        "Määrä kasvoi +12 000 000 euroa.",
        "Koodi S20064, Natura 2000 -kohteet, LIITE 1.",
    ],
)
def test_sums_dates_codes_and_statistics_stay(text: str) -> None:
    assert mask_contact_details(text) == text


@pytest.mark.parametrize("code", ["131052-308T", "131052+308T", "010203A123C", "010203a123c", "311299X9990"])
def test_a_personal_identity_code_is_masked(code: str) -> None:
    assert mask_contact_details(f"Tunnus {code} poistettiin.") == f"Tunnus {IDENTITY_CODE_MARK} poistettiin."


@pytest.mark.parametrize("code", ["991399-308T", "131052-308", "1131052-308T", "131052-308TT"])
def test_what_is_no_identity_code_stays(code: str) -> None:
    assert mask_contact_details(code) == code


@pytest.mark.parametrize(
    "rows",
    [
        "Hankkeen yhteyshenkilön nimi: Pilvi Tuuli",
        "Hankkeen yhteyshenkilön nimi:\nPilvi Tuuli",
        "Hankkeen yhteyshenkilön nimi:\n\nPilvi Tuuli",
        "Hankkeen yhteyshenkilön nimi: TUULI\nPILVI",
        "Hankkeen yhteyshenkilön\nnimi: Pilvi Tuuli",
        "HANKKEEN YHTEYSHENKILÖN NIMI : Pilvi Tuuli",
        "Yhteyshenkilön nimi: Pilvi Tuuli",
        "Yhteyshenkilö: Pilvi Tuuli",
        "- Yhteyshenkilö: Pilvi Tuuli",
        "Yhteyshenkilön asema hakijaorganisaatiossa: tuulimittari, Pilvi",
        "Yhteyshenkilön asema\nhakijaorganisaatiossa: Pilvi",
        "Yhteyshenkilön sähköpostiosoite: pilvi",
        "Yhteyshenkilön sähköpostisoite:\npilvi",
        "Yhteyshenkilön puhelinnumero: 12 (Pilvi)",
        "Puhelinnumero: Vaihde 12, Pilvi",
        "Puhelinnumero:\nPilvi 12",
    ],
)
def test_a_contact_row_goes_with_label_and_value(rows: str) -> None:
    text = (
        f"WWW-osoite: http://example.fi\n\n{rows}\n\nHakijoiden lukumäärä tai tuen siirto -menettely: Vain yksi hakija"
    )
    assert remove_personal_data(text) == (
        "WWW-osoite: http://example.fi\n\nHakijoiden lukumäärä tai tuen siirto -menettely: Vain yksi hakija"
    )


def test_a_contact_row_on_the_line_of_another_goes_alone() -> None:
    text = "Jakeluosoite: Rantatie 7 Puhelinnumero: 12 34"
    assert drop_contact_rows(text) == ("Jakeluosoite: Rantatie 7", ())


def test_an_empty_contact_row_takes_no_section_and_no_paragraph_with_it() -> None:
    prose = "Hanke tuo palvelut saaristoon, ja nuoret ovat mukana alusta asti."
    text = f"Yhteyshenkilön puhelinnumero:\n\n3 Suunnitelman mukainen tiivistelmä toteutuksesta\n\n{prose}"
    assert drop_contact_rows(text)[0] == f"3 Suunnitelman mukainen tiivistelmä toteutuksesta\n\n{prose}"
    assert drop_contact_rows(f"Yhteyshenkilö: Pilvi Tuuli\n{prose}")[0] == prose


def test_running_text_about_contact_persons_stays() -> None:
    text = "Jokainen nuori saa yhteyshenkilön. Yhteyshenkilön nimi kerrotaan nuorelle: hän voi soittaa."
    assert drop_contact_rows(text) == (text, ())


@pytest.mark.parametrize(
    ("name", "mention"),
    [
        ("Saara Virtanen", "Saara Virtanen"),
        ("Saara Virtanen", "Virtanen Saara"),
        ("VIRTANEN SAARA MARIA", "Saara Virtanen"),
        ("VIRTANEN SAARA MARIA", "Saara Maria Virtasen"),
        ("Saara Virtanen", "Virtanen, Saara"),
        ("Saara Virtanen", "Saara Virtaselle"),
        ("Saara Virtanen", "SAARA VIRTANEN"),
        ("Saara Virtanen", "S. Virtanen"),
        ("Antti Lehto", "Antin Lehdon"),
        ("Antti Lehto", "Antti Lehdolta"),
        ("Mikko Niemi", "Mikolle Niemelle"),
        ("Mikko Niemi", "Mikko Niemen"),
        ("Markus Mäki", "Markuksen Mäen"),
        ("Anna-Liisa Aho", "Anna-Liisa Ahon"),
        ("Saara Virtanen, projektipäällikkö", "Saara Virtanen"),
    ],
)
def test_the_contact_persons_full_name_is_masked_in_any_order_and_case(name: str, mention: str) -> None:
    assert mask_names(f"Hanketta veti {mention} yksin.", [name]) == f"Hanketta veti {NAME_MARK} yksin."


@pytest.mark.parametrize(
    "text", ["Virtanen kertoi tuloksista.", "Saara oli paikalla.", "Antti Lahtinen jatkoi.", "Esimerkki Karhulasta."]
)
def test_a_part_of_the_name_and_other_names_stay(text: str) -> None:
    assert mask_names(text, ["Saara Virtanen", "Antti Lehto", "Esa Karhu"]) == text


def test_the_name_of_a_dropped_row_is_masked_in_the_prose() -> None:
    text = "Hankkeen yhteyshenkilön nimi: VIRTANEN SAARA\n\nTausta:\nHanketta johtaa Saara Virtanen."
    assert remove_personal_data(text) == f"Tausta:\nHanketta johtaa {NAME_MARK}."
