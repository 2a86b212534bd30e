"""What a build did, and what the installation's state is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from index.errors import HankehakuError, Text
from index.generation import KeptGeneration
from search.language import current_language, say
from search.render.formats import Format, to_csv, to_json, to_jsonl, to_markdown
from search.render.terminal import printable
from search.status import Status

if TYPE_CHECKING:
    from index.build import BuildReport
    from index.changes import Changes

_STATUS_LABELS = {
    "index": Text("Index", "Hakemisto"),
    "index_from": Text("Index set by", "Hakemiston asetus"),
    "generation": Text("Generation", "Sukupolvi"),
    "created": Text("Built", "Rakennettu"),
    "documents": Text("Documents", "Asiakirjoja"),
    "passages": Text("Passages", "Tekstikohtia"),
    "other_generations": Text("Kept besides", "Lisäksi säilytetty"),
    "sources": Text("Source", "Lähde"),
    "model": Text("Model", "Malli"),
    "queries_encoded_by": Text("Queries encoded by", "Hakujen vektorit laskee"),
    "index_analyser": Text("Analyser of the index", "Hakemiston analysoija"),
    "index_word_vectors": Text("Vectors of words", "Sanojen vektorit"),
    "analyser": Text("Analyser in use", "Analysoija nyt"),
    "dictionaries": Text("Dictionary into Finnish", "Sanakirja suomeen"),
    "model_for_builds": Text("Model for builds", "Malli rakennettaessa"),
    "model_for_builds_from": Text("Model set by", "Mallin asetus"),
    "problems": Text("Problem", "Ongelma"),
}

_LANGUAGES = {"en": Text("English", "englanti"), "sv": Text("Swedish", "ruotsi")}


def render_report(report: BuildReport) -> str:
    """Return a build's summary in one line."""
    manifest = report.generation.manifest
    skipped = len(report.skipped)
    return say(
        f"Indexed {manifest.documents} documents as {manifest.chunks} passages ({report.embedded} embedded anew) "
        f"in {report.seconds:.1f} s; {skipped} skipped: {report.generation.path}",
        f"Hakemistossa {manifest.documents} asiakirjaa ja {manifest.chunks} tekstikohtaa ({report.embedded} uutta "
        f"vektoria), {report.seconds:.1f} s; ohitettu {skipped}: {report.generation.path}",
    )


def render_changes(changes: Changes) -> str:
    """Return what a build would change: a line for each file that isn't as it was, and a summary."""
    labels = {
        "new": say("New", "Uusi"),
        "changed": say("Changed", "Muuttunut"),
        "removed": say("Removed", "Poistunut"),
    }
    lines = [f"{label}: {path}" for name, label in labels.items() for path in getattr(changes, name)]
    for path, error in changes.unreadable:
        reason = error.message.in_language(current_language())
        lines.append(say(f"Can't be read: {path}: {reason}", f"Ei voi lukea: {path}: {reason}"))
    lines += map(_note, changes.notes)
    new, changed, removed = len(changes.new), len(changes.changed), len(changes.removed)
    same, unreadable = len(changes.unchanged), len(changes.unreadable)
    lines.append(
        say(
            f"Files: {new} new, {changed} changed, {removed} removed, {same} unchanged, {unreadable} unreadable; "
            "nothing was written.",
            f"Tiedostoja: uusia {new}, muuttuneita {changed}, poistuneita {removed}, ennallaan {same}, "
            f"lukukelvottomia {unreadable}; mitään ei kirjoitettu.",
        )
    )
    return "\n".join(printable(line.replace("\n", " ")) for line in lines)


def skipped_lines(report: BuildReport) -> Iterator[str]:
    """Yield a line for each document that is not in the index, with the reason and the cure, then the notes."""
    for path, error in report.skipped:
        message = error.message.in_language(current_language())
        hint = error.hint.in_language(current_language())
        label = say("Skipped", "Ohitettu")
        yield printable(f"{label} {path}: {message} {hint}")
    yield from map(_note, report.notes)


