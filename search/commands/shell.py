"""The command `shell`."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import typer

from search import options
from search.render.formats import Format

if TYPE_CHECKING:
    from search.shell.conversation import ReadsLines
    from search.shell.session import Session


def shell(
    index: options.IndexFolder = None,
    mode: options.SearchMode = "hybrid",
    by: options.GroupBy = "project",
    limit: options.Limit = 10,
    form: options.OutputFormat = Format.TABLE,
    explain: options.Explain = False,
) -> None:
    """Search again and again, with the index kept open."""
    from search.main import EXIT_ERROR
    from search.settings import index_folder
    from search.shell.conversation import answer_lines, converse, limited_lines
    from search.shell.session import Preferences, Session
    from search.shell.warm_index import WarmIndex

    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    warm = WarmIndex(index_folder(index), mode)
    session = Session(warm, Preferences(mode, by, limit, explain), form, repeats=on_terminal)
    try:
        if on_terminal:
            converse(session, _prompt(session))
        elif not answer_lines(session, limited_lines(sys.stdin)):
            raise typer.Exit(EXIT_ERROR)
    finally:
        warm.close()


def _prompt(session: Session) -> ReadsLines:
    if os.environ.get("TERM") == "dumb":
        from search.shell.plain_prompt import PlainPrompt

        return PlainPrompt(session)
    from search.render.terminal import Style
    from search.shell.prompt import Prompt

    return Prompt(session, coloured=Style.of(sys.stdout).coloured)
