"""One project, whole: its facts and its sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from index.catalogue import StoredProject
from index.facts_json import facts_to_json
from search.language import current_language
from search.render.fact_labels import fact_lines
from search.render.formats import Format, to_csv, to_json, to_jsonl, to_markdown
from search.render.terminal import Style, printable


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section with its text."""

    number: str
    heading: str
    text: str


def render_project(
    project: StoredProject, sections: Sequence[ShownSection], form: Format, style: Style, *, with_facts: bool = True
) -> str:
    """Return a project with the given sections as text, without a final newline.

    `with_facts` tells whether a table or Markdown shows the facts; JSON always does, and CSV has rows of sections.
    """
    if form is Format.JSON:
        return to_json(_project_json(project, sections))
    if form is Format.JSONL:
        return to_jsonl([_project_json(project, sections)])
    if form is Format.CSV:
        rows = ({"project": project.project, **_section_json(section)} for section in sections)
        return to_csv(("project", "section", "heading", "text"), rows)
    if form is Format.MARKDOWN:
        return "\n\n".join(_markdown(project, sections, with_facts))
    return "\n\n".join(_table(project, sections, style, with_facts))


def _project_json(project: StoredProject, sections: Sequence[ShownSection]) -> dict[str, Any]:
    return {
        "project": project.project,
        "title": project.title,
        "source": project.source,
        "facts": facts_to_json(project.facts),
        "sections": [_section_json(section) for section in sections],
    }


def _section_json(section: ShownSection) -> dict[str, str]:
    return {"section": section.number, "heading": section.heading, "text": section.text}


def _table(project: StoredProject, sections: Sequence[ShownSection], style: Style, with_facts: bool) -> Iterator[str]:
    yield style.bold(style.wrap(printable(f"{project.project} {project.title}")))
    facts = fact_lines(project.facts, current_language())
    if facts and with_facts:
        yield "\n".join(style.wrap(printable(f"{label}: {value}"), indent="   ") for label, value in facts)
    for section in sections:
        heading = style.bold(style.wrap(printable(f"{section.number} {section.heading}")))
        lines = (style.wrap(printable(line), indent="   ") for line in section.text.splitlines() if line.strip())
        yield "\n".join((heading, *lines))


def _markdown(project: StoredProject, sections: Sequence[ShownSection], with_facts: bool) -> Iterator[str]:
    yield f"# {to_markdown(f'{project.project} {project.title}')}"
    facts = fact_lines(project.facts, current_language())
    if facts and with_facts:
        yield "\n".join(f"- {label}: {to_markdown(value)}" for label, value in facts)
    for section in sections:
        yield f"## {to_markdown(f'{section.number} {section.heading}')}"
        yield from (to_markdown(line) for line in section.text.splitlines() if line.strip())
