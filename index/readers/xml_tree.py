"""Parse the XML of Office files into a tree of plain names, with no entities and within limits."""

from __future__ import annotations

from typing import NoReturn

# Expat expands entities only where a document type defines them, and one is refused here before its first line.
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from xml.parsers import expat

from index.limits import DEEPEST_XML, MOST_XML_ELEMENTS
from index.readers.problems import Problem, UnreadableContentError


def parse_xml(data: bytes) -> Element:
    """Return the root of the XML in `data`; names of elements and attributes have no namespace.

    Office files have one vocabulary in two versions, which differ in namespace; no name is used in two meanings that
    matter here. Raises UnreadableContentError for damaged XML, a document type, and beyond the limits.
    """
    parser = XMLParser(target=_PlainNames())  # noqa: S314 - see the import
    try:
        parser.feed(data)
        return parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableContentError(Problem.DAMAGED) from error


def check_xml(data: bytes) -> None:
    """Raise UnreadableContentError for damaged XML and for a document type; nothing is built of it."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadableContentError(Problem.DAMAGED) from error


def _refuse_document_type(*_: object) -> NoReturn:
    raise UnreadableContentError(Problem.ENTITIES)


class _PlainNames(TreeBuilder):
    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._elements = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST_XML or self._elements > MOST_XML_ELEMENTS:
            raise UnreadableContentError(Problem.TOO_COMPLEX)
        return super().start(_plain(tag), {_plain(name): value for name, value in attrs.items()})

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(_plain(tag))

    def doctype(self, *declared: object) -> NoReturn:
        _refuse_document_type(*declared)


def _plain(name: str) -> str:
    return name.rpartition("}")[2]
