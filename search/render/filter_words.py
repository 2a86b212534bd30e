"""How filters are told to people: their names and values in the user's language."""

from __future__ import annotations

from collections.abc import Iterator

from index.errors import Text
from index.filters import Filters
from search.language import current_language

_NAMES = {
    "region": Text("region", "maakunta"),
    "municipality": Text("municipality", "kunta"),
    "priority_axis": Text("priority axis", "toimintalinja"),
    "specific_objective": Text("specific objective", "erityistavoite"),
    "applicant": Text("applicant", "hakija"),
    "organisation_type": Text("organisation type", "organisaatiotyyppi"),
    "managing_authority": Text("managing authority", "vastuuviranomainen"),
    "status": Text("status", "tila"),
    "running_from": Text("years", "vuodet"),
    "granted_from": Text("granted funding at least", "myönnetty rahoitus vähintään"),
    "granted_to": Text("granted funding at most", "myönnetty rahoitus enintään"),
    "sections": Text("section", "kohta"),
}
_SUMS = ("granted_from", "granted_to")


def told_filters(filters: Filters) -> Iterator[str]:
    """Yield each filter that is set as "name: values"; the two ends of years are one."""
    language = current_language()
    for field, name in _NAMES.items():
        if told := told_values(filters, field):
            yield f"{name.in_language(language)}: {told}"


def told_values(filters: Filters, field: str) -> str:
    """Return what a filter is set to, "" where it isn't; `running_from` tells both ends of the years."""
    if field == "running_from":
        first, last = filters.running_from, filters.running_to
        if first is last is None:
            return ""
        return str(first) if first == last else f"{first or ''}–{last or ''}"
    value = getattr(filters, field)
    if field in _SUMS:
        return "" if value is None else f"{value:,} €".replace(",", " ")
    return ", ".join(value)
