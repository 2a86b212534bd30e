"""Filters as they are set, shown and taken away at the prompt."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from index.catalogue import Catalogue
from index.filters import Filters, parse_euros, parse_sections, parse_years, section_order
from search.language import say
from search.render.filter_words import told_values
from search.render.terminal import printable
from search.shell.commands import FILTER_COMMANDS, Command
from search.shell.problems import value_wanted

_SUMS = ("granted_from", "granted_to")
_VALUES_SHOWN = 40


def narrowed(filters: Filters, command: Command, value: str, catalogue: Catalogue) -> Filters:
    """Return `filters` with the command's one set to `value`; "+value" adds to what a filter by name has.

    Raises QueryError when no project or passage of the index has the value, or it is no year or sum.
    """
    field = command.field
    if field == "running_from":
        first, last = parse_years(value)
        return replace(filters, running_from=first, running_to=last)
    if field in _SUMS:
        return _with(filters, field, parse_euros(value))
    wanted: tuple[str, ...] = (value.removeprefix("+").strip(),)
    if field == "sections":
        wanted = parse_sections(wanted)
        catalogue.section_numbers(wanted)
    else:
        catalogue.allowed_documents(_with(Filters(), field, wanted))
    before = getattr(filters, field) if value.startswith("+") else ()
    return _with(filters, field, tuple(dict.fromkeys((*before, *wanted))))


def without(filters: Filters, command: Command) -> Filters:
    """Return `filters` without the command's one."""
    nothing = Filters()
    names = ("running_from", "running_to") if command.field == "running_from" else (command.field,)
    for name in names:
        filters = _with(filters, name, getattr(nothing, name))
    return filters


def commands_set(filters: Filters) -> list[Command]:
    """Return the commands whose filters are set."""
    return [command for command in FILTER_COMMANDS if without(filters, command) != filters]


def described(filters: Filters) -> list[str]:
    """Return each filter that is set as "name: values", in the user's language."""
    return [f"{one.shown[1:]}: {printable(told_values(filters, one.field))}" for one in commands_set(filters)]


def values_of(catalogue: Catalogue, command: Command) -> list[tuple[str, int | None]]:
    """Return what a filter can be set to, with the number of projects that have each, the commonest first.

    Sections have no numbers of projects; years and sums have no values to list.
    """
    if command.field == "sections":
        return [(number, None) for number in sorted(catalogue.section_numbers(()), key=section_order)]
    commonest_first = sorted(catalogue.values(command.field), key=lambda value: (-value[1], value[0]))
    return list(commonest_first)


def value_lines(catalogue: Catalogue, command: Command) -> list[str]:
    """Return the lines that list a filter's values; raises QueryError where it has none to list."""
    values = values_of(catalogue, command)
    if not values:
        raise value_wanted(command)
    lines = [printable(value) + (f"  ({count})" if count else "") for value, count in values[:_VALUES_SHOWN]]
    left = len(values) - len(lines)
    return [*lines, say(f"... and {left} more", f"... ja {left} muuta")] if left else lines


def _with(filters: Filters, field: str, value: object) -> Filters:
    values: dict[str, Any] = {one.name: getattr(filters, one.name) for one in fields(filters)}
    return Filters(**{**values, field: value})
