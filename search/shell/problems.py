"""What can be wrong with a command of the prompt, and what to write instead."""

from __future__ import annotations

from index.errors import QueryError, Text
from search.shell.commands import Command


def no_such_hit(number: str, shown: int) -> QueryError:
    """Return the error for a number that is no hit's, of `shown` hits."""
    if not shown:
        hint = Text(en="Search first, or write a project's code.", fi="Hae ensin, tai kirjoita hankekoodi.")
    else:
        hint = Text(en=f"The hits are 1-{shown}.", fi=f"Osumat ovat 1–{shown}.")
    return QueryError(Text(en=f"There is no hit {number}.", fi=f"Osumaa {number} ei ole."), hint)


def nothing_to_open() -> QueryError:
    """Return the error for opening nothing."""
    return QueryError(
        Text(en="Which hit shall be opened?", fi="Mikä osuma avataan?"),
        Text(en="Write :open 3, :open 3 9 or :open S21620.", fi="Kirjoita :avaa 3, :avaa 3 9 tai :avaa S21620."),
    )


def nothing_to_compare() -> QueryError:
    """Return the error for the likes of nothing."""
    return QueryError(
        Text(en="What shall be compared?", fi="Mitä verrataan?"),
        Text(
            en="Write :similar draft.docx, :similar 3 or :similar S21620.",
            fi="Kirjoita :samankaltaiset luonnos.docx, :samankaltaiset 3 tai :samankaltaiset S21620.",
        ),
    )


def nothing_asked() -> QueryError:
    """Return the error for wanting more of nothing."""
    return QueryError(
        Text(en="Nothing has been searched for yet.", fi="Vielä ei ole haettu mitään."),
        Text(en="Type what you look for.", fi="Kirjoita, mitä etsit."),
    )


def no_such_choice(command: Command, value: str) -> QueryError:
    """Return the error for a value that a command with fixed values doesn't take."""
    return QueryError(
        Text(en=f"{command.shown} can't be “{value}”.", fi=f"{command.shown} ei voi olla ”{value}”."),
        Text(
            en=f"Choose one: {command.argument.en.replace('|', ', ')}",
            fi=f"Valitse jokin: {command.argument.fi.replace('|', ', ')}",
        ),
    )


def no_such_limit(value: str, most: int) -> QueryError:
    """Return the error for a number of hits that can't be shown."""
    return QueryError(
        Text(en=f"“{value}” is no number of hits.", fi=f"”{value}” ei ole osumien määrä."),
        Text(en=f"Write :limit 10; at most {most}.", fi=f"Kirjoita :määrä 10; enintään {most}."),
    )


def value_wanted(command: Command) -> QueryError:
    """Return the error for a filter without a value where there are none to list."""
    return QueryError(
        Text(en=f"{command.shown} takes a value.", fi=f"{command.shown} tarvitsee arvon."),
        Text(
            en=f"Write {command.shown} {command.argument.en}",
            fi=f"Kirjoita {command.shown} {command.argument.fi}",
        ),
    )


def no_filter(command: Command) -> QueryError:
    """Return the error for clearing what is no filter."""
    return QueryError(
        Text(en=f"{command.shown} is no filter.", fi=f"{command.shown} ei ole rajaus."),
        Text(en="Write :clear, or :clear region.", fi="Kirjoita :tyhjennä tai :tyhjennä maakunta."),
    )
