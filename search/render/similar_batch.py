"""A batch of applications, what each is like and which pairs are suspicious, in every format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.errors import Text
from search.language import current_language, say
from search.render.formats import Format, to_csv, to_json, to_jsonl, to_markdown
from search.render.similar_json import calibration_to_json, kinship_to_json, pair_to_json
from search.render.similar_words import decimal
from search.render.terminal import Style, printable
from search.similar.batch_model import Application, BatchAnswer, Match, Reason, SuspiciousPair

_CSV_COLUMNS = (
    "application",
    "application_title",
    "kind",
    "rank",
    "project",
    "title",
    "similarity",
    "percentile",
    "draft_covered",
    "project_covered",
    "kinship",
    "copied_passages",
    "pairs",
    "suspicious",
    "terms",
)
_REASONS = {
    Reason.COPIED_TEXT: Text("copied text", "kopioitua tekstiä"),
    Reason.KINSHIP: Text("the same project, its predecessor or sequel", "sama hanke, edeltäjä tai jatko"),
    Reason.NEAR_COPY: Text("nearly the same in all", "kokonaan lähes sama"),
    Reason.UNUSUAL: Text("more alike than any two projects compared", "likempänä kuin mitkään verratut hankkeet"),
}
_INDENT = "   "
# Matches of each kind that a table shows of an application; the other formats have all.
_SHOWN = 2
_DIGITS = 4

Row = tuple[Application, Match]


def render_batch(answer: BatchAnswer, form: Format, style: Style) -> str:
    """Return a batch's answer as text, without a final newline.

    JSON is `{"suspicious": [...], "applications": [...], "unreadable": [...], "calibration": {...}, "filters": {...}}`;
    JSON lines and CSV have a row for each application and project, or other application, that it is like.
    """
    if form is Format.JSON:
        return to_json(_to_json(answer))
    suspicious = {(one.application.name, one.match.is_application, one.match.other): one for one in answer.suspicious}
    rows = [(one, match) for one in answer.applications for match in (*one.projects, *one.applications)]
    if form is Format.JSONL:
        return to_jsonl(_row_to_json(row, suspicious.get(_key(row))) for row in rows)
    if form is Format.CSV:
        return to_csv(_CSV_COLUMNS, (_csv_row(row, suspicious.get(_key(row))) for row in rows))
    return "\n\n".join(_markdown(answer) if form is Format.MARKDOWN else _table(answer, style))


def reasons_text(pair: SuspiciousPair) -> str:
    """Return in the user's language why a pair is suspicious."""
    language = current_language()
    return "; ".join(_REASONS[reason].in_language(language) for reason in pair.reasons)


def match_title(match: Match) -> str:
    """Return what a match is called."""
    name = say(f"application {match.other}", f"hakemus {match.other}") if match.is_application else match.other
    return f"{name}: {match.title}" if match.is_application and match.title else f"{name} {match.title}".strip()


def similarity_text(match: Match) -> str:
    """Return a match's similarity and how many of a hundred pairs are less alike, as people write them."""
    told = "" if match.percentile is None else f" ({int(match.percentile)}/100)"
    return decimal(match.similarity, 2) + told


def _key(row: Row) -> tuple[str, bool, str]:
    return row[0].name, row[1].is_application, row[1].other


def _csv_row(row: Row, suspicious: SuspiciousPair | None) -> dict[str, Any]:
    told = _row_to_json(row, suspicious)
    kinship, reasons = told["kinship"], told["suspicious"]
    return told | {"kinship": kinship and kinship["kind"], "suspicious": reasons}


def _row_to_json(row: Row, suspicious: SuspiciousPair | None) -> dict[str, Any]:
    application, match = row
    return {
        "application": application.name,
        "application_title": application.title,
        **_match_to_json(match),
        "suspicious": [reason.value for reason in suspicious.reasons] if suspicious else [],
    }


def _match_to_json(match: Match) -> dict[str, Any]:
    return {
        "kind": "application" if match.is_application else "project",
        "rank": match.rank,
        "project": match.other,
        "title": match.title,
        "similarity": round(match.similarity, _DIGITS),
        "percentile": None if match.percentile is None else round(match.percentile, 1),
        "draft_covered": round(match.draft_covered, _DIGITS),
        "project_covered": round(match.project_covered, _DIGITS),
        "kinship": kinship_to_json(match.kinship),
        "copied_passages": match.copied,
        "pairs": match.meeting,
        "terms": list(match.terms),
    }


def _to_json(answer: BatchAnswer) -> dict[str, Any]:
    language = current_language()
    return {
        "suspicious": [
            {
                "application": one.application.name,
                **_match_to_json(one.match),
                "reasons": [reason.value for reason in one.reasons],
                "suspicion": round(one.suspicion, _DIGITS),
                "best_pairs": [pair_to_json(pair) for pair in one.match.pairs],
            }
            for one in answer.suspicious
        ],
        "applications": [
            {
                "name": one.name,
                "title": one.title,
                "project": one.project,
                "passages": one.passages,
                "projects": [_match_to_json(match) for match in one.projects],
                "applications": [_match_to_json(match) for match in one.applications],
            }
            for one in answer.applications
        ],
        "unreadable": [
            {"name": name, "message": error.message.in_language(language)} for name, error in answer.unreadable
        ],
        "calibration": calibration_to_json(answer.calibration),
        "filters": answer.filters.active(),
    }


def _table(answer: BatchAnswer, style: Style) -> Iterator[str]:
    yield style.bold(suspicious_heading(answer))
    for number, one in enumerate(answer.suspicious, 1):
        title = f"{number}. {one.application.name} ↔ {match_title(one.match)}"
        told = f"{similarity_text(one.match)}: {reasons_text(one)}"
        yield f"{style.bold(style.wrap(printable(title)))}\n{style.wrap(printable(told), indent=_INDENT)}"
    yield style.bold(say("Applications and what each is most like", "Hakemukset ja mitä kukin eniten muistuttaa"))
    for application in answer.applications:
        matches = (*application.projects[:_SHOWN], *application.applications[:_SHOWN])
        shown = (printable(f"{similarity_text(match)} {match_title(match)}") for match in matches)
        lines = (style.wrap(text, indent=_INDENT) for text in shown)
        yield "\n".join((style.bold(style.wrap(printable(_name(application)))), *lines))


def _markdown(answer: BatchAnswer) -> Iterator[str]:
    yield f"# {suspicious_heading(answer)}"
    for one in answer.suspicious:
        told = f"{one.application.name} ↔ {match_title(one.match)}: {similarity_text(one.match)}; {reasons_text(one)}"
        yield f"- {to_markdown(told)}"
    for application in answer.applications:
        yield f"## {to_markdown(_name(application))}"
        matches = (*application.projects, *application.applications)
        yield "\n".join(f"- {to_markdown(f'{similarity_text(one)} {match_title(one)}')}" for one in matches)


def suspicious_heading(answer: BatchAnswer) -> str:
    """Return how many pairs of how many applications are suspicious."""
    pairs, count = len(answer.suspicious), len(answer.applications)
    return say(
        f"Pairs to look at: {pairs} (applications: {count})", f"Tarkastettavia pareja: {pairs} (hakemuksia: {count})"
    )


def _name(application: Application) -> str:
    return f"{application.name}: {application.title}" if application.title else application.name
