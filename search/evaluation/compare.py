"""Tell whether two systems, or today's and an earlier run, differ by more than chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.errors import QueryError, Text
from search.evaluation.measures import MAIN_MEASURE, MEASURES
from search.evaluation.runs import QueryScores, Run

if TYPE_CHECKING:
    from numpy.typing import NDArray

RESAMPLES = 10_000
CONFIDENCE = 0.95
_SEED = 20_140_101
# Resamples drawn at a time: some 20 MB for three thousand queries.
_BATCH = 1_000
# Fewer differences than this say nothing of their spread.
_FEWEST_QUERIES = 2
_MOVES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measure of `a` and `b` over the same queries: `difference` is mean(a) - mean(b), with a 95 % interval.

    `p` is the probability of a difference this large, either way, if it were chance which of the two had which score.
    """

    measure: str
    a: str
    b: str
    queries: int
    mean_a: float
    mean_b: float
    difference: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class Move:
    """A query whose nDCG@10 changed since an earlier run."""

    id: str
    text: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Change:
    """What changed for a system since an earlier run, over the queries of both; `moves` has the largest first."""

    system: str
    comparisons: tuple[Comparison, ...]
    moves: tuple[Move, ...]


def compare_systems(run: Run, a: str, b: str) -> tuple[Comparison, ...]:
    """Compare two systems of a run by every measure."""
    return _compare_all([(query, query) for query in run.queries], (a, b), (a, b))


def compare_runs(today: Run, earlier: Run, system: str) -> Change:
    """Compare a system with itself in an earlier run, over the queries that both have under the same id and text.

    Raises QueryError when the earlier run lacks the system or shares no query.
    """
    before = {(query.id, query.text): query for query in earlier.queries if system in earlier.systems}
    pairs = [(query, before[query.id, query.text]) for query in today.queries if (query.id, query.text) in before]
    if not pairs:
        raise _nothing_shared(system)
    moves = (
        Move(now.id, now.text, _main(then, system), _main(now, system))
        for now, then in pairs
        if _main(now, system) != _main(then, system)
    )
    largest = sorted(moves, key=lambda move: (-abs(move.after - move.before), move.id))[:_MOVES_SHOWN]
    return Change(system, _compare_all(pairs, (system, system), ("today", "earlier")), tuple(largest))


def best_other(run: Run, system: str) -> str | None:
    """Return the other system with the highest mean nDCG@10, None where there is no other."""
    others = [other for other in run.systems if other != system]
    return max(others, key=lambda other: math.fsum(_main(query, other) for query in run.queries), default=None)


def paired_test(a: Sequence[float], b: Sequence[float]) -> tuple[float, float, float]:
    """Return the bounds of the 95 % interval of mean(a - b) and the p-value, for two or more pairs.

    The interval is the percentile bootstrap's over queries, the p-value that of the paired randomisation test, exact
    up to 13 pairs (Smucker, Allan & Carterette 2007). The seed is fixed: the same scores give the same figures.
    """
    import numpy as np
    from scipy.stats import bootstrap, permutation_test

    first, second = np.asarray(a, float), np.asarray(b, float)
    interval = bootstrap(
        (first - second,),
        np.mean,
        n_resamples=RESAMPLES,
        batch=_BATCH,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    test = permutation_test(
        (first, second),
        _mean_difference,
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=_BATCH,
        rng=np.random.default_rng(_SEED),
    )
    return float(interval.low), float(interval.high), float(test.pvalue)


def _mean_difference(a: NDArray[Any], b: NDArray[Any], axis: int) -> NDArray[Any]:
    difference: NDArray[Any] = (a - b).mean(axis=axis)
    return difference


def _compare_all(
    pairs: Sequence[tuple[QueryScores, QueryScores]], systems: tuple[str, str], names: tuple[str, str]
) -> tuple[Comparison, ...]:
    """Compare by every measure that enough queries have on both sides; `systems` are read, `names` are told."""
    comparisons = []
    for measure in MEASURES:
        both = [(x.systems[systems[0]][measure], y.systems[systems[1]][measure]) for x, y in pairs]
        known = [(x, y) for x, y in both if x is not None and y is not None]
        if len(known) < _FEWEST_QUERIES:
            continue
        first, second = [x for x, _ in known], [y for _, y in known]
        means = math.fsum(first) / len(known), math.fsum(second) / len(known)
        low, high, p = paired_test(first, second)
        comparisons.append(Comparison(measure, *names, len(known), *means, means[0] - means[1], low, high, p))
    return tuple(comparisons)


def _main(query: QueryScores, system: str) -> float:
    return query.systems[system][MAIN_MEASURE] or 0.0


def _nothing_shared(system: str) -> QueryError:
    return QueryError(
        Text(
            en=f"The earlier run has none of these queries for {system}.",
            fi=f"Aiemmassa ajossa ei ole näitä hakuja järjestelmälle {system}.",
        ),
        Text(
            en="Name a run that was saved with the same queries and modes.",
            fi="Anna ajo, joka on tallennettu samoilla hauilla ja hakutavoilla.",
        ),
    )
