"""Pure functions that join the evidence of the two rankings."""

from __future__ import annotations

from collections.abc import Sequence

# The share of the vector side in the convex combination, from the prototype's measurements; the rest is keywords.
VECTOR_WEIGHT = 0.6


def convex(cosines: Sequence[float], mean_cosine: float, keywords: Sequence[float]) -> list[float]:
    """Return `VECTOR_WEIGHT * vector + (1 - VECTOR_WEIGHT) * keyword` for each candidate, both scaled to [0, 1].

    Each channel is scaled by its theoretical minimum and its observed maximum (Bruch, Gai & Ingber 2023): BM25 has
    0, and a cosine what an arbitrary passage scores, `mean_cosine`. Observed minima would lift noise.
    """
    vector_scores = scaled(cosines, mean_cosine)
    keyword_scores = scaled(keywords, 0.0)
    return [
        VECTOR_WEIGHT * vector + (1 - VECTOR_WEIGHT) * keyword
        for vector, keyword in zip(vector_scores, keyword_scores, strict=True)
    ]


def scaled(scores: Sequence[float], minimum: float) -> list[float]:
    """Return scores mapped from [minimum, their maximum] to [0, 1]; all 0 when none exceeds the minimum."""
    maximum = max(scores, default=minimum)
    if maximum <= minimum:
        return [0.0] * len(scores)
    return [max(0.0, (score - minimum) / (maximum - minimum)) for score in scores]
