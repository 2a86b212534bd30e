"""A folder with the invented collection and an index built from it by a stand-in for the embedding model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.build import BuildReport, build_index
from index.catalogue import Catalogue
from index.embedding import Embedder, EncodesPassages, ModelIdentity
from index.generation import CATALOGUE, current_generation
from index.model_library import DEVICE, Device
from index.passage_vectors import calibration_texts
from index.query_encoder import QueryVectors
from tests.collection import write_collection

LETTERS = "abcdefghijklmnopqrstuvwxyzäö"
CALIBRATION = frozenset(calibration_texts())


def letters(text: str) -> NDArray[np.float32]:
    """Return the unit vector of a text's letter counts."""
    counts = np.array([1 + text.lower().count(letter) for letter in LETTERS], np.float32)
    unit: NDArray[np.float32] = counts / np.linalg.norm(counts)
    return unit


@dataclass
class LetterModel:
    """A text's vector counts its letters; `embedded` holds the texts of the last build."""

    name: str = "kirjaimet"
    embedded: list[str] = field(default_factory=list)

    @property
    def identity(self) -> ModelIdentity:
        return ModelIdentity(self.name, "0" * 64, len(LETTERS), 200, "", "")

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def document_vectors(self, texts: Sequence[str]) -> Iterator[tuple[int, QueryVectors]]:
        self.embedded += [text for text in texts if text not in CALIBRATION]
        for position, text in enumerate(texts):
            words = text.split()
            tokens = np.array([letters(word) for word in words])
            yield position, QueryVectors(letters(text), tokens, tuple(f"▁{word}" for word in words))

    def passage_encoder(self, *, quick: bool) -> EncodesPassages:
        return self.document_vectors

    def release(self) -> None:
        pass

    def query_encoder_fits(self) -> bool:
        return False

    def check_files(self) -> None:
        pass


@dataclass(frozen=True)
class Bench:
    """The collection's folder, the index's folder, and the model that every build loads, whatever its name."""

    collection: Path
    index: Path
    model: LetterModel

    @classmethod
    def set_up(cls, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
        letters = LetterModel()

        def load(name: str | None = None, device: Device = DEVICE) -> LetterModel:
            letters.name = name or "kirjaimet"
            letters.embedded.clear()
            return letters

        monkeypatch.setattr(Embedder, "load", load)
        write_collection(folder / "hankkeet")
        return cls(folder / "hankkeet", folder / "hakemisto", letters)

    def build(self, *paths: Path, model: str | None = None) -> BuildReport:
        return build_index(paths or [self.collection], self.index, model, lambda stage, done, total: None)

    def stored_projects(self) -> dict[str, str]:
        """Return the title of each project in the current index."""
        catalogue = Catalogue(current_generation(self.index).path / CATALOGUE)
        stored = catalogue.projects(range(1, 1 + catalogue.count("documents")))
        catalogue.close()
        return {project.project: project.title for project in stored.values()}
