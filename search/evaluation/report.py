"""One evaluation as `hankehaku evaluate` reports it: the run, its means, and what is compared with what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import QueryError, Text
from search.evaluation.baselines import SYSTEMS, System, make_ranker
from search.evaluation.compare import Change, Comparison, best_other, compare_runs, compare_systems
from search.evaluation.judgements import JudgedQuery, Unit
from search.evaluation.passages import Passage, read_passages
from search.evaluation.runs import GroupMeans, Ranker, Run, group_means, run_queries
from search.retrieve import Retriever


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation found.

    `unknown` are judged projects that the index doesn't have, `unknown_sections` relevant sections that its projects
    don't have, each in order; `without_relevant` are the queries for which nothing is judged relevant, which are
    measured by nothing.
    """

    run: Run
    means: tuple[GroupMeans, ...]
    comparisons: tuple[Comparison, ...]
    change: Change | None
    unknown: tuple[str, ...]
    unknown_sections: tuple[Unit, ...]
    without_relevant: tuple[str, ...]


def evaluate_queries(
    retriever: Retriever,
    queries: Sequence[JudgedQuery],
    systems: Sequence[str],
    compared: tuple[str, str] | None = None,
    earlier: Run | None = None,
) -> Evaluation:
    """Rank every query for which anything is relevant by every system, and report.

    Two systems are compared: those of `compared`, which are run even where `systems` lacks them, else the first of
    `systems` with the best of the others. The first of the two is compared with the `earlier` run as well. Raises
    QueryError for a name that is neither a mode nor a baseline, and where nothing is relevant for any query.
    """
    named = [_system(name) for name in compared or ()]
    chosen = list(dict.fromkeys((*map(_system, systems), *named)))
    measured = [query for query in queries if query.relevant_projects]
    if not measured:
        raise _nothing_relevant()
    passages = read_passages(retriever.catalogue)
    rankers: dict[str, Ranker] = {name: make_ranker(name, retriever, passages) for name in chosen}
    run = run_queries(rankers, measured, passages)
    first = named[0] if named else chosen[0]
    second = named[1] if named else best_other(run, first)
    judged = {project for query in queries for project, _ in query.grades}
    return Evaluation(
        run,
        tuple(group_means(run)),
        compare_systems(run, first, second) if second else (),
        compare_runs(run, earlier, first) if earlier else None,
        tuple(sorted(judged - {passage.project for passage in passages})),
        tuple(sorted(_unknown_sections(measured, passages))),
        tuple(query.text for query in queries if not query.relevant_projects),
    )


def _unknown_sections(queries: Sequence[JudgedQuery], passages: Sequence[Passage]) -> set[Unit]:
    """Return the relevant sections that projects of the index don't have."""
    projects = {passage.project for passage in passages}
    relevant = {unit for query in queries for unit, grade in query.grades.items() if grade > 0 and unit[1]}
    known = {(passage.project, passage.section) for passage in passages}
    return {(project, section) for project, section in relevant - known if project in projects}


def _nothing_relevant() -> QueryError:
    return QueryError(
        Text("Nothing is judged relevant for any query.", "Millekään haulle ei ole arvioitu mitään osuvaksi."),
        Text("Give what answers a query the grade 1, 2 or 3.", "Anna hakuun vastaavalle kohdalle arvo 1, 2 tai 3."),
    )


def _system(name: str) -> System:
    for known in SYSTEMS:
        if name == known:
            return known
    raise QueryError(
        Text(en=f"There is no mode or baseline {name}.", fi=f"Hakutapaa tai vertailukohtaa {name} ei ole."),
        Text(en=f"Those there are: {', '.join(SYSTEMS)}", fi=f"Nämä ovat: {', '.join(SYSTEMS)}"),
    )
