"""The command `search`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from search import options
from search.commands.output import write
from search.language import say
from search.render.formats import Format

if TYPE_CHECKING:
    from search.query import Query


def search(
    words: options.Words,
    index: options.IndexFolder = None,
    mode: options.SearchMode = "hybrid",
    by: options.GroupBy = "project",
    limit: options.Limit = 10,
    form: options.OutputFormat = Format.TABLE,
    explain: options.Explain = False,
    region: options.Region = None,
    municipality: options.Municipality = None,
    axis: options.Axis = None,
    objective: options.Objective = None,
    applicant: options.Applicant = None,
    organisation_type: options.OrganisationType = None,
    authority: options.Authority = None,
    status: options.Status = None,
    years: options.Years = None,
    granted_from: options.GrantedFrom = None,
    granted_to: options.GrantedTo = None,
    section: options.InSection = None,
) -> None:
    """Search in free text."""
    from index.filters import Filters, parse_years
    from search.group import search_index
    from search.query import parse_query
    from search.render.hits import render_result
    from search.render.terminal import Style
    from search.settings import index_folder

    running_from, running_to = parse_years(years)
    filters = Filters(
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
        granted_from=granted_from,
        granted_to=granted_to,
        sections=tuple(section or ()),
    )
    query = parse_query(sys.stdin.read() if words == ["-"] else " ".join(words))
    result = search_index(index_folder(index), query, filters, mode, by, limit)
    _say_how_it_was_understood(result.query)
    write(render_result(result, form, Style.of(sys.stdout), explain=explain))
    if not result.found:
        _say_no_hits(query.given, filtered=bool(filters.active()))
        raise typer.Exit(1)


def _say_how_it_was_understood(query: Query) -> None:
    from search.render.terminal import printable

    # Said because it is easily meant otherwise: in Finnish, "Suunta yhdessä -hanke" is one name.
    for phrase in query.keywords.excluded:
        left_out = printable(" ".join(word.token.text for word in phrase))
        typer.echo(say(f"Without passages that say: {left_out}", f"Ilman kohtia, joissa on: {left_out}"), err=True)
    for one in query.corrections:
        given, suggestion = printable(one.given), printable(one.suggestion)
        exact = " ".join(f"={word}" for word in given.split())
        note = say(f"Searched for {suggestion}, not {given}.", f"Haettiin: {suggestion} (kirjoitit: {given}).")
        typer.echo(note + say(f" For exactly that word: {exact}", f" Juuri sitä sanaa haet näin: {exact}"), err=True)


def _say_no_hits(given: str, *, filtered: bool) -> None:
    from search.render.terminal import printable

    shown = printable(given.strip())
    typer.echo(say(f"No hits: {shown}", f"Ei osumia: {shown}"), err=True)
    advice = say("Check the spelling, or try other words.", "Tarkista kirjoitusasu tai kokeile muita sanoja.")
    if filtered:
        advice += say(" Fewer filters may help, too.", " Myös rajausten poistaminen voi auttaa.")
    typer.echo(advice, err=True)
