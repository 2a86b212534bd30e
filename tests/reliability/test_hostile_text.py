"""What a document says can't steer the terminal or the spreadsheet that shows it."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalogue import StoredChunk, StoredProject
from index.errors import UnreadableDocumentError
from index.filters import Filters
from index.model import Chunk, ProjectFacts
from index.readers.tables.values import parse_amount
from search.explain import Place, Why, matched_words
from search.group import PassageHit, ProjectHit, SearchResult, search_index
from search.query import parse_query
from search.render.formats import Format
from search.render.hits import render_result
from search.render.terminal import HARMFUL, Style
from tests.collection import PEERS, description
from tests.reliability.amounts import amount
from tests.reliability.tally import TALLY
from tests.reliability.world import World, build

ATTACKS = (
    "\x1b]0;otsikko\x07\x1b[2J\x1b[31m",
    "\x9b31m\x90q\x9c",
    "\u202eloppu\u2066alku",
    "ab\x08\x08c\x7f",
    '=HYPERLINK("http://esimerkki.example";"saalis")',
    "@SUM(1;1)",
    "+358-2",
    "<script>alert(1)</script>",
)
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_COLOURS = re.compile(r"\x1b\[[\d;]*m")


def assert_harmless(result: SearchResult) -> None:
    """Check every format, plain and coloured."""
    for form in Format:
        plain = render_result(result, form, Style(80, coloured=False), explain=True)
        assert not HARMFUL.search(plain), (form, plain)
        coloured = render_result(result, form, Style(80, coloured=True), explain=True)
        assert not HARMFUL.search(_COLOURS.sub("", coloured)), (form, coloured)
        assert plain.encode("utf-8", "replace")
    rows = list(csv.reader(io.StringIO(render_result(result, Format.CSV, Style(80, coloured=False)))))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows[1:] for cell in row if cell.startswith(FORMULAS)]
    assert json.loads(render_result(result, Format.JSON, Style(80, coloured=False)))["hits"]


@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_hostile_documents_are_found_and_shown_harmlessly(world: World, tmp_path: Path, attack: str) -> None:
    hostile = replace(
        PEERS,
        title=f"{attack} Voimaa",
        applicant=f"{attack} ry",
        region=attack,
        summary=f"Tavoitteet:\n{attack} Vertaisryhmät {attack} kokoontuvat saunalla {attack}.",
    )
    (tmp_path / "hankkeet").mkdir()
    (tmp_path / "hankkeet" / "S90004.txt").write_text(description(hostile), encoding="utf-8")
    build(tmp_path / "hankkeet", tmp_path / "hakemisto")
    for text in ("vertaisryhmät saunalla", f"sauna {attack}"):
        result = search_index(tmp_path / "hakemisto", parse_query(text), Filters(), "hybrid", "project", 5)
        assert result.found
        assert_harmless(result)
        TALLY.survived("hostile document or query")


@pytest.mark.parametrize("sum_of_euros", ["9" * 19, "9" * 5_000, "-1", "1e9", "٣٤٥"])
def test_a_sum_that_is_none_keeps_no_document_out(world: World, tmp_path: Path, sum_of_euros: str) -> None:
    (tmp_path / "hanke.txt").write_text(description(replace(PEERS, granted=sum_of_euros)), encoding="utf-8")
    build(tmp_path / "hanke.txt", tmp_path / "hakemisto")
    result = search_index(tmp_path / "hakemisto", parse_query("vertaisryhmä"), Filters(), "keyword", "project", 5)
    assert result.projects[0].project.facts.granted_eu_and_state_funding in (None, 345)
    assert_harmless(result)
    assert parse_amount(sum_of_euros) in (None, 345)


def test_a_nul_in_a_text_file_is_refused(world: World, tmp_path: Path) -> None:
    (tmp_path / "hanke.txt").write_text(description(replace(PEERS, title="Voimaa\x00")), encoding="utf-8")
    with pytest.raises(UnreadableDocumentError, match="NUL"):
        build(tmp_path / "hanke.txt", tmp_path / "hakemisto")


# Lone surrogates come from file names and broken decoders.
anything = st.text(st.one_of(st.characters(), st.characters(categories=("Cs", "Cc", "Cf"))), max_size=60)
hostile_text = st.builds("".join, st.lists(st.one_of(anything, st.sampled_from(ATTACKS)), max_size=4))


@settings(max_examples=amount(60, 2_000), deadline=None)
@given(hostile_text, hostile_text, hostile_text)
def test_whatever_an_index_holds_is_shown_harmlessly(title: str, text: str, name: str) -> None:
    query = parse_query("vertaisryhmä")
    facts = ProjectFacts(title=title, applicant=name, regions=(name, title))
    passage = f"{text} Vertaisryhmät kokoontuvat. {title}"
    project = StoredProject(1, name or "S90009", title, name, facts)
    chunk = StoredChunk(0, 1, Chunk("3", name, title or None, 0, len(passage), passage, ""))
    why = Why(Place(1, 2.5), Place(1, 0.5), matched_words(query.scored_words, [passage])[0])
    assert why.words
    hit = PassageHit(1, project, chunk, 0.5, why)
    assert_harmless(SearchResult(query, Filters(), "hybrid", "passage", passages=(hit,)))
    assert_harmless(
        SearchResult(query, Filters(), "hybrid", "project", projects=(ProjectHit(1, project, 0.5, (hit,)),))
    )
    TALLY.survived("hostile stored text")
