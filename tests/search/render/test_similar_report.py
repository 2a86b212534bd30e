"""Reports on drafts, as their readers and their readers' programs meet them."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from index.filters import Filters
from search.render.report import Bullets, Facing, Paragraph, Report, Side, Table, harmless, line, marked_line
from search.render.similar_batch_report import batch_report
from search.render.similar_docx import to_docx
from search.render.similar_html import to_html
from search.render.similar_report import similar_report
from search.retrieve import Retriever
from search.similar.answer import SimilarFinder
from search.similar.batch import compare_applications
from search.similar.batch_model import BatchAnswer
from search.similar.model import DraftAnswer
from tests.search.render.conftest import HARMFUL
from tests.search.similar.applications import HARBOUR, write_applications

VOID = {"meta", "link", "img", "br", "hr", "input", "base"}
HOSTILE = f'<script>alert("1")</script><img src=x onerror=y>&amp; \' " {HARMFUL}\x00\ufffe\ud800'


class Page(HTMLParser):
    """What a browser sees of a page; fails where tags aren't closed in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("luonnos") / "laituri.md"
    file.write_text(HARBOUR, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def answer(retriever: Retriever, draft: Path) -> DraftAnswer:
    return SimilarFinder(retriever).find(str(draft), Filters(), 3, lambda: "")


@pytest.fixture(scope="module")
def batch(built_index: Path, tmp_path_factory: pytest.TempPathFactory) -> BatchAnswer:
    base = tmp_path_factory.mktemp("erä")
    folder = write_applications(base / "hakemukset")
    return compare_applications(built_index, [folder], Filters(), 3, base, lambda stage, done, total, taken: None)


@pytest.fixture
def page(answer: DraftAnswer, finnish: None) -> Page:
    return Page(to_html(similar_report([answer])))


def test_the_page_has_its_landmarks_one_title_and_headings_that_skip_no_level(page: Page) -> None:
    assert page.all("html") == [{"lang": "fi"}]
    assert [len(page.all(tag)) for tag in ("header", "main", "footer", "h1", "title")] == [1] * 5
    assert page.texts["h1"] == page.texts["title"] == ["Luonnoksen kaltaiset hankkeet"]
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert {1, 2, 3, 4} == set(levels)


def test_every_link_leads_somewhere_and_the_first_skips_to_the_content(page: Page) -> None:
    targets = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    links = [attributes["href"] for attributes in page.all("a")]
    assert len(targets) == len(set(targets))
    assert links[0] == "#content"
    assert {str(link).removeprefix("#") for link in links} <= set(targets)
    assert links[1:] == [f"#draft-1-project-{rank}" for rank in range(1, len(links))]


def test_tables_have_captions_and_headers_for_columns_and_rows(page: Page) -> None:
    tables = len(page.all("table"))
    assert tables == len(page.all("caption")) == len(page.all("thead")) > 1
    assert {attributes["scope"] for attributes in page.all("th")} == {"col", "row"}
    captions = {attributes["id"] for attributes in page.all("caption")}
    regions = [attributes for attributes in page.all("div") if attributes.get("role") == "region"]
    assert [one["aria-labelledby"] for one in regions] == [one["id"] for one in page.all("caption")]
    assert len(captions) == tables


def test_nothing_comes_from_outside_and_no_script_runs(answer: DraftAnswer) -> None:
    written = to_html(similar_report([answer]))
    page = Page(written)
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "img", "iframe", "object", "base", "form"})
    names = {name for _, attributes in page.tags for name in attributes}
    assert names.isdisjoint({"src", "style", "srcset", "action"})
    assert not [name for name in names if name.startswith("on")]
    policy = next(one["content"] for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    style = written.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style


def test_passages_stand_side_by_side_with_the_shared_words_marked_and_named(page: Page) -> None:
    assert len(page.all("blockquote")) == 2 * len(page.all("figure")) > 0
    assert {attributes["lang"] for attributes in page.all("blockquote")} == {"fi"}
    assert {"jalkautuu", "Etsivä"} & set(page.texts["mark"])
    named = [text for text in page.texts["p"] if text.startswith("Yhteisiä sanoja: ")]
    assert len(named) >= len(page.all("figure"))


def test_the_report_tells_what_the_figures_mean_what_is_compared_and_what_is_lacking(page: Page) -> None:
    told = " ".join(page.texts["p"] + page.texts["h4"] + page.texts["td"] + page.texts["th"])
    for phrase in ("sadasta hakemiston eri hankkeiden parista", "Tietojen vertailu", "Kohderyhmä", "Vain luonnoksessa"):
        assert phrase in told
    assert "Mitä luonnoksessa on, mutta hankkeessa ei" in page.texts["h4"]


def test_in_english_all_but_the_projects_own_text_is_english(answer: DraftAnswer) -> None:
    page = Page(to_html(similar_report([answer])))
    assert page.all("html") == [{"lang": "en"}]
    assert "What the draft has and the project doesn't" in page.texts["h4"]
    assert page.texts["h1"] == ["Projects like the draft"]


def test_the_same_answer_gives_the_same_bytes(answer: DraftAnswer, batch: BatchAnswer) -> None:
    for report in (similar_report([answer]), batch_report(batch)):
        assert to_html(report) == to_html(report)
        assert to_docx(report) == to_docx(report)


def hostile(answer: DraftAnswer) -> DraftAnswer:
    first = answer.projects[0]
    project = replace(first.project, title=HOSTILE, project=HOSTILE)
    pair = first.pairs[0]
    passage = replace(pair.project, text=HOSTILE, section_heading=HOSTILE)
    named = replace(first, project=project, pairs=(replace(pair, project=passage),))
    return replace(answer, draft=replace(answer.draft, name=HOSTILE, title=HOSTILE), projects=(named,))


def test_hostile_titles_and_texts_are_shown_and_do_nothing(answer: DraftAnswer) -> None:
    written = to_html(similar_report([hostile(answer)]))
    page = Page(written)
    assert not page.all("script")
    assert not page.all("img")
    assert any('<script>alert("1")</script>' in text for text in page.texts["h3"])
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe]", written)
    written.encode("utf-8")


