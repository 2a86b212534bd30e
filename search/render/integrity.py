"""Whether index and installation are as they should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from index.damage import Damage
from index.errors import Text
from index.generation import Generation
from index.verify import CheckedGeneration, Verification
from search.doctor import Finding
from search.language import current_language, say
from search.render.formats import Format, to_csv, to_json, to_jsonl, to_markdown
from search.render.reports import date_and_time
from search.render.terminal import printable


def render_verification(verification: Verification, form: Format) -> str:
    """Return what a check of an index found: a line for each generation and damage, and the cure.

    JSON is one object; JSON lines and CSV have a row for each damage, and none for an index that is whole.
    """
    values = _verification_values(verification)
    if form is Format.JSON:
        return to_json(values)
    damages = [
        *({"generation": None, **one} for one in values["damages"]),
        *({"generation": one["generation"], **other} for one in values["generations"] for other in one["damages"]),
    ]
    if form is Format.JSONL:
        return to_jsonl(damages)
    if form is Format.CSV:
        return to_csv(("generation", "file", "reason"), damages)
    lines = [_generation_line(one) for one in verification.generations]
    lines += [f"{one['file']}: {one['reason']}" for one in damages]
    lines += values["notes"]
    lines.append(values["cure"] or (say("The index is whole.", "Hakemisto on ehjä.")))
    return _as_lines(lines, form)


def render_rollback(generation: Generation) -> str:
    """Return which generation is current now, in one line."""
    manifest = generation.manifest
    sources = ", ".join(manifest.sources)
    return printable(
        say(
            f"Now in use: {generation.path.name}, built {date_and_time(manifest.created)}: {manifest.documents} "
            f"documents, {manifest.chunks} passages from {sources}",
            f"Nyt käytössä: {generation.path.name}, rakennettu {date_and_time(manifest.created)}: "
            f"{manifest.documents} asiakirjaa, {manifest.chunks} tekstikohtaa, lähde {sources}",
        )
    )


def render_examination(findings: Sequence[Finding], form: Format) -> str:
    """Return what the doctor found: a line or a row for each thing that was looked at, with its cure."""
    rows = [
        {"check": one.check, "level": one.level, "finding": _in_language(one.text), "cure": _in_language(one.cure)}
        for one in findings
    ]
    if form is Format.JSON:
        return to_json({"sound": all(one.level != "bad" for one in findings), "checks": rows})
    if form is Format.JSONL:
        return to_jsonl(rows)
    if form is Format.CSV:
        return to_csv(("check", "level", "finding", "cure"), rows)
    return _as_lines([_examination_line(one) for one in rows], form)


def _verification_values(verification: Verification) -> dict[str, Any]:
    return {
        "index": str(verification.index),
        "whole": verification.whole,
        "deep": verification.deep,
        "damages": [_damage_values(one) for one in verification.pointer],
        "generations": [
            {
                "generation": one.path.name,
                "current": one.current,
                "created": one.manifest.created if one.manifest else None,
                "documents": one.manifest.documents if one.manifest else None,
                "passages": one.manifest.chunks if one.manifest else None,
                "damages": [_damage_values(damage) for damage in one.damages],
            }
            for one in verification.generations
        ],
        "notes": [_in_language(note) for note in verification.notes],
        "cure": _in_language(verification.cure),
    }


def _damage_values(damage: Damage) -> dict[str, str | None]:
    return {"file": str(damage.file), "reason": _in_language(damage.reason)}


def _generation_line(one: CheckedGeneration) -> str:
    state = say("damaged", "vioittunut") if one.damages else say("whole", "ehjä")
    in_use = say(" (in use)", " (käytössä)") if one.current else ""
    if one.manifest is None:
        return f"{one.path.name}{in_use}: {state}"
    built, documents, passages = date_and_time(one.manifest.created), one.manifest.documents, one.manifest.chunks
    return say(
        f"{one.path.name}{in_use}: {state}; built {built}, {documents} documents, {passages} passages",
        f"{one.path.name}{in_use}: {state}; rakennettu {built}, {documents} asiakirjaa, {passages} tekstikohtaa",
    )


def _examination_line(row: Mapping[str, str | None]) -> str:
    label = {"ok": say("ok", "kunnossa"), "warn": say("WARNING", "HUOMIO"), "bad": say("BAD", "VIKA")}
    line = f"{label[row['level'] or 'bad']}: {row['finding']}"
    return f"{line} {row['cure']}" if row["cure"] else line


def _as_lines(lines: Sequence[str], form: Format) -> str:
    if form is Format.MARKDOWN:
        return "\n".join(f"- {to_markdown(line)}" for line in lines)
    return "\n".join(printable(line) for line in lines)


def _in_language(text: Text | None) -> str | None:
    return text.in_language(current_language()) if text else None
