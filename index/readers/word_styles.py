"""Read what a Word file's style sheet and lists mean for its paragraphs: headings, bold, numbers and bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from index.readers.paragraphs import TITLE_LEVEL

# Word names its styles in English within the file; other programs, and copies of styles, in the user's language.
_HEADING_NAME = re.compile(r"(?:heading|otsikko|rubrik) ?([1-9])")
_TITLE_NAMES = frozenset({"title", "otsikko", "rubrik"})
_CONTENTS_NAME = re.compile(r"(?:toc|contents|sisluet|sisällysluettelo|innehåll) ?\d")
_DEEPEST_HEADING = 6
_BODY_OUTLINE_LEVEL = 9
_LONGEST_STYLE_CHAIN = 20
_OFF = frozenset({"0", "false", "off", "none"})
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_HIGHEST_ROMAN = 4000


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph's style says: `numbering` is the list's id and the level in it."""

    heading: int | None = None
    is_bold: bool = False
    is_contents: bool = False
    numbering: tuple[str, int] | None = None


def is_on(properties: Element | None, name: str) -> bool | None:
    """Return whether the switch `name` (such as "b", "vanish") is on in `properties`, None where it isn't told."""
    switch = properties.find(name) if properties is not None else None
    return None if switch is None else switch.get("val", "1") not in _OFF


def value(properties: Element | None, path: str) -> str | None:
    """Return the value of the property at `path` under `properties`, None where there is none."""
    found = properties.find(path) if properties is not None else None
    return None if found is None else found.get("val")


def level_of_style(name: str) -> int | None:
    """Return the level of the headings in the style `name`, None for a style of text."""
    match = _HEADING_NAME.fullmatch(name.casefold())
    if match:
        return min(int(match[1]), _DEEPEST_HEADING)
    return TITLE_LEVEL if name.casefold() in _TITLE_NAMES else None


def numbering(properties: Element | None) -> tuple[str, int] | None:
    """Return the list and the level in it that a paragraph's properties name, None for no list."""
    number = value(properties, "numPr/numId")
    level = value(properties, "numPr/ilvl") or "0"
    return (number, int(level)) if number is not None and level.isdecimal() else None


def outline_level(properties: Element | None) -> int | None:
    """Return the heading level that a paragraph's properties give without a style, None for text."""
    level = value(properties, "outlineLvl")
    is_heading = level is not None and level.isdecimal() and int(level) < _BODY_OUTLINE_LEVEL
    return min(int(level) + 1, _DEEPEST_HEADING) if level is not None and is_heading else None


def read_styles(root: Element | None) -> dict[str, Style]:
    """Return the paragraph styles of styles.xml by their id."""
    elements = {element.get("styleId", ""): element for element in root.iter("style")} if root is not None else {}
    return {
        name: _style(list(_chain(name, elements)))
        for name, element in elements.items()
        if element.get("type", "paragraph") == "paragraph"
    }


def _chain(name: str | None, elements: dict[str, Element]) -> Iterator[Element]:
    """Yield a style and those that it is based on, which may go in a circle."""
    for _ in range(_LONGEST_STYLE_CHAIN):
        if name is None or name not in elements:
            return
        yield elements[name]
        name = value(elements[name], "basedOn")


def _style(chain: list[Element]) -> Style:
    names = [text for style in chain for text in (value(style, "name"), style.get("styleId")) if text]
    properties = [style.find("pPr") for style in chain]
    bold = (is_on(style.find("rPr"), "b") for style in chain)
    return Style(
        heading=_heading(names, properties),
        is_bold=next((told for told in bold if told is not None), False),
        is_contents=any(_CONTENTS_NAME.fullmatch(name.casefold()) for name in names),
        numbering=next((told for told in map(numbering, properties) if told), None),
    )


def _heading(names: list[str], properties: list[Element | None]) -> int | None:
    levels = [level for level in map(level_of_style, names) if level is not None]
    return levels[0] if levels else next((level for level in map(outline_level, properties) if level), None)


class Lists:
    """Count the items of a document's lists and give each its mark as a reader sees it ("-", "1.", "2.3", "b)")."""

    def __init__(self, root: Element | None) -> None:
        """Take numbering.xml, or None for a document without lists."""
        self._levels: dict[str, dict[int, Element]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        shapes = {
            shape.get("abstractNumId", ""): {int(level.get("ilvl", "0")): level for level in shape.iter("lvl")}
            for shape in root.iter("abstractNum")
        }
        for number in root.iter("num"):
            self._levels[number.get("numId", "")] = shapes.get(value(number, "abstractNumId") or "", {})

    def mark(self, number: str, level: int) -> str:
        """Return the mark of the next item on `level` of the list `number`; empty where the list shows none."""
        shapes = self._levels.get(number, {})
        shape = shapes.get(level)
        if shape is None:
            return ""
        if value(shape, "numFmt") == "bullet":
            return "-"
        counts = self._counts.setdefault(number, {})
        counts[level] = counts.get(level, _start(shape) - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return re.sub(
            "%([1-9])", lambda match: _count(int(match[1]) - 1, shapes, counts), value(shape, "lvlText") or ""
        ).strip()


def _count(level: int, shapes: dict[int, Element], counts: dict[int, int]) -> str:
    shape = shapes.get(level)
    count = counts.get(level, _start(shape))
    form = value(shape, "numFmt")
    if form in ("lowerLetter", "upperLetter") and 1 <= count <= 26:
        letter = chr(ord("a") + count - 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 1 <= count < _HIGHEST_ROMAN:
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    return "" if form == "none" else str(count)


def _start(shape: Element | None) -> int:
    start = value(shape, "start") or "1"
    return int(start) if start.isdecimal() and len(start) < 6 else 1


def _roman(count: int) -> str:
    text = ""
    for amount, letters in _ROMAN:
        text += letters * (count // amount)
        count %= amount
    return text
