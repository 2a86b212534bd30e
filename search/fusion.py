"""Pure functions that join the evidence of the rankings. All weights of the hybrid search stand here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    # A score for each candidate, (n,).
    Scores = NDArray[np.float64]

# First stage: the share of the pooled vectors' cosine; the rest is BM25. Flat between .5 and .7 on the judged queries.
VECTOR_WEIGHT = 0.6
# Second stage: the share of late interaction, which takes the place of the pooled vectors; the rest is BM25. Flat
# between .6 and .8.
LATE_WEIGHT = 0.7

# Second stage: the share of the pooled vectors' cosine beside all that grows from nothing, where the nearest passage's
# is _ALIKE above an arbitrary one's, to _POOLED_WEIGHT, where it is _APART above. In project descriptions, which are
# much alike, the median is .04, of titles and theses' abstracts .10, of questions and an encyclopedia .16; the best
# fixed shares of them would be 0, .1 and .65. In cosines of the default model.
_ALIKE, _APART = 0.05, 0.13
_POOLED_WEIGHT = 0.65

# Second stage: the share of a passage's evidence that is its project's best for the same thing. Flat between .2 and .4.
PROJECT_WEIGHT = 0.3

# In either stage: the share of near words in what meaning counts; the rest is the sentence model's. Flat between .15
# and .3, and in the first stage between .2 and .6.
NEAR_WORDS_WEIGHT = 0.2
FIRST_NEAR_WORDS_WEIGHT = 0.4

# What nearness to a query's variant, with the field's usual terms in place of its own, counts of nearness to itself.
VARIANT_WEIGHT = 0.9


def pooled_share(spread: float) -> float:
    """Return what the pooled vectors' cosine counts in the second stage for a query.

    `spread` is how much greater the nearest passage's cosine is than an arbitrary one's: a ranking is worth as much as
    its scores tell passages apart (after Shtok et al. 2012, Predicting Query Performance by Query-Drift Estimation).
    """
    return _POOLED_WEIGHT * min(1.0, max(0.0, (spread - _ALIKE) / (_APART - _ALIKE)))


def weighted(first: Scores, second: Scores, weight: float) -> Scores:
    """Return `weight * first + (1 - weight) * second` for each candidate: a convex combination of scaled scores."""
    return weight * first + (1 - weight) * second


def scaled(scores: Scores, minimum: float, maximum: float) -> Scores:
    """Return scores mapped from [minimum, maximum] to [0, 1]; all 0 when the maximum doesn't exceed the minimum.

    `minimum` is the theoretical one (BM25: 0; a cosine: what an arbitrary passage scores), since observed minima lift
    noise; `maximum` is the best that the whole collection has for the query (Bruch, Gai & Ingber 2023).
    """
    import numpy as np

    if maximum <= minimum:
        return np.zeros(len(scores))
    return np.maximum(0.0, (scores - minimum) / (maximum - minimum))


def with_project(evidence: NDArray[np.float32], projects: Sequence[int], heard: Sequence[bool]) -> NDArray[np.float32]:
    """Return the evidence (n, m) of n passages for m things asked, each joined with the best of its project.

    `projects` says where each passage belongs. Only those that are `heard` speak for their project, and a passage for
    itself: which others are looked at changes nothing.
    """
    import numpy as np

    _, numbers = np.unique(np.array(projects, np.int64), return_inverse=True)
    best = np.full((len(evidence), evidence.shape[1]), -np.inf, np.float32)
    speaks = np.array(heard, bool)
    np.maximum.at(best, numbers[speaks], evidence[speaks])
    joined: NDArray[np.float32] = evidence + np.float32(PROJECT_WEIGHT) * np.maximum(0, best[numbers] - evidence)
    return joined
