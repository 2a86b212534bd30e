"""The passages of an index as an evaluation sees them, and what a ranking of them says of sections and projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.catalogue import Catalogue
from index.chunking import embedding_text
from search.evaluation.judgements import Unit


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with its project and section; `full_text` is what the model embeds, `text` what a user reads."""

    project: str
    section: str
    text: str
    full_text: str


def read_passages(catalogue: Catalogue) -> list[Passage]:
    """Return all passages of an index; a passage's place is its chunk id."""
    chunks = catalogue.chunks(range(catalogue.count("chunks")))
    projects = catalogue.projects(stored.document for stored in chunks.values())
    return [
        Passage(projects[one.document].project, one.chunk.section, one.chunk.text, embedding_text(one.chunk))
        for _, one in sorted(chunks.items())
    ]


def judged_units(ranking: Iterable[Passage], grades: Mapping[Unit, int]) -> list[Unit]:
    """Return what judgements grade, in the order of its best passages.

    Each passage stands for its section where the judgements name it, else for its project where they name that, and
    else for either, as all the judgements of this query do.
    """
    by_section = any(section for _, section in grades)

    def unit(passage: Passage) -> Unit:
        section, project = (passage.project, passage.section), (passage.project, "")
        if section in grades or (by_section and project not in grades):
            return section
        return project

    return list(dict.fromkeys(unit(passage) for passage in ranking))
