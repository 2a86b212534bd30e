"""Lines from the keyboard, with history and completion: what prompt_toolkit makes of a session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_state_path
from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.output import ColorDepth

from search.shell.commands import SIGN
from search.shell.completion import suggestions
from search.shell.plain_prompt import label
from search.shell.session import Session


class Prompt:
    """Read lines for a session; `coloured` is False where colours aren't wanted."""

    def __init__(self, session: Session, *, coloured: bool) -> None:
        self._session = session
        self._reader: PromptSession[str] = PromptSession(
            history=open_history(user_state_path("hankehaku") / "history"),
            completer=_SessionCompleter(session),
            # A menu that opens by itself helps with commands, and gets in the way of free text.
            complete_while_typing=Condition(lambda: get_app().current_buffer.text.lstrip().startswith(SIGN)),
            color_depth=None if coloured else ColorDepth.DEPTH_1_BIT,
            enable_suspend=True,
        )

    def read_line(self) -> str:
        """Return the next line; raises KeyboardInterrupt on Ctrl-C and EOFError on Ctrl-D."""
        return self._reader.prompt(label(self._session))


class _SessionCompleter(Completer):
    """Hand the suggestions of a session to prompt_toolkit."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Yield what could complete the text before the cursor."""
        for one in suggestions(document.text_before_cursor, self._session):
            yield Completion(one.text, -one.replaced, display_meta=one.about)


def open_history(path: Path) -> History:
    """Return the history kept in `path`, readable by its owner alone; where it can't be written, one in memory."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.fchmod(descriptor, 0o600)
        finally:
            os.close(descriptor)
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)
