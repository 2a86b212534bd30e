"""A session on a terminal, or over lines from a pipe: results to standard output, notes to standard error."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol, TextIO

import typer

from index.limits import LONGEST_QUERY
from search.commands.output import write
from search.language import say
from search.render.formats import Format
from search.render.terminal import Style
from search.shell.pager import pager_command, show_in_pager
from search.shell.session import Answer, Session


class ReadsLines(Protocol):
    """Anything that gives the user's next line."""

    def read_line(self) -> str:
        """Return the next line; raise KeyboardInterrupt where it was dropped, and EOFError after the last."""


def converse(session: Session, prompt: ReadsLines) -> None:
    """Answer the user's lines until the last; Ctrl-C drops a line, or the search for it."""
    typer.echo(greeting(session), err=True)
    while True:
        try:
            answer = session.answer(prompt.read_line(), Style.of(sys.stdout))
            _show(answer, session.form)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if answer.quit:
            return


def answer_lines(session: Session, lines: Iterable[str]) -> bool:
    """Answer one line after another, and tell whether all could be answered.

    The hits are one table of CSV: its header comes again only behind what is no hits of a query, as of `:similar`.
    """
    all_answered = True
    header = ""
    for number, line in enumerate(lines, 1):
        answer = session.answer(line, Style.of(sys.stdout))
        if answer.failed:
            all_answered = False
            typer.echo(say(f"Line {number}: ", f"Rivi {number}: ") + answer.note, err=True)
        elif answer.note:
            typer.echo(answer.note, err=True)
        text = answer.text
        if session.form is Format.CSV and text:
            text, header = _without_header(text, header) if answer.hits else (text, "")
        _write(text, session.form)
        if answer.quit:
            break
    return all_answered


def limited_lines(stream: TextIO) -> Iterator[str]:
    """Yield the lines of a stream; of one that is longer than a query may be, as much as tells that it is."""
    longest = LONGEST_QUERY + 2  # a character too many, and the end of the line
    while line := stream.readline(longest):
        yield line
        while len(line) == longest and not line.endswith("\n"):
            line = stream.readline(longest)


def greeting(session: Session) -> str:
    """Return a line on the index, and how to get help."""
    manifest = session.index.manifest
    built = datetime.fromisoformat(manifest.created).astimezone()
    date = f"{built.day}.{built.month}.{built.year}"
    return say(
        f"{manifest.documents} projects, {manifest.chunks} passages, built {date}. :help tells how to ask.",
        f"{manifest.documents} hanketta, {manifest.chunks} tekstikohtaa, rakennettu {date}. :ohje neuvoo.",
    )


def _without_header(table: str, header: str) -> tuple[str, str]:
    """Return a CSV table without its header where that is `header`, which stands above already, and its header."""
    own, _, rows = table.partition("\n")
    return (rows if own == header else table), own


def _show(answer: Answer, form: Format) -> None:
    if answer.note:
        typer.echo(answer.note, err=True)
    screen = shutil.get_terminal_size().lines
    pager = pager_command() if answer.long and answer.text.count("\n") + 1 >= screen else None
    if pager:
        show_in_pager(answer.text, pager)
    else:
        _write(answer.text, form)


def _write(text: str, form: Format) -> None:
    """Write an answer, with an empty line behind one that is for reading."""
    write(text + "\n" if text and form in (Format.TABLE, Format.MARKDOWN) else text)
