"""The command `similar`, with the options that only it has."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.limits import LONGEST_TEXT, MOST_SIMILAR
from search import filter_options, options
from search.commands.narrowing import chosen_filters
from search.commands.output import write
from search.language import say
from search.render.formats import Format

if TYPE_CHECKING:
    from search.similar.model import DraftAnswer

Drafts = Annotated[
    list[str],
    typer.Argument(
        metavar=say("DRAFT", "LUONNOS"),
        help=say(
            "A file, several files, a folder of applications, - for standard input, or a project code of the index.",
            "Tiedosto, useita tiedostoja, hakemusten kansio, - vakiosyötteelle tai hakemistossa olevan hankkeen koodi.",
        ),
    ),
]
Projects = Annotated[
    int,
    typer.Option(
        "--limit",
        "-n",
        metavar="N",
        min=1,
        max=MOST_SIMILAR,
        help=say("How many projects at most.", "Montako hanketta enintään."),
    ),
]
Report = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar=say("FILE.html", "TIEDOSTO.html"),
        help=say(
            "Write a report, too: .html, .docx, .md, .csv or .json.",
            "Kirjoita myös raportti: .html, .docx, .md, .csv tai .json.",
        ),
    ),
]


def similar(
    drafts: Drafts,
    index: options.IndexFolder = None,
    limit: Projects = 5,
    form: options.OutputFormat = Format.TABLE,
    report: Report = None,
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
    """Find the projects most like a draft."""
    from search.main import EXIT_NO_HITS
    from search.render.notes import draft_notes
    from search.render.similar import render_answers
    from search.render.terminal import Style
    from search.settings import index_folder
    from search.similar.answer import find_similar

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
    if report:
        from search.render.report_file import check_report

        check_report(report, [Path(one) for one in drafts if Path(one).exists()])
    if any(Path(one).is_dir() for one in drafts):
        from search.commands.similar_batch import compare_folders

        compare_folders(index_folder(index), drafts, filters, limit, form, report)
        return
    # A character more than may be, so that what is longer is told; it needn't end.
    answers = find_similar(index_folder(index), drafts, filters, limit, lambda: sys.stdin.read(LONGEST_TEXT + 1))
    for note in chain.from_iterable(map(draft_notes, answers)):
        typer.echo(note, err=True)
    if report:
        _write_report(report, answers)
    write(render_answers(answers, form, Style.of(sys.stdout)))
    if not any(answer.found for answer in answers):
        raise typer.Exit(EXIT_NO_HITS)


def _write_report(report: Path, answers: list[DraftAnswer]) -> None:
    from search.render.report_file import report_content, write_report
    from search.render.similar import render_answers
    from search.render.similar_report import similar_report
    from search.render.terminal import Style

    told = report_content(
        report.suffix,
        lambda: similar_report(answers),
        lambda form: render_answers(answers, form, Style.of(sys.stdout)),
    )
    write_report(report, told)
