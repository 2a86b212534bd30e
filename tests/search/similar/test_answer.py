"""From a draft to the projects like it, over a built index of the invented collection."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import QueryError, UnreadableDocumentError
from index.filters import Filters
from search.similar.answer import SimilarFinder
from search.similar.model import Agreement, DraftAnswer, KinshipKind, SectionKind, SimilarProject, Strength
from tests.collection import COAST, CONTACT_NAME, E_MAIL, PHONE, WORKSHOP, description
from tests.search.similar.conftest import HARBOUR_CAFE, TELESCOPE, answer_text, written


def ranking(answer: DraftAnswer) -> list[str]:
    return [project.project.project for project in answer.projects]


def fact(project: SimilarProject, name: str) -> tuple[Agreement, tuple[str, ...]]:
    (found,) = (one for one in project.facts if one.name == name)
    return found.agreement, found.shared


def test_the_project_that_does_the_same_in_other_words_stands_first_by_a_clear_margin(cafe: DraftAnswer) -> None:
    first, second, *_ = cafe.projects
    assert first.project.project == COAST.code
    assert first.similarity > 1.5 * second.similarity
    assert [project.rank for project in cafe.projects] == [1, 2, 3, 4]


def test_similarity_stands_on_a_scale_of_the_collections_own_pairs(cafe: DraftAnswer, sequel: DraftAnswer) -> None:
    assert cafe.calibration is not None
    assert (cafe.calibration.projects, cafe.calibration.pairs, cafe.calibration.sampled) == (4, 6, False)
    assert 0 < cafe.calibration.typical <= cafe.calibration.close < sequel.projects[0].similarity < 1
    assert sequel.projects[0].percentile == 100
    assert all(0 <= (project.percentile or 0) <= 100 for project in cafe.projects)


def test_passages_meet_those_of_like_kind_with_their_shared_words_marked(cafe: DraftAnswer) -> None:
    pair = cafe.projects[0].pairs[0]
    assert pair.draft.kind is pair.project.kind is SectionKind.MEASURES
    shared = {term.term: term for term in pair.terms}
    cart = shared["kahvilavaunu"]
    assert [pair.draft.text[start:end] for start, end in cart.draft] == ["kahvilavaunun"]
    assert [pair.project.text[start:end] for start, end in cart.project] == ["Kahvilavaunusta"]


def test_a_passage_of_the_draft_is_where_it_says_in_its_text(cafe: DraftAnswer) -> None:
    assert HARBOUR_CAFE[slice(*_span(cafe))].startswith("Etsivä työpari")


def _span(answer: DraftAnswer) -> tuple[int, int]:
    passage = answer.projects[0].pairs[0].draft
    return passage.start, passage.end


def test_key_terms_are_base_forms_with_how_common_they_are(cafe: DraftAnswer) -> None:
    terms = {term.term: term.passages_share for term in cafe.projects[0].terms}
    assert "kahvilavaunu" in terms
    assert all(0 < share <= 1 for share in terms.values())


def test_what_the_draft_has_and_the_project_lacks_is_told(cafe: DraftAnswer) -> None:
    digital = next(project for project in cafe.projects if project.project.project == "S90003")
    assert {"satama", "kahvilavaunu"} & {term.term for term in digital.missing_terms}
    assert "Etsivä työpari ajaa" in " ".join(passage.text for passage in digital.missing)
    assert not {"satama", "kahvilavaunu"} & {term.term for term in cafe.projects[0].missing_terms}


def test_places_that_a_free_form_draft_names_are_compared_with_the_projects(cafe: DraftAnswer) -> None:
    assert fact(cafe.projects[0], "municipalities") == (Agreement.PARTLY, ("Hanko",))
    assert fact(cafe.projects[0], "applicant")[0] is Agreement.UNKNOWN


def test_a_sequel_knows_its_predecessor_by_title_applicant_and_text(sequel: DraftAnswer) -> None:
    first = sequel.projects[0]
    assert first.project.project == COAST.code
    assert first.kinship is not None
    assert first.kinship.kind is KinshipKind.PREDECESSOR
    assert any("Rantaraitti" in sign.fi for sign in first.kinship.signs)
    assert any(COAST.applicant in sign.en for sign in first.kinship.signs)
    assert first.pairs[0].strength is Strength.SAME_TEXT
    assert all(project.kinship is None for project in sequel.projects[1:])


def test_the_facts_of_the_form_are_compared(sequel: DraftAnswer) -> None:
    first = sequel.projects[0]
    assert fact(first, "regions") == (Agreement.SAME, ("Uusimaa",))
    assert fact(first, "period")[0] is Agreement.DIFFERENT
    assert fact(first, "applicant") == (Agreement.SAME, (COAST.applicant,))
    workshop = next(project for project in sequel.projects if project.project.project == WORKSHOP.code)
    assert fact(workshop, "priority_axis")[0] is Agreement.DIFFERENT
    assert fact(workshop, "period")[0] is Agreement.DIFFERENT


def test_most_of_a_sequel_is_covered_and_little_of_it_by_another_project(sequel: DraftAnswer) -> None:
    first, last = sequel.projects[0], sequel.projects[-1]
    assert first.draft_covered > 0.9
    assert first.project_covered > 0.8
    assert max(last.draft_covered, last.project_covered) < 0.5


def test_the_drafts_own_project_is_left_out_and_that_is_said(finder: SimilarFinder, tmp_path: Path) -> None:
    answer = finder.find(str(written(tmp_path / "luonnos.txt")), Filters(), 5, str)
    assert WORKSHOP.code not in ranking(answer)
    assert answer.draft.project == WORKSHOP.code
    assert [note.code for note in answer.notes] == ["own_project_left_out"]


def test_the_same_text_under_no_code_is_its_own_project_too(finder: SimilarFinder) -> None:
    text = description(WORKSHOP).replace(f"Hankekoodi: {WORKSHOP.code}\n", "")
    answer = answer_text(finder, text)
    assert answer.draft.project == WORKSHOP.code
    assert WORKSHOP.code not in ranking(answer)


def test_a_project_of_the_index_can_be_the_draft(finder: SimilarFinder) -> None:
    by_code = finder.find(COAST.code.lower(), Filters(), 5, str)
    by_text = answer_text(finder, description(COAST))
    assert COAST.code not in ranking(by_code)
    assert by_code.notes == ()
    assert [round(one.similarity, 3) for one in by_code.projects] == [
        round(one.similarity, 3) for one in by_text.projects
    ]


def test_filters_leave_projects_out_and_change_no_similarity(finder: SimilarFinder, cafe: DraftAnswer) -> None:
    narrowed = answer_text(finder, HARBOUR_CAFE, Filters(region=("Pohjois-Savo",)))
    assert ranking(narrowed) == ["S90004"]
    same = next(project for project in cafe.projects if project.project.project == "S90004")
    assert narrowed.projects[0].similarity == pytest.approx(same.similarity)


def test_a_section_narrows_what_of_the_projects_is_compared(finder: SimilarFinder) -> None:
    narrowed = answer_text(finder, HARBOUR_CAFE, Filters(sections=("9",)))
    assert {pair.project.section for project in narrowed.projects for pair in project.pairs} <= {"9"}
    assert ranking(narrowed)[0] == COAST.code


def test_an_unknown_region_is_refused_with_what_there_is(finder: SimilarFinder) -> None:
    with pytest.raises(QueryError):
        answer_text(finder, HARBOUR_CAFE, Filters(region=("Atlantis",)))


def test_a_draft_from_another_world_is_like_nothing(finder: SimilarFinder, cafe: DraftAnswer) -> None:
    answer = answer_text(finder, TELESCOPE)
    assert all(not project.pairs for project in answer.projects)
    assert max((project.similarity for project in answer.projects), default=0) < cafe.projects[0].similarity / 3


def test_an_english_draft_finds_the_finnish_project_by_its_meaning(finder: SimilarFinder) -> None:
    text = "Peer groups for people recovering from mental illness. Experts by experience lead groups in a café."
    assert ranking(answer_text(finder, text))[0] == "S90004"


def test_no_personal_data_of_a_draft_comes_out(sequel: DraftAnswer) -> None:
    told = repr(sequel)
    assert not any(secret in told for secret in (CONTACT_NAME, E_MAIL, PHONE))


def test_what_is_neither_file_nor_project_and_what_has_no_text_is_refused_with_the_cure(finder: SimilarFinder) -> None:
    with pytest.raises(QueryError) as neither:
        finder.find("S90O01", Filters(), 5, str)
    assert "S90001" in neither.value.hint.en
    with pytest.raises(UnreadableDocumentError):
        finder.find("./puuttuu.txt", Filters(), 5, str)
    with pytest.raises(QueryError):
        answer_text(finder, "\n")
    with pytest.raises(QueryError):
        answer_text(finder, "# Pelkkä otsikko\n")


def test_the_same_draft_gets_the_same_answer(finder: SimilarFinder, cafe: DraftAnswer) -> None:
    assert answer_text(finder, HARBOUR_CAFE) == cafe
