"""Sessions over the invented collection."""

from __future__ import annotations

from pathlib import Path

from search.render.formats import Format
from search.render.terminal import Style
from search.shell.session import Answer, Preferences, Session
from search.shell.warm_index import WarmIndex

STYLE = Style(width=100, coloured=False)


def session_over(index: Path, preferences: Preferences | None = None, *, repeats: bool = True) -> Session:
    """Return a session that ranks by words alone, which is quick, unless told otherwise."""
    wished = preferences or Preferences(mode="keyword", limit=2)
    return Session(WarmIndex(index, wished.mode), wished, Format.TABLE, repeats=repeats)


def told(session: Session, *lines: str) -> Answer:
    """Return the answer to the last of these lines."""
    return [session.answer(line, STYLE) for line in lines][-1]
