"""Any text at all is normalised, analysed, asked for and read, and every place that is told lies in it."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.errors import QueryError
from index.esr import parse_esr
from index.finnish import analyse
from index.normalise import normalise
from index.readers import document_from_text
from search.explain import matched_words
from search.query import parse_query
from search.render.terminal import mark
from tests.index.conftest import assert_sound, dense, form, section
from tests.reliability.amounts import amount
from tests.reliability.tally import TALLY

WORDS = (
    "nuorten", "työpaja", "hyvinvointi\u00adpalvelut", "e\u0301tsivä", "a\u0308äni", "ﬁksu", "ESR:n", "TE-toimisto",
    "sosiaali- ja", "sote\u200bala", "1 200 000", "12.3.2019", "Å\u0327", "ﷺ", "각", "\u1112\u1161\u11ab",
    "İstanbul", "straße", "\ud800", "\udcff", "\x00", "\u202e", "\ufeff", "\x1b[31m", "👩\u200d👧", "=", '"', "-", "”",
)  # fmt: skip
pieces = st.one_of(st.sampled_from(WORDS), st.text(st.one_of(st.characters(), st.characters(categories=("Cs", "Mn")))))
texts = st.builds(lambda parts, gap: gap.join(parts), st.lists(pieces, max_size=12), st.sampled_from((" ", "", "\n")))
EXAMPLES = amount(120, 1_500)


@settings(max_examples=EXAMPLES, deadline=None)
@given(texts)
def test_normal_form_is_stable_and_every_character_of_it_comes_from_the_text(text: str) -> None:
    found = normalise(text)
    assert normalise(found.text).text == found.text
    assert len(found.offsets) == len(found.text) + 1
    assert all(0 <= first <= last <= len(text) for first, last in pairwise(found.offsets))
    found.text.encode()
    TALLY.survived("any text normalised")


@settings(max_examples=EXAMPLES, deadline=None)
@given(texts)
def test_words_lie_in_the_text_one_behind_the_other(text: str) -> None:
    tokens = analyse(text)
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert token.lemmas
        assert all(token.lemmas)
    for before, behind in pairwise(tokens):
        # One character may stand for several words: ¼, ﷺ.
        assert before.end <= behind.start + 1 or len(normalise(text[behind.start : before.end]).text) > 1
        assert before.start <= behind.start
    TALLY.survived("any text analysed")


@settings(max_examples=EXAMPLES, deadline=None)
@given(texts, texts)
@example("A¼", "A¼")  # one character for the ends of two words
def test_what_is_marked_are_words_of_the_passage_and_nothing_else_changes(asked: str, text: str) -> None:
    try:
        query = parse_query(asked)
    except QueryError:
        return  # it has no words
    (words,) = matched_words(query.scored_words, [text])
    spans = sorted({(one.start, one.end) for word in words for one in word.found})
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert re.sub("[\ue000\ue001]", "", mark(text, spans, "\ue000", "\ue001")) == re.sub("[\ue000\ue001]", "", text)
    TALLY.survived("any query of any text")


@settings(max_examples=EXAMPLES, deadline=None)
@given(texts)
def test_any_text_is_a_document(text: str) -> None:
    assert_sound(document_from_text(text, "muistio.txt"))
    TALLY.survived("any text read")


# Prose of which no line can be a heading of the form or of the writer: sentences that end.
sentences = st.lists(
    st.builds(
        "{} {} hankkeessa {}.".format,
        st.sampled_from(("Nuoret", "Työpajat", "ESR:n varat", "12 kuntaa", "Éric", "Sote-ala")),
        st.sampled_from(("olivat", "tulevat", "ovat mukana")),
        st.text("abcäö ,;-()/0123456789–”'", max_size=30),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=amount(60, 2_000), deadline=None)
@given(st.lists(sentences, min_size=1, max_size=4), texts)
def test_every_character_of_prose_is_in_exactly_one_block(paragraphs: list[list[str]], noise: str) -> None:
    prose = "\n\n".join("\n".join(lines) for lines in paragraphs)
    document = parse_esr(form(summary=prose, target=noise), "S12345.txt")
    assert document is not None
    assert_sound(document)
    summary = section(document, "3")
    in_blocks = "".join((block.heading or "") + document.text[block.start : block.end] for block in summary.blocks)
    assert dense(in_blocks) == dense(document.text[summary.start : summary.end])
    TALLY.survived("form with any text read")
