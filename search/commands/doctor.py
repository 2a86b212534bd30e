"""The command `doctor`."""

from __future__ import annotations

import typer

from search import options
from search.commands.output import write
from search.render.formats import Format


def doctor(index: options.IndexFolder = None, form: options.OutputFormat = Format.TABLE) -> None:
    """Examine the installation."""
    from search.doctor import examine
    from search.main import EXIT_ERROR
    from search.render.integrity import render_examination
    from search.settings import index_setting, model_setting

    findings = examine(index_setting(index), model_setting(None))
    write(render_examination(findings, form))
    if any(finding.level == "bad" for finding in findings):
        raise typer.Exit(EXIT_ERROR)
