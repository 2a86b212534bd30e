"""The vectors and token codes of a build's passages: taken from the current index where they can be, else computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.calibration import SENTENCES
from index.catalogue import Catalogue
from index.content_tokens import passage_tokens
from index.errors import DamagedIndexError, IndexMismatchError, IndexMissingError
from index.generation import CATALOGUE, Generation, current_generation, is_intact
from index.token_codes import (
    CODES_FILE,
    OFFSETS_FILE,
    SPACE_FILE,
    TokenCodes,
    TokenSpace,
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


def known_vectors(index: Path, identity: ModelIdentity) -> KnownVectors | None:
    """Return what the current index in this folder knows, None where it is missing, damaged or of another model."""
    try:
        generation = current_generation(index)
        if generation.manifest.model != identity.to_json():
            return None
        # A flipped byte would go from build to build: no later one would compute that vector anew.
        files = (CATALOGUE, VECTORS_FILE, CODES_FILE, OFFSETS_FILE, SPACE_FILE)
        present = [name for name in files if name in generation.manifest.files]
        if not all(is_intact(generation, name) for name in present):
            return None
        return KnownVectors(generation)
    except (IndexMissingError, IndexMismatchError, DamagedIndexError):
        return None


def embed_passages(
    keyed_texts: Sequence[tuple[bytes, str]],
    embedder: Embedder,
    known: KnownVectors | None,
    progress: Callable[[int, int], None],
) -> PassageVectors:
    """Return the vectors and codes of passages, each given by its content key and the text to embed."""
    import numpy as np

    count = len(keyed_texts)
    pooled = np.zeros((count, embedder.identity.dimension), np.float32)
    new = [at for at, (key, _) in enumerate(keyed_texts) if known is None or key not in known]
    space = known.space if known else _token_space(embedder)
    codes: list[NDArray[np.uint8]] = [np.zeros((0, 0), np.uint8)] * count
    for at, (key, _) in enumerate(keyed_texts):
        if known and key in known:
            pooled[at] = known.pooled(key)
            if space:
                codes[at] = known.codes(key)
    for position, vectors in embedder.document_vectors([keyed_texts[at][1] for at in new], progress):
        pooled[new[position]] = vectors.pooled
        if space:
            codes[new[position]] = space.encode(passage_tokens(vectors))
    return PassageVectors(pooled, space, codes if space else None, len(new))


def calibration_texts() -> list[str]:
    """Return the texts around whose token vectors a model's token space is laid."""
    return [" ".join(SENTENCES[at : at + _SENTENCES_A_TEXT]) for at in range(0, len(SENTENCES), _SENTENCES_A_TEXT)]


def _token_space(embedder: Embedder) -> TokenSpace | None:
    """Return the space of a model's token codes, None for a model that gives no token vectors."""
    samples = [passage_tokens(vectors) for _, vectors in embedder.document_vectors(calibration_texts())]
    return TokenSpace.around(samples) if all(len(sample) for sample in samples) else None
