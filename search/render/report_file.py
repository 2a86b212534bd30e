"""Write a report into a file: of a form that its suffix names, whole or not at all, and never over a draft."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

from index.durable import sync
from index.errors import SettingsError, Text
from search.render.formats import Format
from search.render.report import Report

_FORMATS = {".md": Format.MARKDOWN, ".csv": Format.CSV, ".json": Format.JSON}
SUFFIXES = (".html", ".docx", *_FORMATS)


def check_report(report: Path, drafts: Iterable[Path]) -> None:
    """Raise SettingsError where no report can be written to `report`: call it before any work is done.

    It may be none of the `drafts`, nor lie in a folder of theirs, where the next run would read it as one.
    """
    if report.suffix.casefold() not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise SettingsError(
            Text(
                f"No report can be written as {report.name}: the known forms are {known}.",
                f"Raporttia ei voi kirjoittaa tiedostoon {report.name}: tunnetut muodot ovat {known}.",
            ),
            Text("Give for instance: --report report.html", "Anna esimerkiksi: --report raportti.html"),
        )
    if _is_device(report):
        raise SettingsError(
            Text(f"{report} is a device or a pipe, and no file.", f"{report} on laite tai putki eikä tiedosto."),
            Text("Choose a file: --report report.html", "Valitse tiedosto: --report raportti.html"),
        )
    folder = report.absolute().parent
    if not _can_be_written(report, folder):
        raise SettingsError(
            Text(f"The report {report} can't be written there.", f"Raporttia {report} ei voi kirjoittaa sinne."),
            Text(
                f"Choose a file in a folder that exists and that you may write to, or make it: mkdir -p '{folder}'",
                f"Valitse olemassa oleva kansio, johon saat kirjoittaa, tai luo se: mkdir -p '{folder}'",
            ),
        )
    for draft in drafts:
        if _touches(report.resolve(), draft):
            raise SettingsError(
                Text(
                    f"The report {report} would be written over the draft or among the drafts.",
                    f"Raportti {report} kirjoitettaisiin luonnoksen päälle tai luonnosten joukkoon.",
                ),
                Text("Choose another file or folder for it.", "Valitse sille toinen tiedosto tai kansio."),
            )


def _is_device(report: Path) -> bool:
    """Tell whether `report` is what a file would take the place of: a device, a pipe or a socket."""
    try:
        return report.exists() and not report.is_file() and not report.is_dir()
    except (OSError, RuntimeError, ValueError):
        return False


def _can_be_written(report: Path, folder: Path) -> bool:
    try:
        report.resolve()
        return not report.is_dir() and folder.is_dir() and os.access(folder, os.W_OK)
    except (OSError, RuntimeError, ValueError):  # too long, links in a circle, a zero byte
        return False


def report_content(suffix: str, told: Callable[[], Report], rendered: Callable[[Format], str]) -> bytes:
    """Return the bytes of a report file: `told` as a page or a document, else as `rendered` in another form."""
    suffix = suffix.casefold()
    if suffix == ".html":
        from search.render.similar_html import to_html

        return to_html(told()).encode()
    if suffix == ".docx":
        from search.render.similar_docx import to_docx

        return to_docx(told())
    # Spreadsheets take a CSV file for UTF-8 by its byte order mark.
    encoding = "utf-8-sig" if suffix == ".csv" else "utf-8"
    return f"{rendered(_FORMATS[suffix])}\n".encode(encoding, errors="replace")


def write_report(report: Path, content: bytes) -> None:
    """Write `content` in the place of what may be in the file `report`: all of it or, on any failure, none.

    Raises OSError.
    """
    target = report.resolve()
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        unfinished.write_bytes(content)
        sync(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _touches(report: Path, draft: Path) -> bool:
    try:
        draft = draft.resolve()
        if draft.is_dir():
            return report.is_relative_to(draft)
        return report == draft or (report.exists() and draft.exists() and report.samefile(draft))
    except (OSError, RuntimeError, ValueError):
        return False  # no path of any draft
