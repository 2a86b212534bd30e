"""Find the paragraphs, headings and rows that lines printed on pages came from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from index.esr_form import CRITERION_BY_KEY, GENDER_LABEL_BY_KEY, GROUP_KEYS, SECTION_BY_KEY, key, split_row
from index.readers.paragraphs import Kind, Paragraph, join_cells
from index.readers.pdf_furniture import without_furniture

# Type this many times the size of the running text is a heading's.
_HEADING_SIZE = 1.1
_LONGEST_HEADING = 200
_DEEPEST_HEADING = 6
# Where more of the text looks like headings than this, the size of the type means something else.
_MOST_HEADINGS_SHARE = 0.3
# Lines further apart than this many times the usual stand in different paragraphs.
_PARAGRAPH_GAP = 1.3
# Points by which a line must start further right to be a new paragraph, and columns to be different.
_INDENT = 8.0
_COLUMN = 60.0
_SAME_PLACE = 3.0
# The share by which the guessed width of a word may be wrong.
_WIDTH_ERROR = 1.15
_SAME_SIZE = 0.6
_BULLETS = "•◦▪▫‣●○■□◆➢►✓\uf0b7\uf0a7\uf0d8\uf0fc·"
# Marks that are words or parts of words, too, have a space after them: `-prosessit` may begin a line.
_MARKS_WITH_SPACE = r"[–—*o-]|(?P<number>\d{1,2}[.)]|[a-zåäö]\))"
_ITEM = re.compile(rf"(?:[{_BULLETS}]\s*|(?:{_MARKS_WITH_SPACE})\s+)(?=\S)")
_MARK_ALONE = re.compile(rf"[{_BULLETS}]|{_MARKS_WITH_SPACE}")
_HYPHEN_AT_END = re.compile(r"(?P<part>[^\W_][\w-]*?)(?P<hyphen>[-\u2010\xad])$")
_FIRST_WORD = re.compile(r"\S+")
_KEEPS_HYPHEN = re.compile(r"(?:ja|sekä|tai|eli|että|och|eller|and|or)\b")
# Rows of the ESR form begin and end a paragraph even where a line of prose above or beneath is full.
_FORM_KEYS = frozenset({*SECTION_BY_KEY, *GENDER_LABEL_BY_KEY, *CRITERION_BY_KEY, *GROUP_KEYS})
_ROW_END = re.compile(r"(?: \d{1,2} \d{1,2}|: ?(?:Kyllä|Ei)?)$")
# So much of a form's row is known for the beginning of one that goes on in the next line.
_ROW_BEGINNING = 20


@dataclass(frozen=True, slots=True)
class PdfCell:
    """A run of words without a wide gap; `left` is where it starts, in points."""

    text: str
    left: float


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A printed line: its cells, where it ends, stands (up from the foot of the page) and how it is set, in points."""

    cells: tuple[PdfCell, ...]
    right: float
    baseline: float
    size: float
    is_bold: bool

    @property
    def left(self) -> float:
        """Return where the line starts."""
        return self.cells[0].left

    @property
    def text(self) -> str:
        """Return the line with a space for each gap."""
        return " ".join(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class _Set:
    """A paragraph as it is set: its first and last line beside its text so far."""

    paragraph: Paragraph
    first: PdfLine
    last: PdfLine
    page: int


def paragraphs(pages: Sequence[Sequence[PdfLine]]) -> list[Paragraph]:
    """Return the paragraphs on `pages`, with headings by the size and weight of their type.

    Headers, footers and page numbers are left out; words that a line end cuts are whole again; a wide space
    between two paragraphs is a blank one.
    """
    pages = [[line for line in page if line.text.strip()] for page in without_furniture(pages)]
    body_size = _body_size(line for page in pages for line in page)
    pitch = _pitch(pages, body_size)
    found: list[_Set] = []
    blanks: set[int] = set()
    for number, page in enumerate(pages):
        for line in page:
            before = found[-1] if found else None
            gap = before.last.baseline - line.baseline if before and before.page == number else 0.0
            is_apart = gap > _PARAGRAPH_GAP * pitch * max(line.size / body_size, 1.0)
            if before and not is_apart and _continues(before, line, number, page):
                text = join_lines(before.paragraph.text, line.text)
                found[-1] = _Set(replace(before.paragraph, text=text), before.first, line, number)
                continue
            if is_apart:
                blanks.add(len(found))
            found.append(_Set(_begin(line), line, line, number))
    return _with_blanks(_with_headings(found, body_size), blanks)


def _body_size(lines: Iterable[PdfLine]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes.most_common(1)[0][0], 1.0) if sizes else 1.0


def _pitch(pages: Sequence[Sequence[PdfLine]], size: float) -> float:
    """Return the usual distance of lines of the running text."""
    gaps = [
        upper.baseline - lower.baseline
        for page in pages
        for upper, lower in pairwise(page)
        if upper.size == lower.size == size and 0 < upper.baseline - lower.baseline < 3 * size
    ]
    # Short paragraphs with space between them would hide the distance within them.
    return min(median(gaps), 1.5 * size) if gaps else 1.2 * size


def _begin(line: PdfLine) -> Paragraph:
    cells = line.cells
    if len(cells) > 1 and _MARK_ALONE.fullmatch(cells[0].text):
        cells = (PdfCell(f"{cells[0].text} {cells[1].text}", cells[0].left), *cells[2:])
    if len(cells) > 1:
        text = join_cells([cell.text for cell in cells], begins_at_the_left=True)
        return Paragraph(text, kind=Kind.ROW, is_bold=line.is_bold)
    text = cells[0].text
    item = _ITEM.match(text)
    if item is None:
        return Paragraph(text, is_bold=line.is_bold)
    return Paragraph(f"{item['number'] or '-'} {text[item.end() :]}", kind=Kind.ITEM, is_bold=line.is_bold)


def _continues(before: _Set, line: PdfLine, page: int, lines: Sequence[PdfLine]) -> bool:
    """Tell whether `line` goes on with the paragraph `before` it, from which no wide gap parts it."""
    last = before.last
    if _begins_form_row(line.text) or _ends_form_row(before.paragraph.text):
        return False
    if before.paragraph.kind is Kind.ROW:
        return len(line.cells) == 1 and abs(line.left - last.cells[-1].left) < _SAME_PLACE
    if len(line.cells) > 1 or _ITEM.match(line.text) or abs(line.size - last.size) > _SAME_SIZE:
        return False
    if last.is_bold != line.is_bold and (before.first.is_bold or line.is_bold):
        return False
    if page != before.page or line.baseline > last.baseline:
        return line.text[0].islower() or bool(_HYPHEN_AT_END.search(last.text))
    if before.paragraph.kind is Kind.ITEM:
        if line.left < before.first.left - _SAME_PLACE:
            return False
    elif line.left > last.left + _INDENT:
        return False
    return not _would_have_fit(last, line, lines)


def _begins_form_row(text: str) -> bool:
    label = key(_ROW_END.sub("", text))
    is_part = len(label) >= _ROW_BEGINNING and any(whole.startswith(label) for whole in _FORM_KEYS)
    return label in _FORM_KEYS or is_part or split_row(text) is not None


def _ends_form_row(text: str) -> bool:
    return key(_ROW_END.sub("", text)) in _FORM_KEYS


def _would_have_fit(last: PdfLine, line: PdfLine, lines: Sequence[PdfLine]) -> bool:
    """Tell whether the first word of `line` had room on the line before, which then ends its paragraph."""
    margin = max(other.right for other in lines if abs(other.left - last.left) < _COLUMN)
    word = _FIRST_WORD.match(line.text)
    letters = len(word[0]) + 1 if word else 1
    width = (line.right - line.left) * letters / max(len(line.text), 1)
    return last.right + _WIDTH_ERROR * width < margin


def join_lines(above: str, beneath: str) -> str:
    """Return two lines of a paragraph as one, a word that the line end cuts joined.

    A hyphen goes when it is a soft one, or when small letters follow on small letters. It stays in names and
    abbreviations (`ESR-hanke`), between equal vowels (`linja-auto`), and before a conjunction (`sosiaali- ja`).
    """
    cut = _HYPHEN_AT_END.search(above)
    if cut is None:
        return f"{above} {beneath}"
    whole = above[: cut.start("hyphen")]
    if cut["hyphen"] == "\xad":
        return whole + beneath
    if _KEEPS_HYPHEN.match(beneath):
        return f"{above} {beneath}"
    is_equal_vowel = whole[-1:].casefold() == beneath[:1] and beneath[:1] in "aeiouyäö"
    is_word = beneath[:1].islower() and whole[-1:].islower() and "-" not in cut["part"] and not is_equal_vowel
    return whole + beneath if is_word else above + beneath


def _with_headings(found: Sequence[_Set], body_size: float) -> list[Paragraph]:
    """Return the paragraphs with those in larger or bold type above running text as headings."""
    plain = [one.paragraph for one in found]
    sizes: dict[int, float] = {}
    for i, one in enumerate(found):
        text = one.paragraph.text
        if one.paragraph.kind is Kind.ROW or len(text) > _LONGEST_HEADING or not any(map(str.isalpha, text)):
            continue
        beneath_is_bold = i + 1 < len(found) and found[i + 1].first.is_bold
        is_large = one.first.size >= _HEADING_SIZE * body_size
        is_bold = one.paragraph.is_bold and not text.endswith((".", ",", ";", ":")) and not beneath_is_bold
        if is_large or (is_bold and i + 1 < len(found) and one.paragraph.kind is Kind.PROSE):
            sizes[i] = one.first.size if is_large else body_size
    if sum(len(plain[i].text) for i in sizes) > _MOST_HEADINGS_SHARE * sum(len(one.text) for one in plain):
        return plain
    levels = {size: level for level, size in enumerate(sorted(set(sizes.values()), reverse=True), 1)}
    for i, size in sizes.items():
        text = found[i].paragraph.text
        plain[i] = Paragraph(text, min(levels[size], _DEEPEST_HEADING))
    return plain


def _with_blanks(found: Sequence[Paragraph], blanks: set[int]) -> list[Paragraph]:
    result: list[Paragraph] = []
    for i, paragraph in enumerate(found):
        if i in blanks:
            result.append(Paragraph(""))
        result.append(paragraph)
    return result
