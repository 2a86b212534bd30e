"""What a prompt says, and one for terminals that can do no more than take a line."""

from __future__ import annotations

from search.shell.narrowing import described
from search.shell.session import Session


class PlainPrompt:
    """Read lines for a session without moving the cursor: no completion, no history."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def read_line(self) -> str:
        """Return the next line; raises KeyboardInterrupt on Ctrl-C and EOFError on Ctrl-D."""
        return input(label(self._session))


def label(session: Session) -> str:
    """Return what stands before the line: the filters that are set, so that none is forgotten."""
    filters = described(session.preferences.filters)
    return f"hankehaku [{' · '.join(filters)}]> " if filters else "hankehaku> "
