from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import ModelError
from index.model_identity import ModelIdentity, content_hash, module_folders

IDENTITY = ModelIdentity("oma-malli", "ab" * 32, 384, 512, "kysely: ", "")


def test_an_identity_survives_json() -> None:
    assert ModelIdentity.from_json(json.loads(json.dumps(IDENTITY.to_json()))) == IDENTITY


@pytest.mark.parametrize("change", [{"dimension": "384"}, {"sha256": None}, {"name": 5}])
def test_a_damaged_identity_is_refused_with_the_cure(change: dict[str, object]) -> None:
    with pytest.raises(ModelError) as caught:
        ModelIdentity.from_json(IDENTITY.to_json() | change)
    assert "hankehaku build" in caught.value.hint.en


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "onnx").mkdir()
    modules = [{"idx": 0, "path": ""}, {"idx": 1, "path": "1_Pooling"}, {"idx": 2, "path": "2_Normalize"}]
    (tmp_path / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    (tmp_path / "1_Pooling" / "config.json").write_text("{}", encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"painot")
    return tmp_path


def test_module_folders_are_those_of_modules_json_that_exist(model: Path) -> None:
    assert module_folders(model) == [model / "1_Pooling"]
    assert module_folders(model / "onnx") == []


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "vocab.txt", "1_Pooling/config.json"])
def test_every_file_that_determines_vectors_changes_the_hash(model: Path, name: str) -> None:
    before = content_hash(model)
    (model / name).write_text("toinen", encoding="utf-8")
    assert content_hash(model) != before


@pytest.mark.parametrize("name", ["README.md", "hankehaku.json", "onnx/model.json", "pytorch_model.bin"])
def test_files_that_are_not_loaded_leave_the_hash_alone(model: Path, name: str) -> None:
    before = content_hash(model)
    (model / name).write_text("toinen", encoding="utf-8")
    assert content_hash(model) == before


def test_weights_of_pytorch_count_where_there_are_no_safetensors(model: Path) -> None:
    (model / "model.safetensors").unlink()
    before = content_hash(model)
    (model / "pytorch_model.bin").write_bytes(b"painot")
    assert content_hash(model) != before


def test_the_hash_does_not_depend_on_where_the_folder_is(model: Path) -> None:
    before = content_hash(model)
    assert content_hash(model.rename(model.with_name("siirretty"))) == before
