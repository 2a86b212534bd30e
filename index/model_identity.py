"""What tells one embedding model from another: an index is only searched with the model that made it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from index.errors import ModelError, Text

# Kinds of files that determine a model's vectors; read-me files, pictures and code of training don't.
_HASHED = frozenset({".json", ".safetensors", ".bin", ".txt", ".model"})
# Those that only the encoders without the library read (`index.query_encoder`): made from the others, so they are no
# part of the identity, but they may be damaged.
_ENCODERS = frozenset({".npy", ".onnx"})
DESCRIPTION = "hankehaku.json"  # holds the hash itself, so it's no part of it
ENCODER_FILES = "encoder_files"  # where it holds what `encoder_hashes` gave


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """A model's name as the user gave it, the hash of its files, its sizes and its prompts.

    `dimension` is that of the pooled vectors, `max_tokens` counts special tokens and prompt too.
    """

    name: str
    sha256: str
    dimension: int
    max_tokens: int
    query_prompt: str
    document_prompt: str

    def to_json(self) -> dict[str, Any]:
        """Return the identity as a JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> ModelIdentity:
        """Read what `to_json` returned; raises ModelError when a key is missing or holds another type."""
        types = {"dimension": int, "max_tokens": int}
        names = [field.name for field in fields(cls)]
        if not all(isinstance(value.get(name), types.get(name, str)) for name in names):
            raise ModelError(
                Text(
                    en="The description of the embedding model is damaged.",
                    fi="Kielimallin kuvaus on vioittunut.",
                ),
                Text(
                    en="Rebuild the index: hankehaku build",
                    fi="Rakenna hakemisto uudelleen: hankehaku rakenna",
                ),
            )
        return cls(**{name: value[name] for name in names})


def content_hash(directory: Path) -> str:
    """Return a SHA-256 over the files of the model folder that determine its vectors: names and contents.

    Only the folder itself and the module folders of its modules.json count, and of two weight files in one
    folder the one that sentence-transformers loads (safetensors before PyTorch's). Raises OSError when a file
    can't be read.
    """
    digest = hashlib.sha256()
    for path in sorted(_hashed_files(directory)):
        digest.update(f"{path.relative_to(directory).as_posix()}\0{_file_hash(path)}\n".encode())
    return digest.hexdigest()


def encoder_hashes(directory: Path) -> dict[str, str]:
    """Return by name the SHA-256 of each file of the folder that only the encoders without the library read.

    Raises OSError when a file can't be read.
    """
    return {path.name: _file_hash(path) for path in sorted(directory.iterdir()) if path.suffix in _ENCODERS}


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hashed_files(directory: Path) -> list[Path]:
    found = []
    for folder in {directory, *module_folders(directory)}:
        files = [path for path in folder.iterdir() if path.suffix in _HASHED and path.is_file()]
        has_safetensors = any(path.suffix == ".safetensors" for path in files)
        found += [
            path for path in files if path.name != DESCRIPTION and not (has_safetensors and path.suffix == ".bin")
        ]
    return found


def module_folders(directory: Path) -> list[Path]:
    """Return the folders that modules.json names; a plain transformers model has none."""
    modules = directory / "modules.json"
    if not modules.exists():
        return []
    paths = [str(module["path"]) for module in json.loads(modules.read_text(encoding="utf-8"))]
    return [directory / path for path in paths if path and (directory / path).is_dir()]
