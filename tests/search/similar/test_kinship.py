from __future__ import annotations

from datetime import date

import pytest

from index.model import Partner, ProjectFacts
from search.similar.kinship import find_kinship
from search.similar.model import KinshipKind, Passage, PassagePair, SectionKind, Strength

CITY = "Merikylän kaupunki"
PASSAGE = Passage(SectionKind.AIMS, "3", "Tiivistelmä", None, 0, 10, "Sama teksti")
SAME = PassagePair(PASSAGE, PASSAGE, 0.9, Strength.SAME_TEXT, ())


def facts(applicant: str | None = CITY, start: int | None = None, partner: str | None = None) -> ProjectFacts:
    return ProjectFacts(
        applicant=applicant,
        start=date(start, 1, 1) if start else None,
        end=date(start + 1, 12, 31) if start else None,
        partners=(Partner(partner),) if partner else (),
    )


@pytest.mark.parametrize(
    ("draft", "project", "kind"),
    [
        ("Laituri 2", "Laituri", KinshipKind.PREDECESSOR),
        ("Laituri", "LAITURI II", KinshipKind.SUCCESSOR),
        ("Laituri 3 – sataman nuoret", "Laituri 2: uusi alku", KinshipKind.PREDECESSOR),
        ("Laituri", "Laituri", KinshipKind.SAME_PROJECT),
    ],
)
def test_titles_that_differ_in_a_number_and_one_applicant_make_a_sequel(
    draft: str, project: str, kind: KinshipKind
) -> None:
    found = find_kinship(facts(), draft, facts(), project, ())
    assert found is not None
    assert found.kind is kind


def test_between_equal_titles_the_periods_tell_which_was_first() -> None:
    found = find_kinship(facts(start=2021), "Laituri", facts(start=2018), "Laituri", ())
    assert found is not None
    assert found.kind is KinshipKind.PREDECESSOR


def test_a_partner_may_carry_on_what_another_began() -> None:
    found = find_kinship(facts("Saaren opisto"), "Laituri 2", facts(partner="Saaren Opisto"), "Laituri", ())
    assert found is not None


def test_without_a_title_the_same_applicant_the_same_text_and_adjoining_periods_tell_a_sequel() -> None:
    found = find_kinship(facts(start=2020), "Uusi suunta", facts(start=2018), "Laituri", (SAME,))
    assert found is not None
    assert found.kind is KinshipKind.PREDECESSOR
    assert find_kinship(facts(start=2030), "Uusi suunta", facts(start=2018), "Laituri", (SAME,)) is None


def test_several_passages_word_for_word_are_told_even_between_strangers() -> None:
    found = find_kinship(facts("Saaren opisto"), "Uusi suunta", facts(), "Laituri", (SAME, SAME))
    assert found is not None
    assert found.kind is KinshipKind.COPIED_TEXT
    assert [sign.en for sign in found.signs] == ["passages with the same text: 2"]


@pytest.mark.parametrize(("draft", "project"), [("Laituri 2", "Satama"), ("", ""), ("Polku 2020", "Tie")])
def test_an_applicants_other_project_is_no_kin(draft: str, project: str) -> None:
    assert find_kinship(facts(), draft, facts(), project, ()) is None


def test_a_like_title_of_another_applicant_is_no_kin() -> None:
    assert find_kinship(facts("Saaren opisto"), "Laituri 2", facts(), "Laituri", ()) is None
