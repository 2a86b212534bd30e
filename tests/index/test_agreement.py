from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import agreement
from index.agreement import NOTE, compare, encoders_agree
from index.embedding import Embedder
from index.model_folder import stored_identity
from index.query_encoder import QueryEncoder


@pytest.fixture
def model(tmp_path: Path, default_model: Path) -> Path:
    """Return a folder with the default model's files, none of them a copy, and nothing remembered of it."""
    for path in default_model.rglob("*"):
        if path.is_file() and path.name != NOTE:
            link = tmp_path / path.relative_to(default_model)
            link.parent.mkdir(exist_ok=True)
            link.symlink_to(path)
    return tmp_path


@pytest.fixture
def library(model: Path) -> Embedder:
    return Embedder(model, stored_identity(model))


def shift_prompts(model: Path) -> None:
    """Make the encoder without torch put other prompts before texts than the library."""
    path = model / "hankehaku.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    described["identity"]["document_prompt"] = "tiivistelmä: "
    path.unlink()
    path.write_text(json.dumps(described), encoding="utf-8")


def test_the_encoders_without_torch_give_what_the_library_gives(model: Path, library: Embedder) -> None:
    assert compare(library, QueryEncoder.open(model))


def test_passages_that_are_encoded_otherwise_are_noticed(model: Path, library: Embedder) -> None:
    shift_prompts(model)
    assert not encoders_agree(library, model)
    assert not (model / NOTE).exists()


def test_layers_that_differ_a_little_are_noticed(model: Path, library: Embedder) -> None:
    layers = np.load(model / "layers.npy")
    layers[3] *= 1.02
    (model / "layers.npy").unlink()
    np.save(model / "layers.npy", layers)
    assert not compare(library, QueryEncoder.open(model))


class TestMemory:
    @pytest.fixture
    def asked(self, monkeypatch: pytest.MonkeyPatch) -> list[Embedder]:
        """Return the models whose library was asked; it agrees."""
        asked: list[Embedder] = []

        def compared(library: Embedder, _: QueryEncoder) -> bool:
            asked.append(library)
            return True

        monkeypatch.setattr(agreement, "compare", compared)
        return asked

    def test_the_library_is_asked_once(self, model: Path, library: Embedder, asked: list[Embedder]) -> None:
        assert all(encoders_agree(library, model) for _ in range(3))
        assert asked == [library]

    def test_it_is_asked_again_when_the_program_has_changed(
        self, model: Path, library: Embedder, asked: list[Embedder], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert encoders_agree(library, model)
        monkeypatch.setattr(agreement, "program_digest", lambda: b"x" * 32)
        assert encoders_agree(library, model)
        assert len(asked) == 2

    def test_it_is_asked_again_of_a_copy_that_was_changed(
        self, model: Path, library: Embedder, asked: list[Embedder]
    ) -> None:
        assert encoders_agree(library, model)
        other = Embedder(model, replace(library.identity, sha256="0" * 64))
        assert encoders_agree(other, model)
        assert asked == [library, other]

    def test_a_note_that_was_cut_short_is_no_note(self, model: Path, library: Embedder, asked: list[Embedder]) -> None:
        assert encoders_agree(library, model)
        (model / NOTE).write_bytes((model / NOTE).read_bytes()[:7])
        assert encoders_agree(library, model)
        assert len(asked) == 2

    def test_where_nothing_can_be_written_it_is_asked_each_time(
        self, model: Path, library: Embedder, asked: list[Embedder]
    ) -> None:
        (model / NOTE).mkdir()
        assert all(encoders_agree(library, model) for _ in range(2))
        assert len(asked) == 2
