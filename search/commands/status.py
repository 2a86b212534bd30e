"""The command `status`."""

from __future__ import annotations

from search import options
from search.commands.output import write
from search.render.formats import Format


def status(index: options.IndexFolder = None, form: options.OutputFormat = Format.TABLE) -> None:
    """Tell which index, model and analyser are in use."""
    from search.render.reports import render_status
    from search.settings import index_setting, model_setting
    from search.status import read_status

    write(render_status(read_status(index_setting(index), model_setting(None)), form))
