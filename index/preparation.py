"""What a build makes of one document by itself: passages with their terms and sentences.

What becomes of a document depends on the others only in which of its passages are boilerplate; all before that is
worked out once and kept for later builds.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from dataclasses import astuple, dataclass
from typing import Any

from index.boilerplate import KeyedSentence, form_sentences, keyed_sentences, prose_sentences
from index.chunking import chunk_document
from index.document_json import document_to_json
from index.finnish import analyse
from index.keywords import PassageTerms, title_terms
from index.memo import Memo
from index.model import Chunk, Document
from index.model_identity import ModelIdentity

# What a model adds to a text besides its prompt: a token before and one behind, and room for the line break between
# context and passage.
_SPECIAL_TOKENS = 4


@dataclass(frozen=True, slots=True)
class PreparedPassage:
    """A passage with its sentences (for telling boilerplate) and the terms that it is found by."""

    chunk: Chunk
    sentences: tuple[KeyedSentence, ...]
    terms: PassageTerms


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document's passages, the terms of its project's names, and the keys of its prose's and its form's sentences."""

    passages: tuple[PreparedPassage, ...]
    title: str
    prose: frozenset[int]
    form: frozenset[int]


class Preparer:
    """Prepare the documents of an index that the model `identity` makes; `count_tokens` counts by that model."""

    def __init__(self, identity: ModelIdentity, count_tokens: Callable[[str], int], memo: Memo) -> None:
        self._count_tokens = count_tokens
        self._budget = identity.max_tokens - count_tokens(identity.document_prompt) - _SPECIAL_TOKENS
        self._memo = memo
        self._keys: dict[str, bytes] = {}

    def prepare(self, project: str, document: Document) -> Prepared:
        """Return what becomes of the document that is indexed under `project`."""
        key = self._keys.get(project)
        if key is None:
            told = json.dumps([project, document_to_json(document)])
            key = self._keys[project] = hashlib.sha256(told.encode()).digest()
        known = self._memo.get(key)
        if known is not None:
            return _from_bytes(known, document)
        prepared = self._make(project, document)
        self._memo.put(key, _to_bytes(prepared))
        return prepared

    def _make(self, project: str, document: Document) -> Prepared:
        passages = tuple(
            PreparedPassage(chunk, tuple(keyed_sentences(chunk.text)), PassageTerms.of(analyse(chunk.text)))
            for chunk in chunk_document(document, self._count_tokens, self._budget)
        )
        return Prepared(
            passages,
            title_terms(analyse(document.facts.names(project))),
            prose_sentences(document),
            form_sentences(document),
        )


def content_key(text: str) -> bytes:
    """Return the key by which a passage's vectors are known: the SHA-256 of the text that is embedded."""
    return hashlib.sha256(text.encode()).digest()


def preparation_digest(program: bytes, analyser: str, identity: ModelIdentity) -> bytes:
    """Return a SHA-256 over what preparing a document depends on besides the document."""
    described = json.dumps([program.hex(), analyser, identity.to_json()], sort_keys=True)
    return hashlib.sha256(described.encode()).digest()


def _to_bytes(prepared: Prepared) -> bytes:
    passages = []
    for one in prepared.passages:
        section, section_heading, heading, start, end, _, context = astuple(one.chunk)
        passages.append([[section, section_heading, heading, start, end, context], one.sentences, astuple(one.terms)])
    values = [passages, prepared.title, sorted(prepared.prose), sorted(prepared.form)]
    return zlib.compress(json.dumps(values).encode(), 1)


def _from_bytes(content: bytes, document: Document) -> Prepared:
    passages, title, prose, form = json.loads(zlib.decompress(content))
    return Prepared(tuple(_passage(document, *values) for values in passages), title, frozenset(prose), frozenset(form))


def _passage(document: Document, chunk: list[Any], sentences: list[list[Any]], terms: list[Any]) -> PreparedPassage:
    section, section_heading, heading, start, end, context = chunk
    words, parts, fallback = terms
    return PreparedPassage(
        Chunk(section, section_heading, heading, start, end, document.text[start:end], context),
        tuple((key, words_in_it) for key, words_in_it in sentences),
        PassageTerms(tuple(words), parts, fallback),
    )
