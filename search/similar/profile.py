"""A document as it is compared with others: its passages with their words and, where there are any, token vectors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from index.finnish import analyse
from index.model import Chunk, ProjectFacts, Token
from search.similar.kinds import kind_weight, section_kind
from search.similar.meaning import Meanings, signs
from search.similar.model import Passage, SectionKind
from search.similar.terms import content_terms, form_terms

if TYPE_CHECKING:
    from search.retrieve import Retriever
    from search.similar.meaning import Units


@dataclass(frozen=True, eq=False)
class Profile:
    """A document's facts, title and passages; `project` is its id in the index, None for a draft that isn't there.

    `tokens` and `units` go with `passages`; a passage's units are None where it hasn't been embedded. `pooled` are the
    pooled vectors (n, d) of a draft's embedded passages; those of a project are in the index.
    """

    project: int | None
    facts: ProjectFacts
    title: str
    passages: tuple[Passage, ...]
    tokens: tuple[tuple[Token, ...], ...]
    units: tuple[Units | None, ...]
    pooled: Units | None = None

    @cached_property
    def counts(self) -> tuple[Mapping[str, float], ...]:
        """How often each term stands in each passage; where the form's labels stand, their words don't count."""
        return tuple(
            _without_form(content_terms(tokens)) if is_horizontal(passage) else content_terms(tokens)
            for passage, tokens in zip(self.passages, self.tokens, strict=True)
        )

    @cached_property
    def whole(self) -> Counter[str]:
        """How often each term stands in the title and the passages, these counted as their kind does."""
        total = content_terms(analyse(self.title))
        for passage, counts in zip(self.passages, self.counts, strict=True):
            for term, count in counts.items():
                total[term] += kind_weight(passage.kind) * count  # type: ignore[assignment]
        return total

    @cached_property
    def base_forms(self) -> frozenset[str]:
        """The base forms of the words, without those that are only parts of compounds."""
        return frozenset(token.lemmas[0] for tokens in self.tokens for token in tokens)

    @cached_property
    def meanings(self) -> Meanings | None:
        """The units of all passages that have been embedded and have any."""
        return Meanings.of([units for units in self.units if units is not None and len(units)])

    @cached_property
    def embedded(self) -> tuple[int, ...]:
        """The places of the passages that `meanings` has, in its order."""
        return tuple(at for at, units in enumerate(self.units) if units is not None and len(units))


def _without_form(counts: Counter[str]) -> Counter[str]:
    return Counter({term: count for term, count in counts.items() if term not in form_terms()})


def passage_of(chunk: Chunk, chunk_id: int | None) -> Passage:
    """Return a chunk as a passage of its document."""
    kind = section_kind(chunk.section, chunk.section_heading, chunk.heading)
    return Passage(
        kind, chunk.section, chunk.section_heading, chunk.heading, chunk.start, chunk.end, chunk.text, chunk_id
    )


def read_profiles(retriever: Retriever, documents: Sequence[int], sections: tuple[str, ...]) -> list[Profile]:
    """Return the profiles of these documents of the index, by their passages in `sections` (none: all)."""
    catalogue, units = retriever.catalogue, UnitSource(retriever)
    chunks = catalogue.chunks(catalogue.chunk_ids(list(documents), sections))
    retriever.keywords.recall(stored.chunk.text for stored in chunks.values())
    by_document: dict[int, list[int]] = {document: [] for document in documents}
    for chunk_id, stored in sorted(chunks.items()):
        by_document[stored.document].append(chunk_id)
    projects = catalogue.projects(documents)
    return [
        Profile(
            project=document,
            facts=projects[document].facts,
            title=projects[document].title,
            passages=tuple(passage_of(chunks[one].chunk, one) for one in ids),
            tokens=tuple(tuple(analyse(chunks[one].chunk.text)) for one in ids),
            units=tuple(units.of(one) for one in ids),
        )
        for document, ids in by_document.items()
        if ids
    ]


class UnitSource:
    """Give the token vectors of stored passages; a model without token vectors has none."""

    def __init__(self, retriever: Retriever) -> None:
        from index.token_codes import TokenCodes

        manifest = retriever.generation.manifest
        self.codes = TokenCodes(retriever.generation.path) if manifest.late_interaction else None

    def of(self, chunk: int) -> Units | None:
        """Return a passage's unit token vectors (n, d), or None."""
        if self.codes is None:
            return None
        return signs(self.codes.of(chunk), len(self.codes.space.mean))


def is_horizontal(passage: Passage) -> bool:
    """Tell whether a passage is about the horizontal principles, which every project must say something of."""
    return passage.kind is SectionKind.HORIZONTAL
