"""The vectors and token codes of a build's passages: taken from the current index where they can be, else computed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.calibration import SENTENCES
from index.catalogue import Catalogue
from index.content_tokens import passage_tokens
from index.errors import DamagedIndexError
from index.generation import CATALOGUE, Generation, is_intact
from index.memo import checkpoint_path
from index.records import RecordWriter
from index.token_codes import (
    CODES_FILE,
    OFFSETS_FILE,
    SPACE_FILE,
    TokenCodes,
    TokenSpace,
    code_width,
    write_token_codes,
)
from index.vectors import VECTORS_FILE, open_vectors, write_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.embedding import Embedder, ModelIdentity

# Sentences of a calibration text. A token's vector depends on how much text there is around it, so that short texts
# would tell a wrong mean.
_SENTENCES_A_TEXT = 8


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """Pooled unit vectors (n, d) of all passages, their token codes (None without token vectors), how many are new."""

    pooled: NDArray[np.float32]
    space: TokenSpace | None
    codes: list[NDArray[np.uint8]] | None
    embedded: int

    def write(self, folder: Path) -> None:
        """Write everything that a search needs of them into `folder`."""
        write_vectors(folder, self.pooled)
        if self.space is not None and self.codes is not None:
            write_token_codes(folder, self.space, self.codes)


class KnownVectors:
    """What the current index knows of passages, by the key of their content; nothing of another model counts."""

    def __init__(self, generation: Generation) -> None:
        self.numpy_query_encoder = generation.manifest.numpy_query_encoder
        self._pooled = open_vectors(generation.path)
        self._codes = TokenCodes(generation.path) if generation.manifest.late_interaction else None
        catalogue = Catalogue(generation.path / CATALOGUE)
        try:
            self._chunks = {key: chunk for key, chunk in catalogue.content_keys() if chunk < len(self._pooled)}
        finally:
            catalogue.close()

    @property
    def space(self) -> TokenSpace | None:
        """Return what the known codes are relative to, None where there are none."""
        return self._codes.space if self._codes else None

    def __contains__(self, key: bytes) -> bool:
        return key in self._chunks

    def pooled(self, key: bytes) -> NDArray[np.float16]:
        """Return a passage's pooled vector (d,)."""
        vector: NDArray[np.float16] = self._pooled[self._chunks[key]]
        return vector

    def codes(self, key: bytes) -> NDArray[np.uint8]:
        """Return a passage's token codes; call it only where `space` is not None."""
        assert self._codes is not None  # noqa: S101 - for the type checker; `space` tells callers
        return self._codes.of(self._chunks[key])


def known_vectors(generation: Generation | None, identity: ModelIdentity) -> KnownVectors | None:
    """Return what a generation knows, None where it is of another model or damaged."""
    if generation is None or generation.manifest.model != identity.to_json():
        return None
    # A flipped byte would go from build to build: no later one would compute that vector anew.
    files = (CATALOGUE, VECTORS_FILE, CODES_FILE, OFFSETS_FILE, SPACE_FILE)
    if not all(is_intact(generation, name) for name in files if name in generation.manifest.files):
        return None
    try:
        return KnownVectors(generation)
    except DamagedIndexError:
        return None


def embed_passages(
    keyed_texts: Sequence[tuple[bytes, str]],
    embedder: Embedder,
    known: KnownVectors | None,
    index: Path,
    progress: Callable[[int, int], None],
) -> PassageVectors:
    """Return the vectors and codes of passages, each given by its content key and the text to embed.

    What is computed is written to a checkpoint in the folder `index` at once, where the next build finds it if this
    one is broken off.
    """
    import numpy as np

    pooled = np.zeros((len(keyed_texts), embedder.identity.dimension), np.float32)
    space = known.space if known else _token_space(embedder)
    codes: list[NDArray[np.uint8]] = [np.zeros((0, 0), np.uint8)] * len(keyed_texts)
    with _Checkpoint(index, embedder.identity, space) as checkpoint:
        new = []
        for at, (key, _) in enumerate(keyed_texts):
            if known and key in known:
                pooled[at] = known.pooled(key)
                if space:
                    codes[at] = known.codes(key)
            elif found := checkpoint.get(key):
                pooled[at], codes[at] = found
            else:
                new.append(at)
        for position, vectors in embedder.document_vectors([keyed_texts[at][1] for at in new], progress):
            at = new[position]
            # Rounded as they are stored, so that what was read from the checkpoint is no different.
            pooled[at] = vectors.pooled.astype(np.float16)
            if space:
                codes[at] = space.encode(passage_tokens(vectors))
            checkpoint.append(keyed_texts[at][0], pooled[at], codes[at])
    return PassageVectors(pooled, space, codes if space else None, len(new))


class _Checkpoint:
    """The vectors and codes that a build has computed, in a file for each model and token space."""

    def __init__(self, index: Path, identity: ModelIdentity, space: TokenSpace | None) -> None:
        described = json.dumps(identity.to_json(), sort_keys=True).encode()
        maker = hashlib.sha256(described + (space.mean.tobytes() + space.rotation.tobytes() if space else b""))
        path = checkpoint_path(index, f"vectors-{maker.hexdigest()[:16]}")
        self._dimension = identity.dimension
        self._records = RecordWriter(path, maker.digest())

    def __enter__(self) -> _Checkpoint:
        return self

    def __exit__(self, *_: object) -> None:
        self._records.close()

    def get(self, key: bytes) -> tuple[NDArray[np.float16], NDArray[np.uint8]] | None:
        """Return a passage's pooled vector and codes, or None."""
        import numpy as np

        content = self._records.get(key)
        if content is None:
            return None
        pooled = np.frombuffer(content, np.float16, self._dimension)
        codes = np.frombuffer(content, np.uint8, offset=pooled.nbytes)
        return pooled, codes.reshape(-1, code_width(self._dimension))

    def append(self, key: bytes, pooled: NDArray[np.float32], codes: NDArray[np.uint8]) -> None:
        """Keep a passage's pooled vector, which half precision holds exactly, and its codes."""
        import numpy as np

        self._records.append(key, pooled.astype(np.float16).tobytes() + codes.tobytes())


def calibration_texts() -> list[str]:
    """Return the texts around whose token vectors a model's token space is laid."""
    return [" ".join(SENTENCES[at : at + _SENTENCES_A_TEXT]) for at in range(0, len(SENTENCES), _SENTENCES_A_TEXT)]


def _token_space(embedder: Embedder) -> TokenSpace | None:
    """Return the space of a model's token codes, None for a model that gives no token vectors."""
    samples = [passage_tokens(vectors) for _, vectors in embedder.document_vectors(calibration_texts())]
    return TokenSpace.around(samples) if all(len(sample) for sample in samples) else None
