"""How well a mode ranks: nDCG against a hand computation, and its properties."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QueryError
from search.evaluate import SectionKey, evaluate, ndcg, rank_sections, read_judgements
from search.retrieve import Retriever

A, B, C, X = [("S90001", number) for number in ("3", "4.1", "9", "8.1")]
RELEVANT = '{"project": "S90001", "section": "3", "grade": 3}'
LINE = f'{{"id": "q1", "kind": "theme", "text": "etsivä työ", "relevant": [{RELEVANT}]}}'
KEYS = st.tuples(st.sampled_from(["S90001", "S90002"]), st.sampled_from(["3", "4.1", "4.2", "8.1", "8.2", "9"]))
GRADES = st.dictionaries(KEYS, st.integers(1, 3), min_size=1)


def test_ndcg_is_the_discounted_gain_by_the_ideal_one() -> None:
    grades = {A: 3, B: 2, C: 1}
    gained = 3 / math.log2(2) + 7 / math.log2(3) + 0 / math.log2(4) + 1 / math.log2(5)
    ideal = 7 / math.log2(2) + 3 / math.log2(3) + 1 / math.log2(4)
    assert ndcg([B, A, X, C], grades) == pytest.approx(gained / ideal)
    assert ndcg([B, A, X, C], grades) == pytest.approx(0.8354, abs=1e-4)


def test_what_stands_below_the_depth_does_not_count() -> None:
    assert ndcg([X, A], {A: 1}, depth=1) == 0
    assert ndcg([A, X], {A: 1, B: 1}, depth=1) == 1


def test_a_query_without_relevant_sections_scores_nothing() -> None:
    assert ndcg([A], {}) == 0


@given(st.lists(KEYS, unique=True), GRADES)
def test_ndcg_lies_between_0_and_1_and_the_ideal_order_has_1(
    ranking: list[SectionKey], grades: dict[SectionKey, int]
) -> None:
    assert 0 <= ndcg(ranking, grades) <= 1 + 1e-9
    assert ndcg(sorted(grades, key=lambda key: -grades[key]), grades) == pytest.approx(1)


@given(st.lists(KEYS, unique=True, min_size=2), GRADES, st.data())
def test_lifting_a_better_section_never_lowers_ndcg(
    ranking: list[SectionKey], grades: dict[SectionKey, int], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(ranking) - 2))
    upper, lower = ranking[at], ranking[at + 1]
    if grades.get(lower, 0) > grades.get(upper, 0):
        lifted = [*ranking[:at], lower, upper, *ranking[at + 2 :]]
        assert ndcg(lifted, grades) >= ndcg(ranking, grades)


def test_judgements_are_read_from_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "haut.jsonl"
    path.write_text(f"{LINE}\n\n", encoding="utf-8")
    (query,) = read_judgements(path)
    assert (query.id, query.kind, query.text, query.grades) == ("q1", "theme", "etsivä työ", {A: 3})


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "q1"}', LINE.replace("3}", '"hyvä"}')])
def test_a_line_that_is_no_judged_query_is_named_with_what_it_should_be(tmp_path: Path, line: str) -> None:
    path = tmp_path / "haut.jsonl"
    path.write_text(f"{LINE}\n{line}\n", encoding="utf-8")
    with pytest.raises(QueryError, match="line 2") as refused:
        read_judgements(path)
    assert '"relevant"' in refused.value.hint.fi


def test_an_empty_file_of_judgements_is_refused(tmp_path: Path) -> None:
    (tmp_path / "haut.jsonl").touch()
    with pytest.raises(QueryError):
        read_judgements(tmp_path / "haut.jsonl")


def test_sections_rank_by_their_best_passages_each_once(retriever: Retriever) -> None:
    ranking = rank_sections(retriever, "etsivä nuorisotyö satamissa", "hybrid")
    assert ranking[0] == ("S90001", "3")
    assert len(ranking) == len(set(ranking))


def test_an_evaluation_tells_each_kind_and_all(retriever: Retriever, tmp_path: Path) -> None:
    path = tmp_path / "haut.jsonl"
    easy = LINE.replace("etsivä työ", "etsivä nuorisotyö satamissa")
    hopeless = LINE.replace("q1", "q2").replace("theme", "other").replace("S90001", "S00000")
    path.write_text(f"{easy}\n{hopeless}\n", encoding="utf-8")
    scores = {score.kind: score for score in evaluate(retriever, read_judgements(path), ["keyword", "hybrid"])}
    assert list(scores) == ["other", "theme", "all"]
    assert scores["theme"].ndcg == {"keyword": pytest.approx(1), "hybrid": pytest.approx(1)}
    assert scores["other"].ndcg == {"keyword": 0, "hybrid": 0}
    assert scores["all"].queries == 2
    assert scores["all"].ndcg["keyword"] == pytest.approx(0.5)
