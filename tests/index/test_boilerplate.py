"""What forms and habits repeat gets no hit of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.boilerplate import (
    COMMON_IN_DOCUMENTS,
    FEWEST_DOCUMENTS,
    SentenceCounts,
    form_sentences,
    prose_sentences,
    sentence_key,
    without_boilerplate,
)
from index.chunking import chunk_document, count_words
from index.esr import parse_esr
from index.model import Chunk, Document
from tests.collection import COAST, NO_EFFECT, PEERS, PROJECTS, Project, description

HABIT = "Hanke noudattaa kaikessa toiminnassaan ympäristöohjelmaa ja kierrättää jätteensä."


def parsed(project: Project) -> Document:
    document = parse_esr(description(project), f"{project.code}.txt")
    assert document is not None
    return document


def kept(document: Document, *others: Document) -> list[Chunk]:
    counts = SentenceCounts()
    for one in (document, *others):
        counts.add(prose_sentences(one))
    chunks = chunk_document(document, count_words, 500)
    return without_boilerplate(chunks, counts.common() | form_sentences(document))


def texts(chunks: list[Chunk], section: str) -> list[str]:
    return [chunk.text for chunk in chunks if chunk.section == section]


def test_no_effect_is_no_hit() -> None:
    project = replace(PEERS, indirect=NO_EFFECT)
    assert texts(kept(parsed(project)), "4.2") == []


def test_a_form_that_says_nothing_but_no_effect_is_no_hit_for_its_headings() -> None:
    project = replace(PEERS, sustainability=dict.fromkeys(PEERS.sustainability, ("0 0", NO_EFFECT)))
    assert texts(kept(parsed(project)), "8.2") == []


def test_a_reason_among_rows_without_effect_is_a_hit() -> None:
    (passage,) = texts(kept(parsed(PEERS)), "8.2")
    assert "maatiaisperunaa" in passage


def test_a_paragraph_repeated_in_a_document_is_one_hit() -> None:
    project = replace(COAST, target=HABIT, indirect=HABIT.upper())
    chunks = kept(parsed(project))
    assert texts(chunks, "4.1") == [HABIT]
    assert texts(chunks, "4.2") == []


@pytest.mark.parametrize("answer", ["Vangit", "Maahanmuuttajanaiset.", "Vanhuksille kahvila", "Nokia"])
def test_an_answer_of_one_or_two_words_is_a_hit(answer: str) -> None:
    assert texts(kept(parsed(replace(COAST, target=answer))), "4.1") == [answer]


@pytest.mark.parametrize("answer", ["Ei.", "Ei ole", "Kyllä", "Ks. 3", "Katso edellä.", "0 0", "- - -"])
def test_one_that_says_nothing_is_none(answer: str) -> None:
    assert texts(kept(parsed(replace(COAST, target=answer))), "4.1") == []


def with_habit(documents: int) -> list[Document]:
    """Return as many documents as are told from a form by what they repeat; so many of them have the same habit."""
    habits = [parsed(replace(COAST, code=f"S9001{n}", target=HABIT)) for n in range(documents)]
    return [*habits, *[parsed(PEERS)] * (FEWEST_DOCUMENTS - documents)]


def test_a_paragraph_repeated_in_many_documents_is_no_hit() -> None:
    assert texts(kept(*with_habit(COMMON_IN_DOCUMENTS)), "4.1") == []


def test_a_project_and_its_sequel_keep_what_they_share() -> None:
    assert texts(kept(*with_habit(COMMON_IN_DOCUMENTS - 1)), "4.1") == [HABIT]


def test_so_do_all_of_a_few_documents() -> None:
    assert texts(kept(*with_habit(FEWEST_DOCUMENTS)[: FEWEST_DOCUMENTS - 1]), "4.1") == [HABIT]


def test_a_sentence_of_its_own_keeps_the_passage_whole() -> None:
    documents = with_habit(COMMON_IN_DOCUMENTS)
    mixed = f"{HABIT} Kylillä asuu sata nuorta."
    assert texts(kept(parsed(replace(COAST, target=mixed)), *documents), "4.1") == [mixed]


def test_a_sentence_counts_once_a_document() -> None:
    project = replace(COAST, target=" ".join([HABIT] * (COMMON_IN_DOCUMENTS + 1)))
    assert len(texts(kept(parsed(project)), "4.1")) == 1


def test_in_a_large_collection_a_sentence_is_common_from_half_a_per_cent_on() -> None:
    counts = SentenceCounts()
    shared, other = parsed(replace(COAST, target=HABIT)), parsed(PEERS)
    for document in [shared] * 9 + [other] * 1991:
        counts.add(prose_sentences(document))
    assert sentence_key("Nuorten vanhemmat ja isovanhemmat.") not in counts.common()
    counts.add(prose_sentences(shared))
    assert sentence_key("Nuorten vanhemmat ja isovanhemmat.") in counts.common()


def test_different_projects_have_nothing_in_common_but_the_form() -> None:
    counts = SentenceCounts()
    for project in PROJECTS:
        counts.add(prose_sentences(parsed(project)))
    assert counts.common() == frozenset()
