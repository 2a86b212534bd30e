"""What the command `similar` does with a folder of applications."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from search.commands.output import write
from search.language import current_language, say
from search.render.formats import Format

if TYPE_CHECKING:
    from index.filters import Filters
    from search.similar.batch_model import BatchAnswer


def compare_folders(
    index: Path, drafts: Sequence[str], filters: Filters, limit: int, form: Format, report: Path | None
) -> None:
    """Compare the applications in folders and files with the index and each other, and write what was asked for."""
    from search.main import EXIT_NO_HITS
    from search.render.similar_batch import render_batch
    from search.render.terminal import Style

    answer = _compare(index, [Path(one) for one in drafts], filters, limit)
    _say_notes(answer)
    if report:
        from search.render.report_file import report_content, write_report
        from search.render.similar_batch_report import batch_report

        told = report_content(
            report.suffix, lambda: batch_report(answer), lambda asked: render_batch(answer, asked, Style.of(sys.stdout))
        )
        write_report(report, told)
    write(render_batch(answer, form, Style.of(sys.stdout)))
    if not answer.found:
        raise typer.Exit(EXIT_NO_HITS)


def _compare(index: Path, paths: Sequence[Path], filters: Filters, limit: int) -> BatchAnswer:
    from platformdirs import user_state_path

    from search.pace import shown_pace
    from search.similar.batch import compare_applications
    from search.similar.batch_state import can_keep

    stages = {
        "index": say("Comparing with the index", "Verrataan hakemistoon"),
        "each_other": say("Comparing with each other", "Verrataan keskenään"),
    }
    folder = user_state_path("hankehaku") / "batches"
    states = folder if can_keep(folder) else None
    if states is None:
        _say_not_kept(folder)
    try:
        with shown_pace(sys.stderr, stages) as progress:
            return compare_applications(index, paths, filters, limit, states, progress)
    except KeyboardInterrupt:
        if states is not None:
            note = say(
                "Broken off; what was compared is kept, and the same command goes on from there.",
                "Keskeytetty; tähänastiset vertailut ovat tallessa, ja sama komento jatkaa niistä.",
            )
            typer.echo(note, err=True)
        raise


def _say_not_kept(folder: Path) -> None:
    from search.render.terminal import printable

    note = say(
        f"Nothing can be kept in {folder}: broken off, the comparison begins anew. To keep it, set XDG_STATE_HOME to a "
        "folder that you may write to.",
        f"Kansioon {folder} ei voi tallentaa: keskeytettynä vertailu alkaa alusta. Jos haluat välivaiheet talteen, "
        "anna muuttujassa XDG_STATE_HOME kansio, johon saat kirjoittaa.",
    )
    typer.echo(printable(note), err=True)


def _say_notes(answer: BatchAnswer) -> None:
    from search.render.terminal import printable

    if taken := answer.taken_over:
        note = say(f"Taken over from an earlier run: {taken}", f"Otettu aiemmasta ajosta: {taken}")
        typer.echo(f"{note}/{len(answer.applications)}", err=True)
    language = current_language()
    for _, error in answer.unreadable:
        told = f"{error.message.in_language(language)} {error.hint.in_language(language)}"
        typer.echo(printable(told), err=True)
