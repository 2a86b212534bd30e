"""Figures as tables that a terminal shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scripts.benchmarks.figures import Figure

_HEADER = ("", "median", "lowest", "highest", "runs", "unit", "ratio")


def tables(figures: Sequence[Figure], earlier: Sequence[Figure] = ()) -> str:
    """Return a table for each group; ratios are to the group's first figure of the unit, and to an earlier run's."""
    before = {figure.key: figure.median for figure in earlier}
    groups = dict.fromkeys(figure.group for figure in figures)
    return "\n\n".join("\n".join(_table(group, figures, before)) for group in groups)


def _table(group: str, figures: Sequence[Figure], before: Mapping[tuple[str, str, str], float]) -> Iterator[str]:
    members = [figure for figure in figures if figure.group == group]
    first: dict[str, float] = {}
    rows = [(group, *_HEADER[1:], *(("earlier", "now/earlier") if before else ()))]
    # One table for each unit: what is compared stands together.
    for figure in sorted(members, key=lambda one: [other.unit for other in members].index(one.unit)):
        base = first.setdefault(figure.unit, figure.median)
        row = (
            figure.name,
            number(figure.median),
            number(min(figure.values)),
            number(max(figure.values)),
            str(len(figure.values)),
            figure.unit,
            _ratio(figure.median, base),
        )
        old = before.get(figure.key)
        compared = ("", "") if old is None else (number(old), _ratio(figure.median, old))
        rows.append((*row, *compared) if before else row)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (
            cell.ljust(width) if column in (0, 5) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def number(value: float) -> str:
    """Return a number with three digits that count, and all of those before the point."""
    if value >= 100 or value == 0:
        return f"{value:.0f}"
    return f"{value:.3g}"


def _ratio(value: float, base: float) -> str:
    return f"{value / base:.2f}" if base else ""
