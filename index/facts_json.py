"""Project facts to JSON and back; the keys are the field names of ProjectFacts."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from index.model import Partner, ProjectFacts, SustainabilityScore

_DATES = ("start", "end")
_ROWS = {"partners": Partner, "sustainability": SustainabilityScore}


def facts_to_json(facts: ProjectFacts) -> dict[str, Any]:
    """Return the facts that the document tells, ready for json.dumps: dates as ISO 8601, sums as whole euros."""
    values = {one.name: getattr(facts, one.name) for one in fields(facts)}
    return {name: _plain(name, value) for name, value in values.items() if value not in (None, ())}


def _plain(name: str, value: Any) -> Any:
    if name in _ROWS:
        return [asdict(row) for row in value]
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


def facts_from_json(values: dict[str, Any]) -> ProjectFacts:
    """Return the facts that facts_to_json wrote; keys it doesn't know are left out."""
    known = {field.name for field in fields(ProjectFacts)}
    typed: dict[str, Any] = {}
    for name, value in values.items():
        if name in _DATES:
            typed[name] = date.fromisoformat(value)
        elif name in _ROWS:
            typed[name] = tuple(_ROWS[name](**row) for row in value)
        elif name in known:
            typed[name] = tuple(value) if isinstance(value, list) else value
    return ProjectFacts(**typed)
