"""The command `search`."""

from __future__ import annotations

import sys

import typer

from search import filter_options, options
from search.commands.narrowing import chosen_filters
from search.commands.output import write
from search.render.formats import Format


def search(
    words: options.Words,
    index: options.IndexFolder = None,
    mode: options.SearchMode = "hybrid",
    by: options.GroupBy = "project",
    limit: options.Limit = 10,
    form: options.OutputFormat = Format.TABLE,
    explain: options.Explain = False,
    region: filter_options.Region = None,
    municipality: filter_options.Municipality = None,
    axis: filter_options.Axis = None,
    objective: filter_options.Objective = None,
    applicant: filter_options.Applicant = None,
    organisation_type: filter_options.OrganisationType = None,
    authority: filter_options.Authority = None,
    status: filter_options.Status = None,
    years: filter_options.Years = None,
    granted_from: filter_options.GrantedFrom = None,
    granted_to: filter_options.GrantedTo = None,
    section: filter_options.InSection = None,
) -> None:
    """Search in free text."""
    from index.errors import ModelError, ModelMismatchError
    from index.limits import LONGEST_QUERY
    from search.group import search_index
    from search.main import EXIT_NO_HITS
    from search.query import parse_query
    from search.render.hits import render_result
    from search.render.notes import no_hits_notes, understanding_notes, words_alone_note
    from search.render.terminal import Style
    from search.settings import index_folder

    filters = chosen_filters(
        region,
        municipality,
        axis,
        objective,
        applicant,
        organisation_type,
        authority,
        status,
        years,
        granted_from,
        granted_to,
        section,
    )
    query = parse_query(sys.stdin.read(LONGEST_QUERY + 1) if words == ["-"] else " ".join(words))
    folder = index_folder(index)
    try:
        result = search_index(folder, query, filters, mode, by, limit, explain=explain)
    except ModelError as error:
        # A model that is missing leaves the words; one that isn't the index's must be told of.
        if mode != "hybrid" or isinstance(error, ModelMismatchError):
            raise
        typer.echo(words_alone_note(error), err=True)
        result = search_index(folder, query, filters, "keyword", by, limit, explain=explain)
    for note in understanding_notes(result.query, found=result.found):
        typer.echo(note, err=True)
    write(render_result(result, form, Style.of(sys.stdout), explain=explain))
    if not result.found:
        for note in no_hits_notes(query.given, filtered=bool(filters.active())):
            typer.echo(note, err=True)
        raise typer.Exit(EXIT_NO_HITS)
