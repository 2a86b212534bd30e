from __future__ import annotations

import pytest

from search.similar.kinds import affinity, kind_weight, section_kind
from search.similar.model import SectionKind

SUMMARY = "Suunnitelman mukainen tiivistelmä toteutuksesta"


@pytest.mark.parametrize(
    ("number", "section", "heading", "kind"),
    [
        ("3", SUMMARY, "Tausta", SectionKind.BACKGROUND),
        ("3", SUMMARY, "Hankkeen tavoitteet", SectionKind.AIMS),
        ("3", SUMMARY, "Toimenpide 2. Ryhmät", SectionKind.MEASURES),
        ("3", SUMMARY, "Tulokset", SectionKind.RESULTS),
        ("3", SUMMARY, None, SectionKind.OTHER),
        ("4.1", "Varsinaiset kohderyhmät", None, SectionKind.TARGET_GROUP),
        ("4.2", "Välilliset kohderyhmät", None, SectionKind.TARGET_GROUP),
        ("8.1", "Sukupuolten tasa-arvo", None, SectionKind.HORIZONTAL),
        ("8.2", "Kestävä kehitys", "Liikkuminen ja logistiikka", SectionKind.HORIZONTAL),
        ("9", "Loppuraportin tiivistelmä", "Tulokset", SectionKind.FINAL_REPORT),
    ],
)
def test_a_section_of_the_form_is_known_by_its_number_and_within_the_summary_by_its_sub_heading(
    number: str, section: str, heading: str | None, kind: SectionKind
) -> None:
    assert section_kind(number, section, heading) is kind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Miksi tätä tarvitaan", SectionKind.BACKGROUND),
        ("Lähtötilanne", SectionKind.BACKGROUND),
        ("Mihin pyritään: päätavoite", SectionKind.AIMS),
        ("Kenelle", SectionKind.TARGET_GROUP),
        ("Mitä tehdään", SectionKind.MEASURES),
        ("Mitä jää käteen", SectionKind.RESULTS),
        ("Kestävyys ja tasa-arvo", SectionKind.HORIZONTAL),
        ("Objectives", SectionKind.AIMS),
        ("Kahvilavaunu rantaan", SectionKind.OTHER),
    ],
)
def test_a_free_forms_headings_are_known_by_their_words_whatever_their_number(heading: str, kind: SectionKind) -> None:
    assert section_kind("9", heading, None) is kind


def test_the_forms_own_heading_of_the_summary_tells_nothing_though_it_speaks_of_carrying_out() -> None:
    assert section_kind("3", SUMMARY, "Kahvilavaunu") is SectionKind.OTHER


def test_like_kinds_go_together_best_and_horizontal_principles_count_little() -> None:
    assert affinity(SectionKind.AIMS, SectionKind.AIMS) == 1
    assert affinity(SectionKind.RESULTS, SectionKind.FINAL_REPORT) == affinity(SectionKind.RESULTS, SectionKind.RESULTS)
    assert affinity(SectionKind.RESULTS, SectionKind.RESULTS) < 1
    assert affinity(SectionKind.AIMS, SectionKind.TARGET_GROUP) < affinity(SectionKind.AIMS, SectionKind.OTHER)
    assert affinity(SectionKind.HORIZONTAL, SectionKind.HORIZONTAL) < affinity(SectionKind.AIMS, SectionKind.MEASURES)
    assert kind_weight(SectionKind.HORIZONTAL) < kind_weight(SectionKind.FINAL_REPORT) < kind_weight(SectionKind.AIMS)
