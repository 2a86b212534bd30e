"""Look a project up by its code."""

from __future__ import annotations

from pathlib import Path

from index.catalogue import Catalogue, StoredProject
from index.errors import QueryError, Text
from index.filters import in_sections
from index.generation import CATALOGUE, current_generation
from search.render.project import ShownSection


def read_project(index: Path, code: str, section: str | None) -> tuple[StoredProject, list[ShownSection]]:
    """Return a project with its sections that have text: all of them, or `section` and those below it.

    Raises QueryError when there is no such project or section.
    """
    catalogue = Catalogue(current_generation(index).path / CATALOGUE)
    try:
        project = catalogue.find_project(code)
        if project is None:
            raise _no_project(code, catalogue.similar_codes(code))
        text = catalogue.document_text(project.id)
        sections = [
            ShownSection(stored.number, stored.heading, body)
            for stored in catalogue.sections(project.id)
            if (body := text[stored.start : stored.end].strip())
        ]
    finally:
        catalogue.close()
    wanted = (section.rstrip("."),) if section else ()
    shown = [one for one in sections if in_sections(one.number, wanted)]
    if not shown and section:
        raise _no_section(project.project, section, [one.number for one in sections])
    return project, shown


def _no_project(code: str, similar: list[str]) -> QueryError:
    return QueryError(
        Text(en=f"There is no project {code} in the index.", fi=f"Hakemistossa ei ole hanketta {code}."),
        Text(
            en=f"Did you mean {', '.join(similar)}?" if similar else "Find it by its words: hankehaku search WORDS",
            fi=f"Tarkoititko: {', '.join(similar)}?" if similar else "Etsi sanoilla: hankehaku hae SANOJA",
        ),
    )


def _no_section(project: str, section: str, numbers: list[str]) -> QueryError:
    known = ", ".join(numbers)
    return QueryError(
        Text(
            en=f"Project {project} has no text in section {section}.",
            fi=f"Hankkeella {project} ei ole tekstiä kohdassa {section}.",
        ),
        Text(en=f"Its sections: {known}", fi=f"Sen kohdat: {known}"),
    )
