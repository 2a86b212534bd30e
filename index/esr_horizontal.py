"""Read sections 8.1 and 8.2 of the form: answers and scores, each with its explanation as a block."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.blocks import BlockBuilder, Line
from index.esr_facts import SectionContent
from index.esr_form import (
    CRITERION_BY_KEY,
    GENDER_LABEL_BY_KEY,
    GENDER_ROWS,
    GROUP_KEYS,
    LONGEST_LABEL,
    Criterion,
    key,
)
from index.model import SustainabilityScore

_ANSWER = re.compile(r"(kyllä|ei)\b", re.IGNORECASE)
# An explanation on the answer's line comes after a mark or starts a sentence: `Kyllä. Analyysi on tehty.` In
# `Ei ole tavoite.` the answer is a part of it.
_AFTER_ANSWER = re.compile(r"[.,;:–-]* *(?=[A-ZÅÄÖ]|$)|[.,;:–-]+ *")
_SCORED = re.compile(r"(?P<name>.+?)(?: (?P<direct>\d{1,2}) (?P<indirect>\d{1,2}))?")
_HIGHEST_SCORE = 10


def read_gender_equality(lines: Sequence[Line]) -> SectionContent:
    """Read the three yes/no rows of section 8.1; the blocks' headings are the rows' labels."""
    answers: dict[str, bool | None] = {}
    builder = BlockBuilder()
    i = 0
    while i < len(lines):
        label, label_line = _gender_label(lines, i)
        start = lines[i].start
        if label is not None:
            builder.begin(label)
            answer, start, i = _answer(lines, label_line)
            answers.setdefault(GENDER_ROWS[label], answer)
        if start < lines[i].end:
            builder.add(start, lines[i].end)
        i += 1
    return SectionContent(builder.finish(), answers=answers)


def _gender_label(lines: Sequence[Line], i: int) -> tuple[str | None, int]:
    """Return the label that starts at line `i` and the line where it ends; a line break may cut it."""
    for last in (i, i + 1):
        label, _, _ = _joined(lines, i, last).partition(":")
        if key(label) in GENDER_LABEL_BY_KEY:
            return GENDER_LABEL_BY_KEY[key(label)], last
    return None, i


def _answer(lines: Sequence[Line], i: int) -> tuple[bool | None, int, int]:
    """Return the answer to the label that ends at line `i`, and the offset and line where its explanation may start.

    The answer may stand on the next line of text.
    """
    line = lines[i]
    value = line.text.partition(":")[2].lstrip()
    if not value:
        below = next((k for k in range(i + 1, len(lines)) if lines[k].text), i)
        if below > i and _ANSWER.fullmatch(lines[below].text.rstrip(". ")):
            return _is_yes(lines[below].text), lines[below].end, below
        return None, line.end, i
    start = line.end - len(value)
    answer = _ANSWER.match(value)
    if answer is None:
        return None, start, i
    after = _AFTER_ANSWER.match(value, answer.end())
    return _is_yes(value), start + after.end() if after else start, i


def _is_yes(answer: str) -> bool:
    return answer.casefold().startswith("kyllä")


def read_sustainability(lines: Sequence[Line]) -> SectionContent:
    """Read the scored rows of section 8.2; the blocks' headings are the rows' names.

    A row without two scores from 0 to 10 keeps its explanation but has no score.
    """
    scores: list[SustainabilityScore] = []
    builder = BlockBuilder()
    i = 0
    while i < len(lines):
        line = lines[i]
        criterion, score, end = _criterion(lines, i)
        if criterion:
            builder.begin(criterion.name)
            scores.extend([score] if score else [])
        elif key(line.text) in GROUP_KEYS:
            builder.begin(None)
        elif line.text:
            builder.add(line.start, line.end)
        i = end
    return SectionContent(builder.finish(), scores=tuple(scores))


def _criterion(lines: Sequence[Line], i: int) -> tuple[Criterion | None, SustainabilityScore | None, int]:
    """Return the criterion whose row starts at line `i`, its score, and the line after the row.

    The row's name and its two scores may stand on up to three lines.
    """
    for last in (i + 2, i + 1, i):
        row = _SCORED.fullmatch(_joined(lines, i, last))
        criterion = CRITERION_BY_KEY.get(key(row["name"])) if row else None
        if row and criterion:
            return criterion, _score(criterion, row["direct"], row["indirect"]), last + 1
    return None, None, i + 1


def _score(criterion: Criterion, direct: str | None, indirect: str | None) -> SustainabilityScore | None:
    if not direct or not indirect or max(int(direct), int(indirect)) > _HIGHEST_SCORE:
        return None
    return SustainabilityScore(criterion.group, criterion.name, int(direct), int(indirect))


def _joined(lines: Sequence[Line], first: int, last: int) -> str:
    """Return the lines from `first` to `last` as one, or nothing when they can't be one row."""
    if last >= len(lines) or any(not line.text for line in lines[first : last + 1]):
        return ""
    if any(len(line.text) > 2 * LONGEST_LABEL for line in lines[first:last]):
        return ""
    return " ".join(line.text for line in lines[first : last + 1])
