"""A build's progress with its rate and the time that is left, in one line that changes in place; on a terminal only."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from index.build import Progress
from search.language import say
from search.pace import shown_pace


@contextmanager
def shown_progress(stream: IO[str], clock: Callable[[], float] = time.monotonic) -> Iterator[Progress]:
    """Yield a Progress that shows stage, share, rate and time left on `stream` while the block runs."""
    names = {
        "read": say("Reading documents", "Luetaan asiakirjoja"),
        "analyse": say("Analysing Finnish", "Analysoidaan suomea"),
        "embed": say("Embedding passages", "Lasketaan merkitysvektoreita"),
        "store": say("Storing the index", "Tallennetaan hakemistoa"),
    }
    # The first report of a stage comes late: the model is loaded before the first passages are embedded.
    begun: dict[str, int] = {}
    with shown_pace(stream, names, clock) as show:
        yield lambda stage, done, total: show(stage, done, total, begun.setdefault(stage, done))
