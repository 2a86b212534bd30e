"""The commands, each a thin layer over the packages. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand

from search import help_texts, options
from search.language import current_language, say
from search.render.formats import Format

if TYPE_CHECKING:
    from search.query import Query

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=help_texts.APP,
)


# -nuoret, but neither --nuoret nor -n5
_EXCLUSION = re.compile(r"-(?!-|n\d+$).{2,}")


class _QueryCommand(TyperCommand):
    """A command whose words may be exclusions: -nuoret is one, and no bundle of short options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse arguments after giving exclusions a space in front, which makes them words and means nothing."""
        return super().parse_args(ctx, [f" {one}" if _EXCLUSION.match(one) else one for one in args])


@app.callback()
def common(lang: options.Lang = None) -> None:
    """Take the options that all commands share; `main` reads the language before this module is imported."""


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
    _write(render_result(result, form, Style.of(sys.stdout), explain=explain))
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


def build(
    paths: options.Sources = None,
    index: options.IndexFolder = None,
    model: options.ModelName = None,
    if_missing: options.IfMissing = False,
) -> None:
    """Build the index from folders or files."""
    from index.generation import has_index
    from search.settings import default_collection, index_folder, model_name

    folder = index_folder(index)
    if if_missing and has_index(folder):
        return
    from index.build import build_index
    from search.progress import shown_progress
    from search.render.reports import render_report, skipped_lines

    with shown_progress(sys.stderr) as progress:
        report = build_index(paths or [default_collection()], folder, model_name(model), progress)
    for line in skipped_lines(report):
        typer.echo(line, err=True)
    _write(render_report(report))


def show(
    code: options.ProjectCode,
    section: options.SectionNumber = None,
    index: options.IndexFolder = None,
    form: options.OutputFormat = Format.TABLE,
) -> None:
    """Show a project: its facts and text."""
    from search.render.project import render_project
    from search.render.terminal import Style
    from search.settings import index_folder
    from search.show import read_project

    project, sections = read_project(index_folder(index), code, section)
    _write(render_project(project, sections, form, Style.of(sys.stdout), with_facts=section is None))


def status(index: options.IndexFolder = None, form: options.OutputFormat = Format.TABLE) -> None:
    """Tell which index, model and analyser are in use."""
    from search.render.reports import render_status
    from search.settings import index_setting, model_setting
    from search.status import read_status

    _write(render_status(read_status(index_setting(index), model_setting(None)), form))


def evaluate(
    judgements: options.Judgements,
    index: options.IndexFolder = None,
    mode: options.EvaluatedModes = None,
    baseline: options.Baselines = None,
    compare: options.Compared = None,
    save: options.SaveRun = None,
    against: options.EarlierRun = None,
    form: options.OutputFormat = Format.TABLE,
) -> None:
    """Measure the ranking against judged queries."""
    from search.evaluation import beir
    from search.evaluation.baselines import MODES
    from search.evaluation.judgements import read_judgements
    from search.evaluation.report import evaluate_queries
    from search.evaluation.runs import load_run, save_run
    from search.render.evaluation import render_evaluation
    from search.retrieve import Retriever
    from search.settings import index_folder

    earlier = load_run(against) if against else None
    if judgements.is_dir():
        queries, folder = beir.read_queries(judgements), index or beir.default_index(judgements)
        _build_collection(judgements, folder)
    else:
        queries, folder = read_judgements(judgements), index_folder(index)
    systems = [str(one) for one in (*(mode or MODES), *(baseline or ()))]
    evaluation = evaluate_queries(Retriever(folder), queries, systems, compare, earlier)
    if save:
        save_run(evaluation.run, save)
    if evaluation.unknown:
        _note_unknown_projects(evaluation.unknown)
    _write(render_evaluation(evaluation, form))


def _build_collection(collection: Path, folder: Path) -> None:
    from search.evaluation.beir import index_corpus
    from search.progress import shown_progress
    from search.render.reports import render_report
    from search.settings import model_name

    with shown_progress(sys.stderr) as progress:
        report = index_corpus(collection, folder, model_name(None), progress)
    typer.echo(render_report(report), err=True)


def _note_unknown_projects(unknown: Sequence[str]) -> None:
    from search.render.terminal import printable

    first = printable(", ".join(unknown[:5])) + (" ..." if len(unknown) > 5 else "")
    note = say(
        f"{len(unknown)} judged projects are not in the index, and count as not found: {first}",
        f"{len(unknown)} arvioitua hanketta puuttuu hakemistosta, ja ne lasketaan löytymättömiksi: {first}",
    )
    typer.echo(note, err=True)


def _write(result: str) -> None:
    """Write a result, if there is any, to standard output; a closed pipe has had enough, which is no error."""
    try:
        if result:
            typer.echo(result)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


for _names, _command, _help in (
    (("search", "hae"), search, help_texts.SEARCH),
    (("build", "rakenna"), build, help_texts.BUILD),
    (("show", "näytä", "nayta"), show, help_texts.SHOW),
    (("status", "tila"), status, help_texts.STATUS),
    (("evaluate", "arvioi"), evaluate, help_texts.EVALUATE),
):
    # Every name works in either language; the list of commands shows those of the user's.
    _listed = _names[1] if current_language() == "fi" else _names[0]
    for _name in _names:
        _class = _QueryCommand if _command is search else TyperCommand
        app.command(_name, cls=_class, help=_help, hidden=_name != _listed)(_command)
