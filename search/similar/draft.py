"""A draft as it is read: from a file, from standard input, or out of the index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.boilerplate import form_sentences, without_boilerplate
from index.chunking import chunk_document, embedding_text
from index.content_tokens import passage_tokens
from index.errors import QueryError, Text
from index.finnish import analyse
from index.model import Chunk, Document, ProjectFacts
from index.preparation import content_key
from index.readers import check_text, document_from_text, read_document
from search.similar.meaning import signs
from search.similar.profile import Profile, UnitSource, passage_of, read_profiles

if TYPE_CHECKING:
    from index.query_encoder import QueryVectors
    from search.retrieve import Retriever
    from search.similar.meaning import Units

# Passages of a draft that are embedded, the most telling by their words; all count by their words. Of a longer draft
# the comparison takes but a sample of token vectors, and sixteen passages take a second to embed.
MOST_EMBEDDED = 16
# Finnish has some four characters a token of a multilingual model, and a passage of 110 words 220 tokens. Counting by
# characters spares a second for the model's tokeniser; a passage that is too long all the same is embedded in part.
_CHARACTERS_A_TOKEN = 3
_MOST_TOKENS = 500
# A draft is a project of the index where so much of it stands there word for word.
_SAME_TEXT = 0.8
STANDARD_INPUT = "-"


def read_draft(name: str, retriever: Retriever, standard_input: Callable[[], str]) -> Document | int:
    """Return the draft's document, or the id of the project in the index whose code `name` is.

    `name` is a file, "-" for standard input, or such a code. Raises UnreadableDocumentError for a file that can't be
    read, and QueryError where there is neither such a file nor such a project, or no text.
    """
    if name == STANDARD_INPUT:
        text = standard_input()
        check_text(text, Path(STANDARD_INPUT))
        document = document_from_text(text, STANDARD_INPUT)
        if not document.text:
            raise _no_input()
        return document
    if _is_path(name):
        return read_document(Path(name))
    project = retriever.catalogue.find_project(name)
    if project is None:
        raise _neither(name, retriever.catalogue.similar_codes(name))
    return project.id


def _is_path(name: str) -> bool:
    """Tell whether a draft is named by the path of a file, and not by a project's code."""
    try:
        return "/" in name or "." in name or Path(name).exists()
    except OSError:
        return False  # too long for any file's name


def own_project(document: Document, retriever: Retriever) -> int | None:
    """Return the id of the project in the index whose code the document has, None where there is none."""
    stored = retriever.catalogue.find_project(document.facts.code) if document.facts.code else None
    return stored.id if stored else None


def stored_draft(retriever: Retriever, project: int) -> Profile:
    """Return a project of the index as a draft, without passages where it has none there."""
    found = read_profiles(retriever, [project], ())
    return found[0] if found else Profile(project, ProjectFacts(), "", (), (), ())


class DraftReader:
    """Make a document that isn't in the index comparable with those that are."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._source = UnitSource(retriever)

    def profile(
        self, document: Document, project: int | None, telling: Callable[[Mapping[str, float]], float]
    ) -> Profile:
        """Return the draft's profile; `telling` says how much the words of a passage tell.

        The draft is cut into passages and freed from its form's sentences as a document of the index. Passages that
        the index has word for word have their vectors there; of the others MOST_EMBEDDED are embedded.
        """
        chunks = chunk_document(document, lambda text: len(text) // _CHARACTERS_A_TOKEN, _MOST_TOKENS)
        chunks = without_boilerplate(chunks, form_sentences(document))
        self._retriever.keywords.recall(chunk.text for chunk in chunks)
        known = self._known(chunks)
        bare = Profile(
            project=project if project is not None else self._same_text(known, len(chunks)),
            facts=document.facts,
            title=document.facts.title or "",
            passages=tuple(passage_of(chunk, None) for chunk in chunks),
            tokens=tuple(tuple(analyse(chunk.text)) for chunk in chunks),
            units=(None,) * len(chunks),
        )
        new = sorted(set(range(len(chunks))) - set(known), key=lambda at: -telling(bare.counts[at]))[:MOST_EMBEDDED]
        return self._embedded(bare, known, dict(zip(new, self._embed([chunks[at] for at in new]), strict=True)))

    def _known(self, chunks: Sequence[Chunk]) -> dict[int, int]:
        """Return the ids in the index of those passages that stand there word for word, by their places."""
        keys = [content_key(embedding_text(chunk)) for chunk in chunks]
        ids = self._retriever.catalogue.chunks_with_content(keys)
        return {at: ids[key] for at, key in enumerate(keys) if key in ids}

    def _same_text(self, known: Mapping[int, int], count: int) -> int | None:
        """Return the project that has most of the passages word for word, if any has."""
        documents = list(self._retriever.catalogue.documents_of(known.values()).values())
        most = max(set(documents), key=documents.count, default=None)
        return most if most is not None and documents.count(most) >= _SAME_TEXT * count else None

    def _embedded(self, bare: Profile, known: Mapping[int, int], new: Mapping[int, QueryVectors]) -> Profile:
        """Return the profile with the vectors of the passages that the index has and of those just embedded."""
        import numpy as np

        units: dict[int, Units | None] = {at: self._source.of(chunk) for at, chunk in known.items()}
        pooled = [vectors.pooled for vectors in new.values()]
        if known:
            pooled += list(self._retriever.vectors.of(np.array(list(known.values()), np.int64)))
        if self._source.codes is not None:
            space = self._source.codes.space
            # Merged like the index's they would be no better (nDCG@5 .919 and .918) and take .7 s more.
            units |= {at: signs(space.rounded(passage_tokens(vectors)), len(space.mean)) for at, vectors in new.items()}
        return replace(
            bare,
            units=tuple(units.get(at) for at in range(len(bare.passages))),
            pooled=np.stack(pooled) if pooled else None,
        )

    def _embed(self, chunks: Sequence[Chunk]) -> list[QueryVectors]:
        """Return the vectors of passages, embedded as those of documents are."""
        texts = [embedding_text(chunk) for chunk in chunks]
        return list(self._retriever.encoder.encode_documents(texts)) if texts else []


def _no_input() -> QueryError:
    return QueryError(
        Text("Standard input is empty.", "Vakiosyöte on tyhjä."),
        Text(
            "Give the draft's text: hankehaku similar - < DRAFT.txt",
            "Anna luonnoksen teksti: hankehaku samankaltaiset - < LUONNOS.txt",
        ),
    )


def _neither(name: str, similar: Sequence[str]) -> QueryError:
    codes = ", ".join(similar)
    return QueryError(
        Text(
            en=f"There is no file {name} and no project of that code in the index.",
            fi=f"Tiedostoa {name} ei ole, eikä hakemistossa ole hanketta, jolla on se koodi.",
        ),
        Text(
            en=f"Did you mean {codes}?" if similar else "Check the path of the draft.",
            fi=f"Tarkoititko: {codes}?" if similar else "Tarkista luonnoksen polku.",
        ),
    )
