"""Parse HTML as it is found into a tree: tags that were left open are closed, whatever is hidden is left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

from index.limits import DEEPEST_HTML, MOST_HTML_ELEMENTS
from index.readers.problems import Problem, UnreadableContentError

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
# What isn't the page's text, and text that was deleted.
_UNSEEN = frozenset(
    {"script", "style", "head", "template", "nav", "del", "select", "textarea", "svg", "math", "object", "iframe"}
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
# LibreOffice saves the header and the footer of a page under these titles.
_PAGE_MARGINS = frozenset({"header", "footer"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre"}
    | {"section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
# An element of the first kind ends an open one of the second unless one of the third lies between.
_CELLS = frozenset({"td", "th"})
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (_CELLS, frozenset({"tr", "table"})),
    "th": (_CELLS, frozenset({"tr", "table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
}
_ENDS |= {name: (frozenset({"p"}), _CELLS | {"li", "div"}) for name in _BLOCKS - set(_ENDS) - {"body", "tbody"}}


def is_block(tag: str) -> bool:
    """Tell whether an element called `tag` begins a line of its own."""
    return tag in _BLOCKS


def _is_hidden(attributes: dict[str, str]) -> bool:
    is_page_margin = attributes.get("title") in _PAGE_MARGINS and set(attributes) <= {"title", "id"}
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style", ""))) or is_page_margin


def parse_html(text: str) -> Element:
    """Return the tree of the page `text` under a root of its own, without scripts, styles and hidden parts.

    Elements more than DEEPEST_HTML deep become siblings. Raises UnreadableContentError beyond MOST_HTML_ELEMENTS.
    """
    parser = _Parser()
    parser.feed(text)
    parser.close()
    return parser.root()


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = TreeBuilder()
        self._builder.start("page", {})
        self._open: list[str] = []
        self._elements = 0
        # The outermost unseen element that is open, and those of its name within it.
        self._unseen: list[str] = []

    def root(self) -> Element:
        while self._open:
            self._close_last()
        self._builder.end("page")
        return self._builder.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._elements += 1
        if self._elements > MOST_HTML_ELEMENTS:
            raise UnreadableContentError(Problem.TOO_COMPLEX)
        attributes = {name: value or "" for name, value in attrs}
        if self._unseen:
            if tag == self._unseen[-1]:
                self._unseen.append(tag)
        elif tag in _VOID:
            self._builder.start(tag, attributes)
            self._builder.end(tag)
        elif tag in _UNSEEN or _is_hidden(attributes):
            self._unseen.append(tag)
        else:
            self._end_implied(tag)
            while len(self._open) >= DEEPEST_HTML:
                self._close_last()
            self._builder.start(tag, attributes)
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # HTML knows no self-closing tags but the void ones; XHTML does, for empty elements.
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            if tag == self._unseen[-1]:
                self._unseen.pop()
        elif tag in self._open:
            while self._close_last() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._builder.data(data)

    def _end_implied(self, tag: str) -> None:
        ended, borders = _ENDS.get(tag, (frozenset(), frozenset()))
        for depth, name in enumerate(reversed(self._open), 1):
            if name in ended:
                for _ in range(depth):
                    self._close_last()
                return
            if name in borders:
                return

    def _close_last(self) -> str:
        tag = self._open.pop()
        self._builder.end(tag)
        return tag
