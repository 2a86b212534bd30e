"""What could come next on a line that is being typed: commands, their values, hits, words of the collection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.catalogue import Catalogue
from index.errors import QueryError
from index.filters import fold
from index.keyword_query import EXACT
from index.keywords import KeywordIndex
from search.language import current_language, say
from search.render.terminal import printable
from search.shell.commands import COMMANDS, SIGN, Command, find_command
from search.shell.narrowing import commands_set, values_of
from search.shell.session import Session

_SHORTEST_PREFIX = 2
_WORDS_SHOWN = 15
_WORDS_CONSIDERED = 60
# The word at the end of the line, behind what makes it a phrase, an exclusion or an exact word.
_LAST_WORD = re.compile(r"[^\W_][\w-]*$")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that may replace the last `replaced` characters before the cursor, and a word on what it is."""

    text: str
    replaced: int
    about: str = ""


def suggestions(before: str, session: Session) -> list[Suggestion]:
    """Return what could complete the line `before` the cursor, the likeliest first; words only of a warm index."""
    line = before.lstrip()
    if not line.startswith(SIGN):
        return list(_words(line, session.index.retriever.keywords)) if session.index.ready else []
    name, space, argument = line.removeprefix(SIGN).partition(" ")
    if not space:
        return list(_commands(name))
    try:
        return list(_arguments(find_command(name), argument.lstrip(), session))
    except QueryError:
        return []  # no such command; that is told when the line is entered


def _words(line: str, keywords: KeywordIndex) -> Iterator[Suggestion]:
    """Yield the collection's words that begin like the last one of the line, the commonest first."""
    match = _LAST_WORD.search(line)
    prefix = match[0].lower() if match else ""
    if len(prefix) < _SHORTEST_PREFIX:
        return
    found = keywords.words_beginning(prefix, _WORDS_CONSIDERED) - {prefix}
    frequency = {
        word: max(keywords.document_frequency(word), keywords.document_frequency(EXACT + word)) for word in found
    }
    for word in sorted(found, key=lambda word: (-frequency[word], word))[:_WORDS_SHOWN]:
        yield Suggestion(printable(word), len(prefix))


def _commands(name: str) -> Iterator[Suggestion]:
    """Yield the commands that begin so in the user's language, or else in the other."""
    language = current_language()
    for tongue in (language, "en" if language == "fi" else "fi"):
        names = [(one.names.in_language(tongue), one) for one in COMMANDS]
        fitting = [(text, one) for text, one in names if text.startswith(name)]
        if fitting:
            yield from (Suggestion(text, len(name), one.help.in_language(language)) for text, one in fitting)
            return


def _arguments(command: Command, argument: str, session: Session) -> Iterator[Suggestion]:
    typed = argument.removeprefix("+") if command.field else argument
    for value, about in _values(command, session):
        if fold(typed) in fold(value) if command.field else value.startswith(typed):
            yield Suggestion(value, len(typed), about)


def _values(command: Command, session: Session) -> Iterator[tuple[str, str]]:
    """Yield what a command can be given, and a word on each."""
    language = current_language()
    if command.field:
        if session.index.ready:
            yield from _filter_values(session.index.retriever.catalogue, command)
    elif command.key == "clear":
        yield from ((one.names.in_language(language), "") for one in commands_set(session.preferences.filters))
    elif command.key in ("open", "similar"):
        hits = session.hits.items()
        yield from ((str(rank), printable(f"{hit.project.project} {hit.project.title}")) for rank, hit in hits)
    elif "|" in command.argument.en:
        yield from ((value, "") for value in command.argument.in_language(language).split("|"))


def _filter_values(catalogue: Catalogue, command: Command) -> Iterator[tuple[str, str]]:
    for value, count in values_of(catalogue, command):
        yield printable(value), "" if count is None else say(f"{count} projects", f"{count} hanketta")
