"""The options that narrow a search, as the filters that they mean; the commands `search` and `similar` share them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.filters import Filters


def chosen_filters(
    region: list[str] | None,
    municipality: list[str] | None,
    axis: list[str] | None,
    objective: list[str] | None,
    applicant: list[str] | None,
    organisation_type: list[str] | None,
    authority: list[str] | None,
    status: list[str] | None,
    years: str | None,
    granted_from: str | None,
    granted_to: str | None,
    section: list[str] | None,
) -> Filters:
    """Return the filters that the options mean. Raises QueryError for years, sums and sections that are none."""
    from index.filters import Filters, parse_euros, parse_sections, parse_years

    running_from, running_to = parse_years(years)
    return Filters(
        region=tuple(region or ()),
        municipality=tuple(municipality or ()),
        priority_axis=tuple(axis or ()),
        specific_objective=tuple(objective or ()),
        applicant=tuple(applicant or ()),
        organisation_type=tuple(organisation_type or ()),
        managing_authority=tuple(authority or ()),
        status=tuple(status or ()),
        running_from=running_from,
        running_to=running_to,
        granted_from=parse_euros(granted_from),
        granted_to=parse_euros(granted_to),
        sections=parse_sections(section or ()),
    )
