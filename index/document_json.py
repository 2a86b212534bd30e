"""Documents to JSON and back."""

from __future__ import annotations

from typing import Any

from index.facts_json import facts_from_json, facts_to_json
from index.model import Block, Document, Section


def document_to_json(document: Document) -> dict[str, Any]:
    """Return all of a document but its source, ready for json.dumps."""
    return {
        "text": document.text,
        "facts": facts_to_json(document.facts),
        "sections": [
            [one.number, one.heading, one.start, one.end, [[b.heading, b.start, b.end] for b in one.blocks]]
            for one in document.sections
        ],
    }


def document_from_json(values: dict[str, Any], source: str) -> Document:
    """Return the document that `document_to_json` wrote, read from `source`."""
    sections = tuple(
        Section(number, heading, start, end, tuple(Block(*block) for block in blocks))
        for number, heading, start, end, blocks in values["sections"]
    )
    return Document(source, values["text"], sections, facts_from_json(values["facts"]))
