"""The hits of a search in every format."""

from __future__ import annotations

import csv
import io
import json

import pytest

from search.explain import Place, Why
from search.group import SearchResult
from search.render.formats import Format
from search.render.hits import render_result
from search.render.terminal import Style, printable
from tests.search.render.conftest import TEXT, result

PLAIN = Style(width=80, coloured=False)


def table(given: SearchResult, *, explain: bool = False) -> str:
    return render_result(given, Format.TABLE, PLAIN, explain=explain)


def test_json_of_projects_has_exactly_these_keys() -> None:
    written = json.loads(render_result(result(), Format.JSON, PLAIN))
    assert list(written) == ["query", "hits"]
    assert written["query"] == {
        "text": "nuorten etsivä työ",
        "mode": "hybrid",
        "by": "project",
        "filters": {"region": ["Uusimaa"]},
        "corrections": [],
        "synonyms": [],
        "translations": [],
        "missing": [],
    }
    (hit,) = written["hits"]
    assert list(hit) == ["rank", "project", "title", "score", "by_name", "facts", "passages"]
    assert hit["facts"]["granted_eu_and_state_funding"] == 1_312_500
    assert hit["facts"]["start"] == "2016-09-01"
    assert list(hit["passages"][0]) == ["rank", "project", "title", "section", "heading", "text", "score", "why"]


def test_json_of_passages_has_exactly_these_keys_and_the_whole_text() -> None:
    (hit,) = json.loads(render_result(result(by="passage"), Format.JSON, PLAIN))["hits"]
    assert list(hit) == ["rank", "project", "title", "section", "heading", "text", "score", "why"]
    assert (hit["rank"], hit["project"], hit["section"], hit["heading"]) == (1, "S90009", "3", "Toimenpiteet")
    assert (hit["text"], hit["score"]) == (TEXT, 0.8512)
    assert hit["why"]["keyword"] == {"rank": 2, "score": 8.9991}
    assert hit["why"]["vector"] == {"rank": 1, "score": 0.8733}
    by_query = {word["query"]: word for word in hit["why"]["words"]}
    assert by_query["etsivä"] == {
        "query": "etsivä",
        "lemma": "etsivä",
        "kind": "word",
        "found": [{"text": "Etsivät", "start": 17, "end": 24}],
    }
    assert by_query["työ"]["kind"] == "compound"


def test_json_lines_hold_one_hit_each() -> None:
    written = render_result(result(), Format.JSONL, PLAIN)
    assert json.loads(written) == json.loads(render_result(result(), Format.JSON, PLAIN))["hits"][0]


def test_csv_has_a_row_for_each_passage_with_guarded_cells() -> None:
    header, row = csv.reader(io.StringIO(render_result(result(), Format.CSV, PLAIN)))
    cells = dict(zip(header, row, strict=True))
    assert list(cells)[:6] == ["rank", "project", "title", "section", "heading", "score"]
    assert (cells["start"], cells["end"]) == ("2016-09-01", "2018-12-31")
    assert (cells["regions"], cells["applicant"]) == ("Uusimaa, Varsinais-Suomi", "'=Merikylä ry")
    assert cells["text"] == TEXT


def test_markdown_marks_what_matched_and_escapes_what_stands_in_the_text() -> None:
    written = render_result(result(), Format.MARKDOWN, PLAIN)
    assert "## 1. S90009 Laituri" in written
    assert "### 3 Tiivistelmä › Toimenpiteet" in written
    assert "**Etsivät nuorisotyöntekijät** jalkautuvat \\*satamaan\\* \\<b\\>iltaisin\\</b\\>." in written


def test_the_table_shows_project_facts_place_snippet_and_reason() -> None:
    lines = table(result()).split("\n")
    assert lines[0].startswith("1. S90009 Laituri")
    assert lines[1] == "   2016–2018 · Uusimaa, Varsinais-Suomi · =Merikylä ry"
    assert lines[2] == "   [3 Tiivistelmä › Toimenpiteet]"
    assert "*Etsivät nuorisotyöntekijät*" in lines[3]
    assert lines[-1] == "   Why: nuorten, etsivät, nuorisotyöntekijät; near in meaning"
    assert max(map(len, lines)) <= 80


@pytest.mark.usefixtures("finnish")
def test_the_table_speaks_finnish() -> None:
    assert table(result()).endswith("Miksi: nuorten, etsivät, nuorisotyöntekijät; merkitys lähellä")


@pytest.mark.usefixtures("finnish")
def test_a_hit_by_meaning_alone_says_so() -> None:
    assert table(result(why=Why(None, Place(3, 0.8), ()))).endswith("Miksi: merkitys lähellä, eri sanat")


def test_a_hit_by_the_projects_name_alone_does_not_claim_a_near_meaning() -> None:
    by_name = Why(Place(3, 1.2), None, (), in_names=True)
    assert table(result(why=by_name)).endswith("Why: the project's name, applicant or area")
    assert table(result(why=Why(Place(3, 1.2), None, ()))).endswith("Why: related words")


def test_how_near_the_words_come_in_context_and_by_themselves_is_told_where_it_was_computed() -> None:
    told, silent = result(why=Why(Place(2, 8.9), None, (), late=0.41237, near_words=0.31416)), result()
    whys = [json.loads(render_result(one, Format.JSONL, PLAIN))["passages"][0]["why"] for one in (told, silent)]
    assert [list(why) for why in whys] == [
        ["keyword", "vector", "late_interaction", "near_words", "words", "pairs"],
    ] * 2
    assert [(why["late_interaction"], why["near_words"]) for why in whys] == [(0.4124, 0.3142), (None, None)]
    assert "word by word: 0.412; words by themselves: 0.314" in " ".join(table(told, explain=True).split())
    assert "by themselves" not in table(silent, explain=True)


@pytest.mark.usefixtures("finnish")
def test_the_nearness_of_words_is_told_in_finnish() -> None:
    told = result(why=Why(Place(2, 8.9), None, (), late=0.41237, near_words=0.31416))
    assert "sana sanalta: 0,412; sanat itsessään: 0,314" in " ".join(table(told, explain=True).split())


@pytest.mark.usefixtures("finnish")
def test_an_explanation_adds_places_scores_and_lemmas() -> None:
    written = table(result(), explain=True)
    assert "Pisteet 0,851; sanat: sija 2 (8,999); merkitys: sija 1 (0,873)" in written
    assert "nuorten → nuori (sana itse): Nuorten" in written
    assert "työ → työ (yhdyssanan osana): nuorisotyöntekijät" in written


def test_a_place_that_was_not_reached_is_told() -> None:
    assert "keywords: not among the best;" in table(result(why=Why(None, Place(3, 0.8), ())), explain=True)


@pytest.mark.parametrize("by", ["project", "passage"])
@pytest.mark.parametrize("form", list(Format))
def test_nothing_in_a_title_steers_the_terminal_in_any_format(form: Format, by: str) -> None:
    given = result(by="passage" if by == "passage" else "project")
    written = render_result(given, form, PLAIN, explain=True)
    assert "Laituri" in written
    assert printable(written) == written


@pytest.mark.parametrize("form", [Format.TABLE, Format.JSONL, Format.MARKDOWN])
def test_no_hits_are_no_text(form: Format) -> None:
    none = SearchResult(result().query, result().filters, "hybrid", "project")
    assert render_result(none, form, PLAIN) == ""
    assert json.loads(render_result(none, Format.JSON, PLAIN))["hits"] == []
