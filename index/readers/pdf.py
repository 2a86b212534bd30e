"""Read PDF files with a text layer: PDFium finds the characters, `index.readers.pdf_layout` the paragraphs."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from math import hypot
from typing import Any

from index.limits import LONGEST_PDF_PAGE, LONGEST_TEXT, MOST_PDF_PAGES
from index.readers.paragraphs import to_text
from index.readers.pdf_layout import PdfCell, PdfLine, paragraphs
from index.readers.problems import Problem, UnreadableContentError

_SIGNATURE_WITHIN = 1024
_END_WITHIN = 4096
# Fewer letters and digits a page than this are a stamp or a page number on scanned pages.
_FEWEST_CHARACTERS_OF_PAGE = 10
_BOLD_WEIGHT = 600
# A gap in a line wider than this many times the size of the type parts the cells of a table. (Justified text stays
# under one.)
_CELL_GAP = 1.6
# Type smaller than this share of its line's, after a letter, is the mark of a footnote.
_NOTE_MARK_SIZE = 0.8
_NOTE_MARK = re.compile(r"(?<=[^\W\d_]|[.,;:!?)”\"]) ?\d{1,3}(?!\w)")
_LIGATURES = str.maketrans({
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    "\ufffe": "-", "\x02": "-",
})  # fmt: skip
# PDFium leaves a line end out after a hyphen, for which it writes one of two characters of its own.
_LINE = re.compile("[^\r\n\x02\ufffe]+[\x02\ufffe]?")
_FONT_NAME_BYTES = 256


def extract_pdf(data: bytes) -> str:
    """Return the text of the PDF file in `data`; raises UnreadableContentError."""
    import pypdfium2

    if b"%PDF" not in data[:_SIGNATURE_WITHIN] or b"%%EOF" not in data[-_END_WITHIN:]:
        # PDFium opens half a file as well, and half a text would be indexed.
        raise UnreadableContentError(Problem.DAMAGED)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise UnreadableContentError(Problem.PASSWORD if is_locked else Problem.DAMAGED) from error
    try:
        if len(document) > MOST_PDF_PAGES:
            raise UnreadableContentError(Problem.TOO_MANY_PAGES)
        return _text(document)
    finally:
        document.close()


def _text(document: Any) -> str:
    pages: list[list[PdfLine]] = []
    characters = 0
    has_pictures = False
    for page in document:
        pages.append(list(_lines(page)))
        characters += sum(len(line.text) for line in pages[-1])
        if characters > LONGEST_TEXT:
            raise UnreadableContentError(Problem.TOO_MUCH_TEXT)
        has_pictures = has_pictures or _has_picture(page)
        page.close()
    if characters < _FEWEST_CHARACTERS_OF_PAGE * len(pages) and has_pictures:
        raise UnreadableContentError(Problem.SCANNED)
    return to_text(paragraphs(pages))


def _has_picture(page: Any) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _lines(page: Any) -> Iterator[PdfLine]:
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > LONGEST_PDF_PAGE:
            raise UnreadableContentError(Problem.TOO_MUCH_TEXT)
        glyphs = _Glyphs(text_page, count)
        for match in _LINE.finditer(glyphs.text):
            line = glyphs.line(*_without_spaces(glyphs.text, *match.span()))
            if line:
                yield line
    finally:
        text_page.close()


def _without_spaces(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


class _Glyphs:
    """The characters of a page and where they stand; lengths are in points."""

    def __init__(self, text_page: Any, count: int) -> None:
        from pypdfium2 import raw

        self._raw: Any = raw
        self._page = text_page.raw
        units = (raw.FPDFText_GetUnicode(self._page, i) for i in range(count))
        # One character for each glyph, so that offsets in the text number the glyphs.
        self.text = "".join(chr(unit) if 0 < unit < 0x110000 else " " for unit in units)

    def line(self, start: int, end: int) -> PdfLine | None:
        """Return the line of the glyphs from `start` to `end`, None when nothing is on it."""
        if start >= end:
            return None
        samples = sorted({start, (start + end) // 2, end - 1})
        sizes = [size for size in map(self._size, samples) if size > 0]
        size = max(sizes, default=0.0)
        note_marks = {
            i
            for mark in _NOTE_MARK.finditer(self.text, start, end)
            for i in range(*mark.span())
            if 0 < self._size(i) < _NOTE_MARK_SIZE * size
        }
        cells = tuple(self._cells(start, end, size, note_marks))
        if not cells:
            return None
        return PdfLine(
            cells=cells,
            right=self._box(end - 1)[1],
            baseline=self._baseline(start),
            size=round(size, 1),
            is_bold=all(map(self._is_bold, samples)),
        )

    def _cells(self, start: int, end: int, size: float, left_out: set[int]) -> Iterator[PdfCell]:
        begin = start
        for space in re.finditer(r"\s+", self.text[start:end]):
            before, after = start + space.start(), start + space.end()
            if self._box(after)[0] - self._box(before - 1)[1] > _CELL_GAP * size:
                yield self._cell(begin, before, left_out)
                begin = after
        yield self._cell(begin, end, left_out)

    def _cell(self, start: int, end: int, left_out: set[int]) -> PdfCell:
        text = "".join(self.text[i] for i in range(start, end) if i not in left_out)
        return PdfCell(text.translate(_LIGATURES), self._box(start)[0])

    def _size(self, i: int) -> float:
        matrix = self._raw.FS_MATRIX()
        self._raw.FPDFText_GetMatrix(self._page, i, matrix)
        scale = hypot(matrix.c, matrix.d) or 1.0
        return float(self._raw.FPDFText_GetFontSize(self._page, i)) * scale

    def _box(self, i: int) -> tuple[float, float]:
        box = self._raw.FS_RECTF()
        self._raw.FPDFText_GetLooseCharBox(self._page, i, box)
        return box.left, box.right

    def _baseline(self, i: int) -> float:
        x, y = ctypes.c_double(), ctypes.c_double()
        self._raw.FPDFText_GetCharOrigin(self._page, i, x, y)
        return y.value

    def _is_bold(self, i: int) -> bool:
        if self._raw.FPDFText_GetFontWeight(self._page, i) >= _BOLD_WEIGHT:
            return True
        name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
        self._raw.FPDFText_GetFontInfo(self._page, i, name, _FONT_NAME_BYTES, None)
        return b"bold" in name.value.lower()