def test_a_draft_that_is_like_nothing_is_told_so(answer: DraftAnswer, finnish: None) -> None:
    narrowed = replace(answer, projects=(), filters=Filters(region=("Lappi",)))
    page = Page(to_html(similar_report([narrowed])))
    assert "Mikään hanke ei ole sen kaltainen." in page.texts["p"]
    assert "Verrattu vain: maakunta: Lappi" in page.texts["p"]
    assert not page.all("table")


def opened(report: Report) -> docx.document.Document:
    return docx.Document(io.BytesIO(to_docx(report)))


def test_the_word_document_has_real_headings_and_header_rows(answer: DraftAnswer, finnish: None) -> None:
    document = opened(similar_report([answer]))
    headings = [
        (one.style.name, one.text) for one in document.paragraphs if one.style and "Heading" in str(one.style.name)
    ]
    assert headings[0] == ("Heading 1", "Luonnoksen kaltaiset hankkeet")
    assert ("Heading 4", "Missä ne kohtaavat") in headings
    assert {name for name, _ in headings} == {f"Heading {level}" for level in (1, 2, 3, 4)}
    for table in document.tables:
        first, *others = table.rows
        assert first._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row._tr.find(f".//{qn('w:tblHeader')}") is None for row in others)
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None


def test_the_word_document_tells_its_language_and_title(answer: DraftAnswer, finnish: None) -> None:
    document = opened(similar_report([answer]))
    assert document.core_properties.title == "Luonnoksen kaltaiset hankkeet"
    languages = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"fi-FI"}


def test_the_word_document_marks_the_shared_words_not_by_colour_alone(answer: DraftAnswer) -> None:
    runs = [
        run
        for table in opened(similar_report([answer])).tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
    ]
    marked = [run for run in runs if run.font.highlight_color is not None]
    assert {"jalkautuu", "Etsivä"} & {run.text for run in marked}
    assert all(run.bold and run.underline for run in marked)


def test_hostile_titles_spoil_no_word_document(answer: DraftAnswer) -> None:
    headings = [one.text for one in opened(similar_report([hostile(answer)])).paragraphs]
    assert any('<script>alert("1")</script>' in text for text in headings)


def test_a_batch_report_begins_with_the_pairs_to_look_at(batch: BatchAnswer, finnish: None) -> None:
    page = Page(to_html(batch_report(batch)))
    assert page.texts["h1"] == ["3 hakemuksen vertailu"]
    assert page.texts["h2"][0] == f"Tarkastettavia pareja: {len(batch.suspicious)} (hakemuksia: 3)"
    first = page.texts["h3"][0]
    assert first.startswith("1. ")
    assert {"laituri.md", "saari.md:"} <= set(first.split()) or {"saari.md", "laituri.md:"} <= set(first.split())
    assert [text for text in page.texts["h3"] if text.startswith("omena.md: Omenatarhasta")]
    targets = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    assert {str(one["href"]).removeprefix("#") for one in page.all("a")} <= targets
    assert opened(batch_report(batch)).tables


def test_marks_are_set_where_the_spans_are_and_joined_where_they_overlap() -> None:
    runs = marked_line("Etsivä nuorisotyö alkaa", [(0, 6), (7, 17), (12, 17)])
    assert [(run.text, run.marked) for run in runs] == [
        ("Etsivä", True),
        (" ", False),
        ("nuorisotyö", True),
        (" alkaa", False),
    ]
    assert marked_line("", []) == ()


def test_what_no_file_can_hold_is_replaced() -> None:
    assert harmless("Työ\x00\u202e\ufffe\ud800ä") == "Työ\ufffd\ufffd\ufffd?ä"


def test_every_block_is_drawn_in_both_forms() -> None:
    side = Side("Luonnos", "3 Tausta", line("Ranta"))
    blocks = (
        Paragraph(line("Huomaa"), "note"),
        Bullets((line("eka"), line("toka"))),
        Table("Taulukko", ("A", "B"), ((line("a"), line("1")),), frozenset({1})),
        Facing("1. Sama teksti", side, side, ""),
    )
    report = Report("Koe", blocks, "Tehty")
    page = Page(to_html(report))
    assert page.texts["li"] == ["eka", "toka"]
    assert page.texts["caption"] == ["Taulukko"]
    assert [one.text for one in opened(report).paragraphs if one.text] == [
        "Koe",
        "Huomaa",
        "eka",
        "toka",
        "Taulukko",
        "1. Sama teksti",
        "Tehty",
    ]
