"""Load a model through sentence-transformers, quietly, and say in one sentence why one can't be loaded."""

from __future__ import annotations

import logging
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from index.errors import ModelError, Text
from index.paths import expand_home, is_folder
from index.threads import physical_cores

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


# What computes: the processor, or a graphics processor.
Device = Literal["cpu", "cuda"]
DEVICE: Device = "cpu"


def check_device(device: Device) -> None:
    """Raise ModelError when PyTorch sees no such device; the processor is always there."""
    if device == "cuda":
        import torch

        if not torch.cuda.is_available():
            raise _no_graphics_processor(torch.__version__)


def load_library_model(name: str, device: Device = DEVICE) -> SentenceTransformer:
    """Load the model in the folder `name`, or the hub's (asked only when the local cache lacks it).

    Raises ModelError naming the model when there's none or the library can't load it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _quiet_libraries()
        import torch

        torch.set_num_threads(physical_cores())  # the one thread that a search asks for is too few here
        folder = _folder(name)
        if folder is not None:
            return _load(name, str(folder), device, local_only=True)
        try:  # the cache first: what is there needs no network
            return _load(name, _repository(name), device, local_only=True)
        except ModelError:
            return _load(name, _repository(name), device, local_only=False)


def absolute_name(name: str) -> str:
    """Return the absolute path of a folder, so that the name holds from anywhere, and any other name as it is."""
    folder = _folder(name)
    return name if folder is None else str(folder.resolve())


def model_directory(name: str) -> Path:
    """Return the folder with the files of a model: the folder `name`, or the local cache's of the hub's model.

    Raises ModelError when there is neither.
    """
    folder = _folder(name)
    if folder is not None:
        return folder
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(_repository(name), local_files_only=True))
    except (OSError, ValueError) as error:
        raise _unusable(name, error) from error


def _load(name: str, source: str, device: Device, *, local_only: bool) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(source, device=device, local_files_only=local_only, trust_remote_code=False)
    except Exception as error:  # the libraries beneath raise nearly anything for a broken model
        raise _unusable(name, error) from error


def _no_graphics_processor(version: str) -> ModelError:
    return ModelError(
        Text(
            en=f"PyTorch {version} sees no graphics processor (CUDA).",
            fi=f"PyTorch {version} ei löydä näytönohjainta (CUDA).",
        ),
        Text(
            en="Leave out --device cuda, or install NVIDIA's driver and a build of PyTorch with CUDA.",
            fi="Jätä --device cuda pois tai asenna NVIDIAn ajuri ja PyTorch, jossa on CUDA-tuki.",
        ),
    )


def _unusable(name: str, error: Exception) -> ModelError:
    reason = (str(error).strip() or repr(error)).splitlines()[0]
    return ModelError(
        Text(
            en=f"The embedding model {name} can't be loaded with sentence-transformers: {reason}",
            fi=f"Kielimallia {name} ei voi ladata sentence-transformers-kirjastolla: {reason}",
        ),
        Text(
            en=f"Check the path {name}; behind a firewall, copy the model's folder here and give its path.",
            fi=f"Tarkista polku {name}; palomuurin takana kopioi mallin kansio koneellesi ja anna sen polku.",
        ),
    )


def _quiet_libraries() -> None:
    """Switch off the libraries' progress bars, advice and warnings: the program's own output is enough."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # else a fork prints advice
    from huggingface_hub.utils import disable_progress_bars  # type: ignore[attr-defined]
    from transformers.utils import logging as transformers_logging

    disable_progress_bars()
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)


def _folder(name: str) -> Path | None:
    path = expand_home(name)
    return path if is_folder(path) else None


def _repository(name: str) -> str:
    """Return the hub's full name: the library's own models go without their organisation."""
    return name if "/" in name else f"sentence-transformers/{name}"
