"""What is told beside the hits: how a query was understood, and what to do where nothing was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import ModelError
from search.language import current_language, say
from search.query import Query, asks_exactly
from search.render.terminal import printable

if TYPE_CHECKING:
    from search.similar.model import DraftAnswer


def understanding_notes(query: Query, *, found: bool) -> list[str]:
    """Return what is to be said of an interpreted query: exclusions, hyphens in names and corrections.

    Where something was `found`, the missing words, too.
    """
    # Said because it is easily meant otherwise: in Finnish, "take away -piste" is one word.
    notes = []
    for phrase in query.keywords.excluded:
        left_out = printable(" ".join(word.token.text for word in phrase))
        notes.append(say(f"Without passages that say: {left_out}", f"Ilman kohtia, joissa on: {left_out}"))
    notes += [
        say(
            f'Read as part of a name: -{word}. To leave that word out: -"{word}"',
            f'Luettiin nimen osana: -{word}. Sanan jätät pois näin: -"{word}"',
        )
        for word in map(printable, query.joined)
    ]
    for one in query.corrections:
        given, suggestion = printable(one.given), printable(one.suggestion)
        exact = " ".join(f"={word}" for word in given.split())
        note = say(f"Searched for {suggestion}, not {given}.", f"Haettiin: {suggestion} (kirjoitit: {given}).")
        notes.append(note + say(f" For exactly that word: {exact}", f" Juuri sitä sanaa haet näin: {exact}"))
    if found and query.missing:
        missing = printable(", ".join(dict.fromkeys(query.missing)))
        notes.append(say(f"In no passage: {missing}", f"Ei missään kohdassa: {missing}"))
    return notes


def no_hits_notes(given: str, *, filtered: bool) -> list[str]:
    """Return what to say when a query as typed has no hits, with or without filters."""
    shown = printable(given.strip())
    advice = say("Check the spelling, or try other words.", "Tarkista kirjoitusasu tai kokeile muita sanoja.")
    if asks_exactly(given):
        advice += say(
            " Quotation marks and = look in passages alone: leave them out to find a project by its name.",
            " Lainausmerkit ja = hakevat vain kohdista: jätä ne pois, kun haet hanketta nimellä.",
        )
    if filtered:
        advice += say(" Fewer filters may help, too.", " Myös rajausten poistaminen voi auttaa.")
    return [say(f"No hits: {shown}", f"Ei osumia: {shown}"), advice]


def draft_notes(answer: DraftAnswer) -> list[str]:
    """Return what is to be said of a draft's answer beside the projects, each line under the draft's name."""
    told = [note.text.in_language(current_language()) for note in answer.notes]
    if not answer.found:
        nothing = say("no project is like it", "mikään hanke ei ole sen kaltainen")
        filtered = say("; fewer filters may help", "; rajausten poistaminen voi auttaa")
        told.append(f"{nothing}{filtered if answer.filters.active() else ''}.")
    return [printable(f"{answer.draft.name}: {one}") for one in told]


def words_alone_note(error: ModelError) -> str:
    """Return what to say when a model is missing and the words of a query alone are searched."""
    language = current_language()
    why = f"{error.message.in_language(language)} {error.hint.in_language(language)}"
    return printable(say(f"Searched by words alone: {why}", f"Haettiin vain sanojen mukaan: {why}"))
