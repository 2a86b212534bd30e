"""The table of an evaluation of drafts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from search.evaluation.drafts import MEASURES, DraftEvaluation
from search.language import say
from search.render.formats import Format, to_csv, to_json, to_jsonl, to_markdown
from search.render.terminal import printable

_COLUMNS = ("draft", "system", *MEASURES)
_DIGITS = 4


def render_draft_evaluation(evaluation: DraftEvaluation, form: Format) -> str:
    """Return an evaluation of drafts without a final newline: each draft and the mean, by system."""
    if form is Format.JSON:
        means = {system: _rounded(scores) for system, scores in evaluation.means.items()}
        return to_json({"drafts": list(_drafts(evaluation)), "means": means})
    if form is Format.JSONL:
        return to_jsonl(_rows(evaluation))
    if form is Format.CSV:
        return to_csv(_COLUMNS, _rows(evaluation))
    lines = list(_lines(evaluation))
    if form is Format.MARKDOWN:
        rule = ["---", *("---:" for _ in lines[0][1:])]
        cells = ([to_markdown(cell) for cell in line] for line in lines)
        return "\n".join(f"| {' | '.join(line)} |" for line in (next(cells), rule, *cells))
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        )
        for line in lines
    )


def _drafts(evaluation: DraftEvaluation) -> Iterator[dict[str, Any]]:
    for one in evaluation.drafts:
        systems = {system: _rounded(scores) for system, scores in one.systems.items()}
        yield {"draft": one.draft, "first": one.first, "systems": systems}


def _rows(evaluation: DraftEvaluation) -> Iterator[dict[str, Any]]:
    for one in evaluation.drafts:
        for system, scores in one.systems.items():
            yield {"draft": one.draft, "system": system} | _rounded(scores)
    for system, scores in evaluation.means.items():
        yield {"draft": "", "system": system} | _rounded(scores)


def _lines(evaluation: DraftEvaluation) -> Iterator[list[str]]:
    """Yield the header and a line for each system: the means, then nDCG@5 of each draft."""
    count = len(evaluation.drafts)
    title = say(f"drafts ({count})", f"luonnokset ({count})")
    yield [title, *MEASURES, *(printable(one.draft) for one in evaluation.drafts)]
    for system, scores in evaluation.means.items():
        means = [f"{scores[measure]:.3f}" for measure in MEASURES]
        yield [system, *means, *(f"{one.systems[system][MEASURES[0]]:.3f}" for one in evaluation.drafts)]


def _rounded(scores: dict[str, float]) -> dict[str, float]:
    return {name: round(value, _DIGITS) for name, value in scores.items()}
