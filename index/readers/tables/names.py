"""Give each project of a table a name of its own."""

from __future__ import annotations

from itertools import count

from index.model import Document


class Names:
    """The names of a file's projects so far."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._texts: dict[str, set[str]] = {}

    def add(self, document: Document, otherwise: str) -> str | None:
        """Return the project's name, or None when an earlier one has its code, or else its name and its text.

        The name is the code, or else the title, or `otherwise`; a number tells projects of one title apart.
        """
        facts = document.facts
        name = facts.code or facts.title or otherwise
        texts = self._texts.setdefault(name.casefold(), set())
        if document.text in texts or (facts.code and name.casefold() in self._taken):
            return None
        texts.add(document.text)
        numbered = (f"{name} ({number})" for number in count(len(texts)))
        while name.casefold() in self._taken:
            name = next(numbered)
        self._taken.add(name.casefold())
        return name
