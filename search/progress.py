"""A build's progress, in one line that changes in place; shown on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from index.build import Progress
from search.language import say


@contextmanager
def shown_progress(stream: IO[str]) -> Iterator[Progress]:
    """Yield a Progress that shows stage and share on `stream` while the block runs."""
    names = {
        "read": say("Reading documents", "Luetaan asiakirjoja"),
        "analyse": say("Analysing Finnish", "Analysoidaan suomea"),
        "embed": say("Embedding passages", "Lasketaan merkitysvektoreita"),
        "store": say("Storing the index", "Tallennetaan hakemistoa"),
    }

    def show(stage: str, done: int, total: int) -> None:
        if stream.isatty():
            stream.write(f"\r\x1b[K{names[stage]} {done}/{total}")
            stream.flush()

    try:
        yield show
    finally:
        if stream.isatty():
            stream.write("\r\x1b[K")
            stream.flush()
