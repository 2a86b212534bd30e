"""How the commands write: results to standard output, and nothing else there."""

from __future__ import annotations

import os
import sys

import typer


def write(result: str) -> None:
    """Write a result, if there is any, to standard output; a closed pipe has had enough, which is no error."""
    try:
        if result:
            typer.echo(result)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
