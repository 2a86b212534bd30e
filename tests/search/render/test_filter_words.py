from __future__ import annotations

from dataclasses import fields

import pytest

from index.filters import Filters
from search.language import LANGUAGE_VARIABLE
from search.render.filter_words import told_filters

ALL = Filters(
    region=("Kainuu", "Lappi"),
    municipality=("Ii",),
    priority_axis=("5",),
    specific_objective=("10.1",),
    applicant=("ammattiopisto",),
    organisation_type=("Kunta",),
    managing_authority=("Hämeen ELY",),
    status=("Käynnissä",),
    running_from=2016,
    running_to=2018,
    granted_from=150_000,
    granted_to=1_200_000,
    sections=("3", "9"),
)


def test_every_filter_is_told_in_finnish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LANGUAGE_VARIABLE, "fi")
    assert {one.name for one in fields(ALL)} == set(ALL.active()), "a new filter needs its words"
    assert list(told_filters(ALL)) == [
        "maakunta: Kainuu, Lappi",
        "kunta: Ii",
        "toimintalinja: 5",
        "erityistavoite: 10.1",
        "hakija: ammattiopisto",
        "organisaatiotyyppi: Kunta",
        "vastuuviranomainen: Hämeen ELY",
        "tila: Käynnissä",
        "vuodet: 2016–2018",
        "myönnetty rahoitus vähintään: 150 000 €",
        "myönnetty rahoitus enintään: 1 200 000 €",
        "kohta: 3, 9",
    ]


def test_and_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LANGUAGE_VARIABLE, "en")
    told = list(told_filters(Filters(priority_axis=("5",), running_from=2016, granted_from=0)))
    assert told == ["priority axis: 5", "years: 2016–", "granted funding at least: 0 €"]


def test_without_filters_nothing_is_told() -> None:
    assert list(told_filters(Filters())) == []
