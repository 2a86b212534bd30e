"""One evaluation as `hankehaku evaluate` reports it: the run, its means, and what is compared with what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import QueryError, Text
from search.evaluation.baselines import SYSTEMS, System, make_ranker
from search.evaluation.compare import Change, Comparison, best_other, compare_runs, compare_systems
from search.evaluation.judgements import JudgedQuery
from search.evaluation.passages import read_passages
from search.evaluation.runs import GroupMeans, Ranker, Run, group_means, run_queries
from search.retrieve import Retriever


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation found. `unknown` are judged projects that the index doesn't have, in order."""

    run: Run
    means: tuple[GroupMeans, ...]
    comparisons: tuple[Comparison, ...]
    change: Change | None
    unknown: tuple[str, ...]


def evaluate_queries(
    retriever: Retriever,
    queries: Sequence[JudgedQuery],
    systems: Sequence[str],
    compared: tuple[str, str] | None = None,
    earlier: Run | None = None,
) -> Evaluation:
    """Rank every query by every system and report.

    Two systems are compared: those of `compared`, which are run even where `systems` lacks them, else the first of
    `systems` with the best of the others. The first of the two is compared with the `earlier` run as well. Raises
    QueryError for a name that is neither a mode nor a baseline.
    """
    named = [_system(name) for name in compared or ()]
    chosen = list(dict.fromkeys((*map(_system, systems), *named)))
    passages = read_passages(retriever.catalogue)
    rankers: dict[str, Ranker] = {name: make_ranker(name, retriever, passages) for name in chosen}
    run = run_queries(rankers, queries, passages)
    first = named[0] if named else chosen[0]
    second = named[1] if named else best_other(run, first)
    judged = {project for query in queries for project, _ in query.grades}
    return Evaluation(
        run,
        tuple(group_means(run)),
        compare_systems(run, first, second) if second else (),
        compare_runs(run, earlier, first) if earlier else None,
        tuple(sorted(judged - {passage.project for passage in passages})),
    )


def _system(name: str) -> System:
    for known in SYSTEMS:
        if name == known:
            return known
    raise QueryError(
        Text(en=f"There is no mode or baseline {name}.", fi=f"Hakutapaa tai vertailukohtaa {name} ei ole."),
        Text(en=f"Those there are: {', '.join(SYSTEMS)}", fi=f"Nämä ovat: {', '.join(SYSTEMS)}"),
    )
