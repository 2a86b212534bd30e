"""A tiny collection in two versions, built with a stand-in for the model, and all that searches of it answer."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

import index.embedding
from index.build import BuildReport, build_index
from index.embedding import Embedder, ModelIdentity
from index.filters import Filters
from index.model_library import DEVICE, Device
from index.query_encoder import QueryVectors
from search.group import By, search_index
from search.query import parse_query
from search.retrieve import Mode
from tests.collection import COAST, DIGITAL, PEERS, WORKSHOP, Project, write_collection
from tests.index.bench import LETTERS, LetterModel, letters

_SUMMARY = """Tavoitteet:
Kahvilavaunun sijasta etsivä nuorisotyö liikkuu nyt veneellä saaresta toiseen, ja nuori saa soittaa minä iltana hyvänsä.

Toimenpiteet:
Ohjaaja istuu laiturilla, keittää nokipannukahvit ja kuuntelee. Digituki kulkee samassa veneessä."""
VERSIONS: dict[str, tuple[Project, ...]] = {
    "vanha": (COAST, WORKSHOP, DIGITAL, PEERS),
    "uusi": (replace(COAST, title="Saaristoraitti", summary=_SUMMARY), DIGITAL, PEERS),
}
QUESTIONS: tuple[tuple[str, Mode, By], ...] = (
    ("etsivä nuorisotyö", "hybrid", "project"),
    ("kirjaston digituki", "hybrid", "passage"),
    ("kahvilavaunu -työpaja", "keyword", "project"),
    ("ryhmä", "vector", "passage"),
)


class LetterQueries:
    """Queries' vectors by the stand-in model."""

    def encode(self, text: str) -> QueryVectors:
        words = text.split()
        tokens = np.array([letters(word) for word in words], np.float32).reshape(-1, len(LETTERS))
        return QueryVectors(letters(text), tokens, tuple(f"▁{word}" for word in words))

    def encode_all(self, texts: Sequence[str]) -> list[QueryVectors]:
        return [self.encode(text) for text in texts]

    def encode_documents(self, texts: Iterable[str]) -> Iterator[QueryVectors]:
        return map(self.encode, texts)


def use_stand_in(patch: pytest.MonkeyPatch) -> None:
    """Let builds and searches use the stand-in, and nothing that a computer happens to have besides."""

    def load(name: str | None = None, device: Device = DEVICE) -> LetterModel:
        return LetterModel(name or "kirjaimet")

    def queries(identity: ModelIdentity, *, quick: bool, warm: bool = False) -> LetterQueries:
        return LetterQueries()

    patch.setattr(Embedder, "load", load)
    patch.setattr(index.embedding, "query_encoder_for", queries)
    patch.setenv("HANKEHAKU_DICTIONARIES", "/ei/sanakirjoja")
    patch.setenv("HANKEHAKU_LANG", "fi")


def build(collection: Path, index: Path) -> BuildReport:
    return build_index([collection], index, None, lambda stage, done, total: None)


def answer(index: Path, questions: tuple[tuple[str, Mode, By], ...] = QUESTIONS) -> str:
    """Return everything that searches of an index answer."""
    results = [
        search_index(index, parse_query(text), Filters(), mode, by, 10, explain=True) for text, mode, by in questions
    ]
    return repr(results)


@dataclass(frozen=True)
class World:
    """The collection's folder, and what an index of each version answers when it is built from nothing."""

    folder: Path
    answers: dict[str, str]

    @classmethod
    def set_up(cls, folder: Path) -> World:
        world = cls(folder, {})
        for version in VERSIONS:
            world.turn_to(version)
            built = build(world.collection, folder / "tyhjästä")
            world.answers[version] = answer(built.generation.path.parent)
            shutil.rmtree(folder / "tyhjästä")
        assert len(set(world.answers.values())) == len(VERSIONS)
        return world

    @property
    def collection(self) -> Path:
        return self.folder / "hankkeet"

    def turn_to(self, version: str) -> None:
        """Let the collection's folder hold this version."""
        shutil.rmtree(self.collection, ignore_errors=True)
        write_collection(self.collection, VERSIONS[version])

    def built(self, index: Path, *versions: str) -> Path:
        """Build these versions one after another into `index`."""
        for version in versions:
            self.turn_to(version)
            build(self.collection, index)
        return index
