"""Passages: by section, sub-heading, paragraph and sentence, within the model's tokens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunking import WHOLE_BLOCK_WORDS, chunk_document, count_words, embedding_text
from index.esr import parse_esr
from index.model import Block, Chunk, Document, ProjectFacts, Section
from tests.collection import COAST, description

SENTENCE = "Ohjaaja tapaa nuoria kylätalolla joka keskiviikko ja kuuntelee heitä rauhassa."
WORDS_IN_SENTENCE = 10
ROOMY = 500


@pytest.fixture(scope="module")
def count_tokens(default_model: Path) -> Callable[[str], int]:
    """The real model's own count."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(default_model / "tokenizer.json"))
    tokenizer.no_truncation()
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def document(*blocks: tuple[str | None, str], title: str | None = "Kylätalo") -> Document:
    """Return a document of one section with these sub-headings and texts."""
    text = ""
    spans: list[Block] = []
    for heading, prose in blocks:
        text += f"{heading}:\n" if heading else ""
        spans.append(Block(heading, len(text), len(text) + len(prose)))
        text += f"{prose}\n\n"
    section = Section("3", "Tiivistelmä", 0, len(text), tuple(spans))
    return Document("kylatalo.txt", text, (section,), ProjectFacts(title=title))


def passages(*blocks: tuple[str | None, str], tokens: int = ROOMY) -> list[Chunk]:
    return chunk_document(document(*blocks), count_words, tokens)


def sentences(count: int) -> str:
    return " ".join([SENTENCE] * count)


def test_a_real_form_gives_passages_by_section_and_sub_heading(count_tokens: Callable[[str], int]) -> None:
    form = parse_esr(description(COAST), "S90001.txt")
    assert form is not None
    chunks = chunk_document(form, count_tokens, ROOMY)
    assert [chunk.section for chunk in chunks] == sorted(chunk.section for chunk in chunks)
    assert {chunk.section for chunk in chunks} == {"3", "4.1", "4.2", "8.1", "8.2", "9"}
    measures = next(chunk for chunk in chunks if chunk.heading == "Toimenpiteet")
    assert measures.text.startswith("Etsivät nuorisotyöntekijät jalkautuvat")
    assert measures.section_heading == "Suunnitelman mukainen tiivistelmä toteutuksesta"
    assert measures.context == "Rantaraitti – Suunnitelman mukainen tiivistelmä toteutuksesta – Toimenpiteet"
    assert embedding_text(measures) == f"{measures.context}\n{measures.text}"


def test_spans_are_the_text(count_tokens: Callable[[str], int]) -> None:
    form = parse_esr(description(COAST), "S90001.txt")
    assert form is not None
    for chunk in chunk_document(form, count_tokens, 64):
        assert chunk.text == form.text[chunk.start : chunk.end]


@pytest.mark.parametrize("budget", [32, 64, 128, ROOMY])
def test_context_and_text_stay_within_the_models_tokens(count_tokens: Callable[[str], int], budget: int) -> None:
    form = parse_esr(description(COAST), "S90001.txt")
    assert form is not None
    chunks = chunk_document(form, count_tokens, budget)
    assert max(count_tokens(embedding_text(chunk)) for chunk in chunks) <= budget


def test_a_title_of_many_words_leaves_room_for_the_text(count_tokens: Callable[[str], int]) -> None:
    long = document((None, sentences(30)), title="Kehittämis- ja yhteistyöhanke " * 40)
    chunks = chunk_document(long, count_tokens, 128)
    assert max(count_tokens(embedding_text(chunk)) for chunk in chunks) <= 128
    assert all(chunk.context == "Tiivistelmä" for chunk in chunks)


def test_a_block_of_usual_length_stays_whole() -> None:
    text = sentences(WHOLE_BLOCK_WORDS // WORDS_IN_SENTENCE)
    assert [chunk.text for chunk in passages(("Tavoitteet", text))] == [text]


def test_a_long_block_is_cut_between_sentences_into_passages_of_like_length() -> None:
    chunks = passages(("Tavoitteet", sentences(33)))
    assert len(chunks) == 3
    assert all(chunk.text.startswith("Ohjaaja") and chunk.text.endswith("rauhassa.") for chunk in chunks)
    assert all(WHOLE_BLOCK_WORDS / 3 < count_words(chunk.text) < WHOLE_BLOCK_WORDS for chunk in chunks)
    assert {chunk.heading for chunk in chunks} == {"Tavoitteet"}


def test_a_cut_falls_on_the_end_of_a_paragraph_where_one_is_near() -> None:
    first, second = sentences(9), sentences(12)
    assert [chunk.text for chunk in passages((None, f"{first}\n\n{second}"))] == [first, second]


def test_small_blocks_share_a_passage_that_begins_with_the_first_ones_heading() -> None:
    chunks = passages(("Luonnonvarat", "Ruoka on hävikkiä."), ("Logistiikka", "Vaunu kulkee sähköllä."))
    assert [chunk.text for chunk in chunks] == [
        "Luonnonvarat:\nRuoka on hävikkiä.\n\nLogistiikka:\nVaunu kulkee sähköllä."
    ]
    assert chunks[0].heading is None


def test_small_blocks_share_no_more_than_a_passages_length() -> None:
    chunks = passages(*((f"Osa {number}", sentences(3)) for number in range(7)))
    assert [chunk.text.count("Osa ") for chunk in chunks] == [3, 3, 0]
    assert chunks[-1].heading == "Osa 6"


def test_large_blocks_stay_alone() -> None:
    chunks = passages(("Tausta", sentences(5)), ("Tavoitteet", SENTENCE), ("Tulokset", sentences(5)))
    assert [chunk.heading for chunk in chunks] == ["Tausta", "Tavoitteet", "Tulokset"]


def test_one_overlong_sentence_is_cut_at_its_spaces() -> None:
    text = "kunta, " * 400 + "ja seurakunta."
    chunks = passages((None, text), tokens=60)
    assert "".join(chunk.text for chunk in chunks).replace(" ", "") == text.replace(" ", "")
    assert all(count_words(chunk.text) <= 60 and chunk.text.strip() == chunk.text for chunk in chunks)
    assert all(chunk.text.startswith(("kunta", "ja")) for chunk in chunks)


def test_one_overlong_word_is_cut_all_the_same() -> None:
    word = "hanke" * 100
    chunks = chunk_document(document((None, word), title=None), len, 60)
    assert "".join(chunk.text for chunk in chunks) == word
    assert all(len(embedding_text(chunk)) <= 60 for chunk in chunks)


def test_a_section_of_facts_alone_gives_no_passage() -> None:
    assert passages() == []


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="aö.  \nK-", min_size=1, max_size=300), st.integers(4, 40))
def test_every_word_of_a_block_stands_in_one_passage_and_none_in_two(text: str, budget: int) -> None:
    prose = text.strip() or "sana"
    chunks = chunk_document(document((None, prose), title=None), count_words, budget + 2)
    assert "".join("".join(chunk.text.split()) for chunk in chunks) == "".join(prose.split())
    assert all(chunk.text == chunk.text.strip() for chunk in chunks)
    assert all(count_words(embedding_text(chunk)) <= budget + 2 for chunk in chunks)
