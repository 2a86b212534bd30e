"""Where an embedding model's files are, and whether they still are what they were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from index.bundled_model import MODEL_NAME, default_model_directory
from index.errors import ModelError
from index.model_identity import DESCRIPTION, ENCODER_FILES, ModelIdentity, content_hash, encoder_hashes
from index.model_library import model_directory
from index.query_encoder import damaged_model

# What reading a folder raises where a file of it is missing or malformed.
_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, ModelError)


def model_folder(name: str) -> Path:
    """Return the folder of the default model, which is made first where it isn't there yet, or of any other model.

    Raises ModelError when there is none.
    """
    return default_model_directory() if name == MODEL_NAME else model_directory(name)


def stored_identity(directory: Path) -> ModelIdentity:
    """Read the identity in the default model's folder; raises ModelError when it's damaged."""
    try:
        return ModelIdentity.from_json(_description(directory)["identity"])
    except _DAMAGE as error:
        raise damaged_model(directory) from error


def model_hash(name: str, directory: Path) -> str:
    """Return the hash of the files in a model's folder; raises ModelError when it's damaged.

    The default model's tells its own, as reading the files takes longer than a search. Any other is in its user's
    hands, even if it was copied from there.
    """
    if name == MODEL_NAME:
        return stored_identity(directory).sha256
    try:
        return content_hash(directory)
    except _DAMAGE as error:
        raise damaged_model(directory) from error


def check_files(directory: Path, identity: ModelIdentity) -> None:
    """Raise ModelError when a file of the default model's folder, or of a copy, isn't what the identity was taken of.

    Reads all that vectors are computed with, also what only the encoders without the library read.
    """
    if not (directory / DESCRIPTION).exists():
        return  # another model's, which is loaded through the library alone
    try:
        same = content_hash(directory) == identity.sha256
        same = same and encoder_hashes(directory) == _description(directory)[ENCODER_FILES]
    except _DAMAGE as error:
        raise damaged_model(directory) from error
    if not same:
        raise damaged_model(directory)


def _description(directory: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((directory / DESCRIPTION).read_text(encoding="utf-8"))
    return described
