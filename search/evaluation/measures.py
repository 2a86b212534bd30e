"""Measures of a ranking against a query's judgements; the names are those of the field (trec_eval, ir-measures)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from search.evaluation.judgements import JudgedQuery, Unit
from search.evaluation.passages import Passage, judged_units

Scores = dict[str, float | None]

MEASURES = ("nDCG@10", "recall@10", "recall@100", "MRR@10", "success@1", "answer@1", "answer@3")
MAIN_MEASURE = "nDCG@10"


def measure(query: JudgedQuery, ranking: Sequence[Passage]) -> Scores:
    """Return every measure of a query's ranking of passages, best first; None where the judgements don't allow it."""
    units, grades = judged_units(ranking, query.grades), query.grades
    scores = (
        ndcg(units, grades, 10),
        recall(units, grades, 10),
        recall(units, grades, 100),
        reciprocal_rank(units, grades, 10),
        success(units, grades, 1),
        answered(ranking, query, 1),
        answered(ranking, query, 3),
    )
    return dict(zip(MEASURES, scores, strict=True))


def ndcg(ranking: Sequence[Unit], grades: Mapping[Unit, int], depth: int) -> float:
    """Return the normalised discounted cumulative gain at `depth`, with gain 2^grade - 1 (Burges et al. 2005)."""
    gained = _discounted(grades.get(unit, 0) for unit in ranking[:depth])
    ideal = _discounted(sorted(grades.values(), reverse=True)[:depth])
    return gained / ideal if ideal else 0.0


def recall(ranking: Sequence[Unit], grades: Mapping[Unit, int], depth: int) -> float:
    """Return the share of what is relevant (grade 1 and up) that stands among the first `depth`."""
    relevant = {unit for unit, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranking[:depth])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[Unit], grades: Mapping[Unit, int], depth: int) -> float:
    """Return 1 / the rank of the first relevant one, 0 where none is among the first `depth`."""
    return next((1 / rank for rank, unit in enumerate(ranking[:depth], 1) if grades.get(unit, 0) > 0), 0.0)


def success(ranking: Sequence[Unit], grades: Mapping[Unit, int], depth: int) -> float:
    """Return 1 where anything relevant is among the first `depth`; at depth 1 this is accuracy."""
    return float(any(grades.get(unit, 0) > 0 for unit in ranking[:depth]))


def answered(ranking: Sequence[Passage], query: JudgedQuery, depth: int) -> float | None:
    """Return 1 where one of the first `depth` passages is of a relevant project and holds an answer.

    Letter case and white space don't count. None for a query without answers.
    """
    if not query.answers:
        return None
    answers = [_plain(answer) for answer in query.answers]
    texts = (_plain(passage.text) for passage in ranking[:depth] if passage.project in query.relevant_projects)
    return float(any(answer in text for text in texts for answer in answers))


def _discounted(grades: Iterable[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
