"""Project facts survive the way through JSON."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date

from index.facts_json import facts_from_json, facts_to_json
from index.model import Partner, ProjectFacts, SustainabilityScore

EVERY_FACT = ProjectFacts(
    code="S90010",
    title="Äänellä ja kynällä",
    priority_axis="5. Sosiaalinen osallisuus ja köyhyyden torjunta",
    specific_objective="10.1. Työelämän ulkopuolella olevien toimintakyvyn parantaminen",
    start=date(2015, 1, 1),
    end=date(2017, 3, 31),
    status="Toiminta päättynyt",
    managing_authority="Hämeen elinkeino-, liikenne- ja ympäristökeskus",
    applicant="Kynäniekat ry",
    organisation_type="Rekisteröity yhdistys",
    business_id="7654321-0",
    street_address="Mustetie 1",
    postcode="00010",
    post_office="Hämeenlinna",
    website="https://kynaniekat.example",
    applicants="Kaksi hakijaa",
    partners=(Partner("Säveltupa oy", "1234567-1"), Partner("Yökoulu")),
    granted_eu_and_state_funding=120_000,
    realised_eu_and_state_funding=0,
    planned_public_funding=150_000,
    realised_public_funding=149_999,
    regions=("Kanta-Häme",),
    sub_regions=("Hämeenlinnan",),
    municipalities=("Hattula", "Hämeenlinna"),
    site_street_address="Nuottikuja 2",
    site_postcode="13100",
    site_post_office="Hattula",
    planned_companies=3,
    realised_companies=2,
    planned_persons=60,
    realised_persons=71,
    gender_analysis_made=True,
    gender_perspective_mainstreamed=False,
    gender_equality_main_goal=False,
    sustainability=(SustainabilityScore("Ekologinen kestävyys", "Natura 2000 -ohjelman kohteet", 0, 10),),
)


def test_every_fact_comes_back() -> None:
    assert all(getattr(EVERY_FACT, field.name) not in (None, ()) for field in fields(ProjectFacts))
    assert facts_from_json(json.loads(json.dumps(facts_to_json(EVERY_FACT)))) == EVERY_FACT


def test_facts_that_the_document_does_not_tell_are_left_out() -> None:
    assert facts_to_json(ProjectFacts()) == {}
    assert facts_from_json({}) == ProjectFacts()


def test_no_and_zero_are_told() -> None:
    facts = ProjectFacts(realised_persons=0, gender_analysis_made=False)
    assert facts_to_json(facts) == {"realised_persons": 0, "gender_analysis_made": False}
    assert facts_from_json(facts_to_json(facts)) == facts


def test_dates_are_iso_dates() -> None:
    assert facts_to_json(ProjectFacts(start=date(2016, 2, 29)))["start"] == "2016-02-29"


def test_keys_of_a_later_version_are_left_out() -> None:
    assert facts_from_json({"title": "Pilotti", "mascot": "hirvi"}) == ProjectFacts(title="Pilotti")
