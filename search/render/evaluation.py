"""The tables of an evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from search.evaluation.compare import Change, Comparison
from search.evaluation.measures import MEASURES
from search.evaluation.report import Evaluation
from search.evaluation.runs import GroupMeans
from search.language import say
from search.render.formats import Format, to_csv, to_json, to_jsonl, to_markdown
from search.render.terminal import printable

_COLUMNS = ("by", "value", "queries", "system", *MEASURES)
_DIGITS = 4
# So that the numbers of one table stand below those of the last.
_FIRST_WIDTH = 26
# As little as 10 000 resamples can tell.
_SMALLEST_P = 0.0002


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of text; the first cell of the header is its title."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def render_evaluation(evaluation: Evaluation, form: Format) -> str:
    """Return an evaluation without a final newline.

    JSON has everything; JSON lines and CSV have a row for each group of queries and system; the table and Markdown
    have a table for each group, with all queries last, and what was compared.
    """
    if form is Format.JSON:
        return to_json(_as_json(evaluation))
    if form is Format.JSONL:
        return to_jsonl(_rows(evaluation))
    if form is Format.CSV:
        return to_csv(_COLUMNS, _rows(evaluation))
    draw = _markdown if form is Format.MARKDOWN else _aligned
    return "\n\n".join(draw(table) for table in _tables(evaluation))


def _as_json(evaluation: Evaluation) -> dict[str, Any]:
    change = evaluation.change
    value = {
        "queries": len(evaluation.run.queries),
        "systems": list(evaluation.run.systems),
        "measures": list(MEASURES),
        "means": [asdict(means) for means in evaluation.means],
        "comparisons": [asdict(comparison) for comparison in evaluation.comparisons],
        "change": asdict(change) if change else None,
        "unknown_projects": list(evaluation.unknown),
        "unknown_sections": [" ".join(unit) for unit in evaluation.unknown_sections],
        "without_relevant": list(evaluation.without_relevant),
    }
    return {key: _rounded(part) for key, part in value.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value


def _rows(evaluation: Evaluation) -> list[dict[str, Any]]:
    return [
        {"by": means.by, "value": means.value, "queries": means.queries, "system": system} | _rounded(scores)
        for means in evaluation.means
        for system, scores in means.systems.items()
    ]


def _tables(evaluation: Evaluation) -> Iterator[_Table]:
    for means in evaluation.means:
        rows = [
            (system, *(_number(scores[measure]) for measure in MEASURES)) for system, scores in means.systems.items()
        ]
        yield _Table((_title(means), *MEASURES), rows)
    if evaluation.comparisons:
        yield _comparison_table("", evaluation.comparisons)
    if evaluation.change:
        yield from _change_tables(evaluation.change)


def _change_tables(change: Change) -> Iterator[_Table]:
    if change.comparisons:
        yield _comparison_table(f"{change.system}: ", change.comparisons)
    if change.moves:
        moves = [(move.text, _number(move.before), _number(move.after)) for move in change.moves]
        title = say("Queries that moved most (nDCG@10)", "Eniten muuttuneet haut (nDCG@10)")
        yield _Table((title, say("earlier", "aiemmin"), say("today", "nyt")), moves)


def _title(means: GroupMeans) -> str:
    names = {
        "kind": say("kind", "laji"),
        "language": say("language", "kieli"),
        "all": say("all queries", "kaikki haut"),
    }
    value = f" {means.value}" if means.value else ""
    return f"{names[means.by]}{value} ({means.queries})"


def _comparison_table(title: str, comparisons: Sequence[Comparison]) -> _Table:
    names = {"today": say("today", "nyt"), "earlier": say("earlier", "aiemmin")}
    a, b = (names.get(name, name) for name in (comparisons[0].a, comparisons[0].b))
    rows = [
        (
            one.measure,
            _number(one.mean_a),
            _number(one.mean_b),
            f"{one.difference:+.3f}",
            f"{one.low:+.3f} ... {one.high:+.3f}",
            f"< {_SMALLEST_P}" if one.p < _SMALLEST_P else f"{one.p:.4f}",
        )
        for one in comparisons
    ]
    versus = say(f"{title}{a} against {b}", f"{title}{a} ja {b}")
    return _Table((versus, a, b, say("difference", "ero"), say("95 % interval", "95 %:n väli"), "p"), rows)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _aligned(table: _Table) -> str:
    lines = [[printable(cell) for cell in row] for row in (table.header, *table.rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(table.header))]
    widths[0] = max(widths[0], _FIRST_WIDTH)
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        )
        for line in lines
    )


def _markdown(table: _Table) -> str:
    rule = ["---", *("---:" for _ in table.header[1:])]
    lines = ([to_markdown(cell) for cell in table.header], rule, *([to_markdown(c) for c in row] for row in table.rows))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
