"""The command `build`."""

from __future__ import annotations

import sys

import typer

from search import options
from search.commands.output import write


def build(
    paths: options.Sources = None,
    index: options.IndexFolder = None,
    model: options.ModelName = None,
    columns: options.ColumnsFile = None,
    device: options.ComputingDevice = "cpu",
    dry_run: options.DryRun = False,
    if_missing: options.IfMissing = False,
) -> None:
    """Build the index from folders or files."""
    from index.generation import has_index
    from search.settings import default_collection, index_folder, model_name

    folder, sources = index_folder(index), paths or [default_collection()]
    if if_missing and has_index(folder):
        return
    if dry_run:
        from index.changes import find_changes
        from search.render.reports import render_changes

        write(render_changes(find_changes(sources, folder, columns)))
        return
    from index.build import build_index
    from search.progress import shown_progress
    from search.render.reports import render_report, skipped_lines

    with shown_progress(sys.stderr) as progress:
        report = build_index(sources, folder, model_name(model), progress, columns, device)
    for line in skipped_lines(report):
        typer.echo(line, err=True)
    write(render_report(report))
