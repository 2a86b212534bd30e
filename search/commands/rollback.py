"""The command `rollback`."""

from __future__ import annotations

from search import options
from search.commands.output import write


def rollback(index: options.IndexFolder = None) -> None:
    """Go back to the index that was there before the last build."""
    from index.publishing import roll_back
    from search.render.integrity import render_rollback
    from search.settings import index_folder

    write(render_rollback(roll_back(index_folder(index))))
