"""Where sentences and paragraphs begin and end in running text."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A full stop after one of these ends no sentence: usual Finnish abbreviations and single letters.
_ABBREVIATION_LIST = """
ao ap e em ent esim ed fil huom ip jne jr k kk klo ko ks kpl ky l lk lkm lkp ma maist mm mrd milj n nk no nro ns
nyk os oy p par pj po prof puh puo pv s seur sk so srk st t tms toim tp ts tuh v va vas vk vrt vs yht ym yms yo
"""
_ABBREVIATIONS = frozenset(_ABBREVIATION_LIST.split())
_LOOK_BACK = 12  # longer than any of them: no text takes more than linear time
_BULLET = re.compile(r"[•●▪◦‣*–—-]\s|\(?\d{1,2}[.)]\s|[a-zåäö]\)\s")
_SENTENCE_END = re.compile(r"[.!?…]+[”\"»’')\]]*\s+(?=[”\"»„“(\[]*[A-ZÅÄÖ0-9])")
_LAST_WORD = re.compile(r"[\wåäöÅÄÖ]+$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's span in a text, and whether it begins a paragraph."""

    start: int
    end: int
    opens_paragraph: bool


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """Return the sentences of `text[start:end]` in order, with offsets in `text` and no white space around.

    A blank line ends a paragraph, and so does a line break after a finished sentence or before a list item or a
    capital letter; any other line break is a wrapped line and counts as a space.
    """
    sentences: list[Sentence] = []
    for paragraph_start, paragraph_end in _paragraphs(text, start, len(text) if end is None else end):
        opens = True
        for sentence_start, sentence_end in _within_paragraph(text, paragraph_start, paragraph_end):
            sentences.append(Sentence(sentence_start, sentence_end, opens))
            opens = False
    return sentences


def _paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    current: tuple[int, int] | None = None
    at = start
    for line in text[start:end].split("\n"):
        line_start, at = at, at + len(line) + 1
        stripped = line.strip()
        if not stripped:
            current = None
            continue
        first = line_start + len(line) - len(line.lstrip())
        last = line_start + len(line.rstrip())
        if current is None or _ends_paragraph(text, *current) or _begins_paragraph(stripped):
            spans.append((first, last))
        else:
            spans[-1] = (spans[-1][0], last)
        current = spans[-1]
    return spans


def _ends_paragraph(text: str, start: int, end: int) -> bool:
    last = text[end - 1]
    return last in '.!?:;…”"' and not (last == "." and _is_abbreviation(text, start, end - 1))


def _begins_paragraph(line: str) -> bool:
    return bool(_BULLET.match(line)) or line[0].isupper()


def _within_paragraph(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if text[match.start()] == "." and _is_abbreviation(text, begin, match.start()):
            continue
        spans.append((begin, begin + len(text[begin : match.end()].rstrip())))
        begin = match.end()
    if begin < end:
        spans.append((begin, end))
    return spans


def _is_abbreviation(text: str, start: int, full_stop: int) -> bool:
    """Tell whether `text[start:full_stop]` ends in an abbreviation, an initial or an ordinal number."""
    match = _LAST_WORD.search(text[max(start, full_stop - _LOOK_BACK) : full_stop])
    if match is None:
        return False
    word = match.group()
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()) or (word.isdigit() and len(word) <= 2)
