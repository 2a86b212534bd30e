"""The command `build`."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from search import options
from search.commands.output import write


def build(
    context: typer.Context,
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
        if _is_current(folder):
            return
        if not paths:
            sources, columns, model = _built_from(context, folder)
            if not sources or not all(source.exists() for source in sources):
                return  # searches tell what to do
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


def _is_current(folder: Path) -> bool:
    """Tell whether this version opens the index and wouldn't make it with other vectors of words."""
    from index.errors import DamagedIndexError, IndexMismatchError, IndexMissingError
    from index.finnish import analyser_version
    from index.generation import current_generation
    from index.word_table import WordTable

    try:
        manifest = current_generation(folder).manifest
    except (DamagedIndexError, IndexMismatchError, IndexMissingError):
        return False
    table = WordTable.find()
    return manifest.analyser == analyser_version() and (table is None or manifest.word_table == table.name)


def _built_from(context: typer.Context, folder: Path) -> tuple[list[Path], Path | None, str | None]:
    """Return the sources, columns and model that an index was built with, whatever version built it."""
    from index.damage import build_arguments_of

    with context.command.make_context(context.info_name, list(build_arguments_of(folder))) as told:
        paths, columns, model = (told.params[name] for name in ("paths", "columns", "model"))
    return [Path(path) for path in paths or ()], columns and Path(columns), model
