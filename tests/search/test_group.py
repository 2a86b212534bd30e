"""Passages joined into hits by project."""

from __future__ import annotations

from index.filters import Filters
from search.group import PASSAGES_PER_PROJECT
from search.retrieve import Retriever
from tests.search.conftest import passages, projects

QUERY = "nuorten työ ja ryhmät"


def test_every_project_comes_once_with_its_best_passages_in_order(retriever: Retriever) -> None:
    hits = projects(retriever, QUERY)
    by_passage = passages(retriever, QUERY)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]
    assert [hit.project.id for hit in hits] == list(dict.fromkeys(hit.project.id for hit in by_passage))
    for hit in hits:
        best = [one for one in by_passage if one.project.id == hit.project.id][:PASSAGES_PER_PROJECT]
        assert [one.passage for one in hit.passages] == [one.passage for one in best]
        assert [one.rank for one in hit.passages] == list(range(1, len(best) + 1))
        assert hit.score == best[0].score


def test_a_project_shows_three_passages_at_most(retriever: Retriever) -> None:
    assert max(len(hit.passages) for hit in projects(retriever, QUERY)) == PASSAGES_PER_PROJECT == 3


def test_the_limit_counts_projects(retriever: Retriever) -> None:
    assert len(projects(retriever, QUERY, limit=2)) == 2


def test_passages_rank_from_1_and_carry_their_project(retriever: Retriever) -> None:
    hits = passages(retriever, QUERY, limit=5)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    assert all(hit.passage.document == hit.project.id for hit in hits)


def test_the_words_that_matched_are_told_as_they_stand_in_the_passage(retriever: Retriever) -> None:
    hit = projects(retriever, "vertaisryhmä", filters=Filters(sections=("3",)))[0].passages[0]
    (word,) = hit.why.words
    assert (word.lemma, [one.text for one in word.found]) == ("vertaisryhmä", ["Vertaisryhmät"])


def test_a_project_is_found_by_its_name_its_applicant_and_its_area(retriever: Retriever) -> None:
    for text in ("Rantaraitti", "Meriharju", "S90001"):
        hits = projects(retriever, text, "keyword")
        assert [hit.project.project for hit in hits] == ["S90001"], text


def test_a_projects_name_is_a_reason_only_where_it_has_a_word_of_the_query(retriever: Retriever) -> None:
    named = [hit for hit in passages(retriever, "Rantaraitti") if hit.project.project == "S90001"]
    assert any(hit.why.in_names for hit in named)
    others = [hit for hit in passages(retriever, "Rantaraitti") if hit.project.project != "S90001"]
    assert others
    assert not any(hit.why.in_names for hit in (*others, *passages(retriever, "vertaisryhmä")))
