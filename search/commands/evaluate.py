"""The command `evaluate`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from index.errors import QueryError, Text
from search import options
from search.commands.output import write
from search.language import say
from search.render.formats import Format

if TYPE_CHECKING:
    from search.evaluation.report import Evaluation

_CASES_SHOWN = 5


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
    from search.evaluation.drafts import holds_drafts
    from search.evaluation.judgements import read_judgements
    from search.evaluation.report import evaluate_queries
    from search.evaluation.runs import load_run, save_run
    from search.render.evaluation import render_evaluation
    from search.retrieve import Retriever
    from search.settings import index_folder

    if judgements.is_file() and holds_drafts(judgements):
        given = {"mode": mode, "baseline": baseline, "compare": compare, "save": save, "against": against}
        _check_drafts_options(judgements, [f"--{name}" for name, value in given.items() if value])
        _evaluate_drafts(judgements, index, form)
        return
    earlier = load_run(against) if against else None
    if judgements.is_dir():
        queries, folder = beir.read_queries(judgements), index or beir.default_index(judgements)
        _build_collection(judgements, folder)
    else:
        queries, folder = read_judgements(judgements), index_folder(index)
    systems = [str(one) for one in (*(mode or MODES), *(baseline or ()))]
    evaluation = evaluate_queries(Retriever(folder, warm=True), queries, systems, compare, earlier)
    if save:
        save_run(evaluation.run, save)
    _say_notes(evaluation)
    write(render_evaluation(evaluation, form))


def _check_drafts_options(judgements: Path, given: Sequence[str]) -> None:
    """Raise QueryError where options are given that mean nothing for judged drafts."""
    if given:
        options, file = ", ".join(given), shlex.quote(str(judgements))
        raise QueryError(
            Text(
                en=f"{judgements} judges drafts, which are measured beside baselines of their own: no {options}.",
                fi=f"{judgements} arvioi luonnoksia, joilla on omat vertailukohtansa: {options} ei käy.",
            ),
            Text(en=f"Leave that out: hankehaku evaluate {file}", fi=f"Jätä se pois: hankehaku arvioi {file}"),
        )


def _evaluate_drafts(judgements: Path, index: Path | None, form: Format) -> None:
    from search.evaluation.drafts import evaluate_drafts, read_drafts
    from search.render.draft_evaluation import render_draft_evaluation
    from search.retrieve import Retriever
    from search.settings import index_folder

    drafts = read_drafts(judgements)
    evaluation = evaluate_drafts(Retriever(index_folder(index)), drafts)
    write(render_draft_evaluation(evaluation, form))


def _build_collection(collection: Path, folder: Path) -> None:
    from search.evaluation.beir import index_corpus
    from search.progress import shown_progress
    from search.render.reports import render_report
    from search.settings import model_name

    with shown_progress(sys.stderr) as progress:
        report = index_corpus(collection, folder, model_name(None), progress)
    typer.echo(render_report(report), err=True)


def _say_notes(evaluation: Evaluation) -> None:
    unknown, sections, empty = evaluation.unknown, evaluation.unknown_sections, evaluation.without_relevant
    if unknown:
        note = say(
            f"{len(unknown)} judged projects are not in the index, and count as not found",
            f"{len(unknown)} arvioitua hanketta puuttuu hakemistosta, ja ne lasketaan löytymättömiksi",
        )
        _say_note(note, unknown)
    if sections:
        note = say(
            f"{len(sections)} judged sections are not in their projects, and count as not found",
            f"{len(sections)} arvioitua kohtaa puuttuu hankkeistaan, ja ne lasketaan löytymättömiksi",
        )
        _say_note(note, [" ".join(unit) for unit in sections])
    if empty:
        note = say(
            f"{len(empty)} queries have nothing judged relevant, and are left out of all figures",
            f"{len(empty)} haulle ei ole arvioitu mitään osuvaksi, ja ne jäävät pois kaikista luvuista",
        )
        _say_note(note, empty)


def _say_note(note: str, cases: Sequence[str]) -> None:
    """Write a note with the first of its cases to standard error."""
    from search.render.terminal import printable

    first = printable(", ".join(cases[:_CASES_SHOWN])) + (" ..." if len(cases) > _CASES_SHOWN else "")
    typer.echo(f"{note}: {first}", err=True)
