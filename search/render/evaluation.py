"""The table of an evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from search.evaluate import MODES, KindScore
from search.render.formats import Format, to_csv, to_json, to_jsonl

_COLUMNS = ("kind", "queries", *MODES)


def render_evaluation(scores: Sequence[KindScore], form: Format) -> str:
    """Return the mean nDCG@10 of each kind of query, a row a kind, without a final newline."""
    rows = [_row(score) for score in scores]
    if form is Format.JSON:
        return to_json({"measure": "section nDCG@10", "kinds": rows})
    if form is Format.JSONL:
        return to_jsonl(rows)
    if form is Format.CSV:
        return to_csv(_COLUMNS, rows)
    if form is Format.MARKDOWN:
        lines = [" | ".join(_cells(row)) for row in rows]
        return "\n".join(f"| {line} |" for line in (" | ".join(_COLUMNS), " | ".join("---" for _ in _COLUMNS), *lines))
    table = (_COLUMNS, *(_cells(row) for row in rows))
    return "\n".join(f"{kind:<14}" + "".join(f"{cell:>10}" for cell in cells) for kind, *cells in table)


def _row(score: KindScore) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": score.kind, "queries": score.queries}
    return row | {mode: round(value, 4) for mode, value in score.ndcg.items()}


def _cells(row: dict[str, Any]) -> list[str]:
    return [f"{value:.3f}" if isinstance(value, float) else str(value) for value in row.values()]
