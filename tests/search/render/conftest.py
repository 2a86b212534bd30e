"""A hit made by hand, with a title that would steer a terminal."""

from __future__ import annotations

from datetime import date

import pytest

from index.catalogue import StoredChunk, StoredProject
from index.filters import Filters
from index.model import Chunk, Partner, ProjectFacts
from search.explain import Place, Why, matched_words
from search.group import By, PassageHit, ProjectHit, SearchResult
from search.query import parse_query

# Clears the screen, turns the direction of text around, and does the same by a one-byte control.
HARMFUL = "\x1b[2J\u202eRanta\x9b31m\u2066"
TEXT = "Kahvila on auki.\nEtsivät nuorisotyöntekijät jalkautuvat *satamaan* <b>iltaisin</b>. Nuorten kanssa jutellaan."
FACTS = ProjectFacts(
    code="S90009",
    title=f"Laituri {HARMFUL}",
    start=date(2016, 9, 1),
    end=date(2018, 12, 31),
    applicant="=Merikylä ry",
    partners=(Partner("Saaren opisto"),),
    regions=("Uusimaa", "Varsinais-Suomi"),
    granted_eu_and_state_funding=1_312_500,
)
PROJECT = StoredProject(1, "S90009", f"Laituri {HARMFUL}", "S90009.txt", FACTS)
CHUNK = StoredChunk(7, 1, Chunk("3", "Tiivistelmä", "Toimenpiteet", 0, len(TEXT), TEXT, ""))


def result(query: str = "nuorten etsivä työ", by: By = "project", why: Why | None = None) -> SearchResult:
    """Return a search result of one hit."""
    parsed = parse_query(query)
    reasons = why or Why(Place(2, 8.9991), Place(1, 0.87333), matched_words(parsed.scored_words, [TEXT])[0])
    hit = PassageHit(1, PROJECT, CHUNK, 0.851234, reasons)
    if by == "passage":
        return SearchResult(parsed, Filters(region=("Uusimaa",)), "hybrid", by, passages=(hit,))
    project = ProjectHit(1, PROJECT, hit.score, (hit,))
    return SearchResult(parsed, Filters(region=("Uusimaa",)), "hybrid", by, projects=(project,))


@pytest.fixture
def finnish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANKEHAKU_LANG", "fi")
