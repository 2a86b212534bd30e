"""A document is the same in whatever format it was saved."""

from __future__ import annotations

import functools
import html
import textwrap
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from index.model import Document
from index.readers import read_document
from tests.index.readers.draft import TITLE, as_markdown, write_word
from tests.index.readers.hostile import Printed, open_document, printed_pdf

FILES = Path(__file__).parent / "files"
CHECKOUT = Path(__file__).parents[3]
DESCRIPTIONS = sorted([*CHECKOUT.glob("seeds/S*.txt"), *CHECKOUT.parent.glob("shared/seeds/S*.txt")])


def prose(document: Document) -> list[tuple[str, str, str | None, str]]:
    return [
        (section.number, section.heading, block.heading, line)
        for section in document.sections
        for block in section.blocks
        for line in document.text[block.start : block.end].split("\n")
        if line
    ]


class TestADraft:
    @pytest.mark.parametrize("suffix", [".docx", ".html", ".odt", ".pdf", ".rtf"])
    def test_has_the_same_sections_and_prose_as_in_markdown(self, suffix: str) -> None:
        document = read_document(FILES / f"luonnos{suffix}")
        assert document.facts.title == TITLE
        assert prose(document) == prose(read_document(FILES / "luonnos.md"))

    def test_has_the_same_words_as_plain_text(self) -> None:
        document, expected = (read_document(FILES / f"luonnos{suffix}") for suffix in (".txt", ".md"))
        assert document.facts.title == TITLE
        assert document.text.split() == expected.text.replace("#", "").split()

    def test_is_read_from_the_word_file_that_a_library_writes(self, tmp_path: Path) -> None:
        write_word(tmp_path / "a.docx", is_marked_up=True)
        (tmp_path / "a.md").write_text(as_markdown(), encoding="utf-8")
        assert prose(read_document(tmp_path / "a.docx")) == prose(read_document(tmp_path / "a.md"))

    def test_with_macros_is_read_without_them(self, tmp_path: Path) -> None:
        (tmp_path / "a.docm").write_bytes((FILES / "luonnos.docx").read_bytes())
        assert read_document(tmp_path / "a.docm").text == read_document(FILES / "luonnos.docx").text


def as_word(text: str, path: Path) -> None:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(str(path))


def as_word_without_blank_lines(text: str, path: Path) -> None:
    as_word("\n".join(line for line in text.split("\n") if line.strip()), path)


def as_word_table(text: str, path: Path) -> None:
    """Write each `label: value` as a row of a table, everything else as paragraphs."""
    document = docx.Document()
    for line in text.split("\n"):
        label, colon, value = line.partition(": ")
        if colon and len(line) < 160 and "." not in label:
            cells = document.add_table(rows=1, cols=2).rows[0].cells
            cells[0].text, cells[1].text = label, value
        else:
            document.add_paragraph(line)
    document.save(str(path))


def as_open_document(text: str, path: Path) -> None:
    path.write_bytes(open_document("".join(f"<text:p>{html.escape(line)}</text:p>" for line in text.split("\n"))))


def as_web_page(text: str, path: Path) -> None:
    lines = "".join(f"<p>{html.escape(line) or '<br>'}</p>\n" for line in text.split("\n"))
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8><title>Kuvaus</title>{lines}", encoding="utf-8")


def as_pdf(text: str, path: Path) -> None:
    """Print the text in a typewriter's letters, 90 to a line and 55 lines to a page, with page numbers."""
    printable = text.replace("\u2011", "-").encode("cp1252", "ignore").decode("cp1252")
    lines = [
        line
        for paragraph in printable.split("\n")
        for line in textwrap.wrap(paragraph, 90, break_on_hyphens=False) or [""]
    ]
    pages = [lines[at : at + 55] for at in range(0, len(lines), 55)]
    path.write_bytes(
        printed_pdf(
            *(
                [
                    *(Printed(50, 780 - 13 * i, line, 9) for i, line in enumerate(page) if line),
                    Printed(300, 30, str(number), 9),
                ]
                for number, page in enumerate(pages, 1)
            ),
            font="Courier",
        )
    )


as_it_is = functools.cache(read_document)


@pytest.mark.parametrize("description", DESCRIPTIONS, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
class TestADescriptionInTheForm:
    @pytest.mark.parametrize(
        ("suffix", "save"),
        [
            (".docx", as_word_without_blank_lines),
            (".docx", as_word_table),
            (".odt", as_open_document),
            (".html", as_web_page),
            (".pdf", as_pdf),
        ],
    )
    def test_has_the_same_facts_and_sections_as_its_text(
        self, description: Path, suffix: str, save: Callable[[str, Path], None], tmp_path: Path
    ) -> None:
        expected = as_it_is(description)
        save(description.read_text(encoding="utf-8-sig"), tmp_path / f"a{suffix}")
        document = read_document(tmp_path / f"a{suffix}")
        assert document.facts == expected.facts
        assert [(s.number, s.heading) for s in document.sections] == [(s.number, s.heading) for s in expected.sections]
        assert words(document) == words(expected)


def words(document: Document) -> list[str]:
    """Return the words of the prose; list marks vary and headings may count as prose or not."""
    marks = {"-", "•", "–", "*", "o"}
    return [
        word.strip(":")
        for section in document.sections
        for block in section.blocks
        for text in (block.heading or "", document.text[block.start : block.end])
        for word in text.split()
        if word not in marks
    ]
