"""The command `verify`."""

from __future__ import annotations

import typer

from search import options
from search.commands.output import write
from search.render.formats import Format


def verify(
    index: options.IndexFolder = None, deep: options.Deep = False, form: options.OutputFormat = Format.TABLE
) -> None:
    """Check that the index is whole."""
    from index.verify import verify_index
    from search.main import EXIT_ERROR
    from search.render.integrity import render_verification
    from search.settings import index_folder

    verification = verify_index(index_folder(index), deep=deep)
    write(render_verification(verification, form))
    if not verification.whole:
        raise typer.Exit(EXIT_ERROR)
