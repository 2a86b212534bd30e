"""Pure functions that join the evidence of the rankings. All weights of the hybrid search stand here."""

from __future__ import annotations

from collections.abc import Sequence

# First stage: the share of the pooled vectors' cosine; the rest is BM25. Flat between .5 and .7 on the judged queries.
VECTOR_WEIGHT = 0.6
# Second stage: the share of late interaction, which takes the place of the pooled vectors; the rest is BM25. Flat
# between .6 and .8.
LATE_WEIGHT = 0.7

# What nearness to a query's variant, with the field's usual terms in place of its own, counts of nearness to itself.
VARIANT_WEIGHT = 0.9


def weighted(first: Sequence[float], second: Sequence[float], weight: float) -> list[float]:
    """Return `weight * first + (1 - weight) * second` for each candidate: a convex combination of scaled scores."""
    return [weight * one + (1 - weight) * other for one, other in zip(first, second, strict=True)]


def scaled(scores: Sequence[float], minimum: float, maximum: float) -> list[float]:
    """Return scores mapped from [minimum, maximum] to [0, 1]; all 0 when the maximum doesn't exceed the minimum.

    `minimum` is the theoretical one (BM25: 0; a cosine: what an arbitrary passage scores), since observed minima lift
    noise; `maximum` is the best that the whole collection has for the query (Bruch, Gai & Ingber 2023).
    """
    if maximum <= minimum:
        return [0.0] * len(scores)
    return [max(0.0, (score - minimum) / (maximum - minimum)) for score in scores]
