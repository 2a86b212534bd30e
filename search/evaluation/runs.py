"""A run: every query's measures by system; their means by group, and the file that keeps them for a later run."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from index.errors import QueryError, Text
from index.limits import LARGEST_JUDGEMENTS
from index.small_files import read_small_text
from search.evaluation.judgements import JudgedQuery, not_opened
from search.evaluation.measures import MEASURES, Scores, measure
from search.evaluation.passages import Passage

# A system ranks passages for a query's text: chunk ids, best first.
Ranker = Callable[[str], Sequence[int]]
GroupBy = Literal["kind", "language", "all"]

_RUN_VERSION = 1


@dataclass(frozen=True, slots=True)
class QueryScores:
    """One query's measures, by system."""

    id: str
    text: str
    kind: str
    language: str
    systems: dict[str, Scores]


@dataclass(frozen=True, slots=True)
class Run:
    """The measures of all queries by the same systems."""

    systems: tuple[str, ...]
    queries: tuple[QueryScores, ...]


@dataclass(frozen=True, slots=True)
class GroupMeans:
    """The mean measures of a group of queries by system; `value` is the kind or language, "" for all queries."""

    by: GroupBy
    value: str
    queries: int
    systems: dict[str, Scores]


def run_queries(rankers: Mapping[str, Ranker], queries: Sequence[JudgedQuery], passages: Sequence[Passage]) -> Run:
    """Rank `passages` (by chunk id) for each query by each of `rankers` and measure the rankings."""
    scored = []
    for query in queries:
        rankings = {name: [passages[chunk] for chunk in rank(query.text)] for name, rank in rankers.items()}
        systems = {name: measure(query, ranking) for name, ranking in rankings.items()}
        scored.append(QueryScores(query.id, query.text, query.kind, query.language, systems))
    return Run(tuple(rankers), tuple(scored))


def group_means(run: Run) -> list[GroupMeans]:
    """Return the means over each kind, each language and all queries, in this order."""
    return list(_group_means(run))


def _group_means(run: Run) -> Iterator[GroupMeans]:
    for kind in sorted({query.kind for query in run.queries} - {""}):
        yield _means("kind", kind, run, [query for query in run.queries if query.kind == kind])
    for language in sorted({query.language for query in run.queries} - {""}):
        yield _means("language", language, run, [query for query in run.queries if query.language == language])
    yield _means("all", "", run, run.queries)


def _means(by: GroupBy, value: str, run: Run, queries: Sequence[QueryScores]) -> GroupMeans:
    systems = {
        system: {name: _mean([query.systems[system][name] for query in queries]) for name in MEASURES}
        for system in run.systems
    }
    return GroupMeans(by, value, len(queries), systems)


def _mean(scores: Sequence[float | None]) -> float | None:
    known = [score for score in scores if score is not None]
    return math.fsum(known) / len(known) if known else None


def save_run(run: Run, path: Path) -> None:
    """Write a run as JSON."""
    path.write_text(
        json.dumps({"version": _RUN_VERSION, **asdict(run)}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def load_run(path: Path) -> Run:
    """Return the run that `save_run` wrote; raises QueryError when the file holds anything else."""
    try:
        stored = json.loads(read_small_text(path, LARGEST_JUDGEMENTS))
        if stored["version"] != _RUN_VERSION:
            raise ValueError(f"version {stored['version']}")
        queries = tuple(QueryScores(**query) for query in stored["queries"])
        run = Run(tuple(stored["systems"]), queries)
        _ = [query.systems[system][name] for query in queries for system in run.systems for name in MEASURES]
    except OSError as error:
        raise not_opened(path, error) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise QueryError(
            Text(
                en=f"{path} holds no saved run ({error}).", fi=f"Tiedostossa {path} ei ole tallennettua ajoa ({error})."
            ),
            Text(
                en=f"Save one: hankehaku evaluate QUERIES --save {path}",
                fi=f"Tallenna ajo: hankehaku arvioi HAUT --save {path}",
            ),
        ) from error
    return run