def _note(note: HankehakuError) -> str:
    message, hint = (one.in_language(current_language()) for one in (note.message, note.hint))
    return printable(say(f"Note: {message} {hint}", f"Huomaa: {message} {hint}"))


def render_status(status: Status, form: Format) -> str:
    """Return the state of the installation: a line for each thing in words, or one object with stable keys."""
    values = _status_values(status)
    if form is Format.JSON:
        return to_json(values)
    if form is Format.JSONL:
        return to_jsonl([values])
    if form is Format.CSV:
        return to_csv(list(values), [values])
    lines = _status_lines(values)
    if form is Format.MARKDOWN:
        return "\n".join(f"- {label}: {to_markdown(value)}" for label, value in lines)
    return "\n".join(f"{label}: {printable(value)}" for label, value in lines)


def _status_values(status: Status) -> dict[str, Any]:
    values: dict[str, Any] = {"index": status.index.value, "index_from": status.index.origin}
    if status.generation:
        manifest = status.generation.manifest
        values |= {
            "generation": status.generation.path.name,
            "created": manifest.created,
            "documents": manifest.documents,
            "passages": manifest.chunks,
            "sources": list(manifest.sources),
            "model": f"{manifest.model.get('name')} ({str(manifest.model.get('sha256'))[:12]})",
            "queries_encoded_by": "numpy" if manifest.numpy_query_encoder else "sentence-transformers",
            "index_analyser": manifest.analyser,
            "index_word_vectors": manifest.word_table,
        }
    language = current_language()
    return values | {
        "other_generations": [_kept_values(one) for one in status.others],
        "analyser": status.analyser,
        "dictionaries": list(status.dictionaries),
        "model_for_builds": status.model.value,
        "model_for_builds_from": status.model.origin,
        "problems": [
            f"{one.message.in_language(language)} {one.hint.in_language(language)}" for one in status.problems
        ],
    }


def _kept_values(kept: KeptGeneration) -> dict[str, Any]:
    """Return what is known of a generation that isn't in use; a damaged one has nothing but its name."""
    values: dict[str, Any] = {"generation": kept.path.name, "whole": kept.manifest is not None}
    if kept.manifest is not None:
        values |= {"created": kept.manifest.created, "documents": kept.manifest.documents}
    return values


def _kept_line(values: dict[str, Any]) -> str:
    if not values["whole"]:
        return f"{values['generation']}, {say('damaged', 'vioittunut')}"
    built, count = date_and_time(values["created"]), values["documents"]
    return f"{values['generation']}, {built}, {say(f'{count} documents', f'{count} asiakirjaa')}"


def date_and_time(created: str) -> str:
    """Return a manifest's time of creation as the user writes times, in the local zone."""
    built = datetime.fromisoformat(created).astimezone()
    return say(f"{built:%Y-%m-%d %H:%M}", f"{built.day}.{built.month}.{built.year} klo {built.hour}.{built:%M}")


def _status_lines(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield label and value of each line, in the user's language."""
    for key, label in _STATUS_LABELS.items():
        value = values.get(key)
        if key == "model_for_builds":
            value = value or say("the default model", "oletusmalli")
        if key == "index_word_vectors" and key in values:
            value = value or say("none (hankehaku doctor tells the cure)", "ei ole (hankehaku tutki neuvoo)")
        if key == "dictionaries":
            value = [_LANGUAGES[one].in_language(current_language()) for one in values[key]] or _no_dictionary()
        if key.endswith("_from") and value == "default":
            value = say("default", "oletus")
        if key == "created" and value:
            value = date_and_time(value)
        if key == "other_generations":
            value = [_kept_line(one) for one in values[key]]
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                yield label.in_language(current_language()), str(one)


def _no_dictionary() -> str:
    packages = "apt install dict-freedict-eng-fin dict-freedict-swe-fin"
    return say(f"none (Debian, Ubuntu: {packages})", f"ei ole (Debian, Ubuntu: {packages})")
