"""The vectors and token codes of a build's passages: taken from the current index where they can be, else computed.

None of them is kept in memory for all passages: what is computed goes to a checkpoint on disk, and what is stored is
gathered from there and from the current index, some passages at a time.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.calibration import SENTENCES
from index.catalogue import Catalogue
from index.chunking import embedding_text
from index.content_tokens import passage_tokens
from index.damage import damaged_file
from index.errors import DamagedIndexError
from index.generation import CATALOGUE, Generation, is_intact
from index.memo import checkpoint_path
from index.program import code_hash
from index.records import KEY_SIZE, RecordWriter
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

    from index.embedding import EncodesPassages, ModelIdentity

    Keys = NDArray[np.bytes_]

# Sentences of a calibration text. A token's vector depends on how much text there is around it, so that short texts
# would tell a wrong mean.
_SENTENCES_A_TEXT = 8
# Passages whose texts are in memory at a time: so many that they can be sorted into batches of like lengths.
_WINDOW = 4_096
# The modules that decide what is stored of a passage with a given key, beside the model and the token space.
_MAKERS = (
    "index.content_tokens",
    "index.embedding",
    "index.finnish",
    "index.passage_vectors",
    "index.query_encoder",
    "index.stop_words",
    "index.token_codes",
)
# Bytes of a coordinate in half precision.
_HALF = 2


class KnownVectors:
    """What the current index knows of passages, by the key of their content; nothing of another model counts.

    Raises DamagedIndexError where its files don't fit each other.
    """

    def __init__(self, generation: Generation) -> None:
        self._pooled = open_vectors(generation.path)
        self._codes = TokenCodes(generation.path) if generation.manifest.late_interaction else None
        with closing(Catalogue(generation.path / CATALOGUE)) as catalogue:
            self._keys = content_keys(catalogue)
        wanted = (len(self._keys), generation.manifest.model["dimension"])
        if self._pooled.shape != wanted:
            raise damaged_file(generation.path / VECTORS_FILE, f"{self._pooled.shape}, not {wanted}")
        if self._codes:
            self._codes.check_offsets(len(self._keys))
        self._order = self._keys.argsort()

    @property
    def space(self) -> TokenSpace | None:
        """Return what the known codes are relative to, None where there are none."""
        return self._codes.space if self._codes else None

    def chunks(self, keys: Keys) -> NDArray[np.int64]:
        """Return for each of `keys` the id that its passage has here, -1 where there is none."""
        import numpy as np

        if not len(self._keys):
            return np.full(len(keys), -1)
        at = np.searchsorted(self._keys, keys, sorter=self._order).clip(max=len(self._keys) - 1)
        chunks = self._order[at]
        return np.where(self._keys[chunks] == keys, chunks, -1)

    def pooled(self, chunk: int) -> NDArray[np.float16]:
        """Return a passage's pooled vector (d,)."""
        vector: NDArray[np.float16] = self._pooled[chunk]
        return vector

    def codes(self, chunk: int) -> NDArray[np.uint8]:
        """Return a passage's token codes; call it only where `space` is not None."""
        assert self._codes is not None  # noqa: S101 - for the type checker; `space` tells callers
        return self._codes.of(chunk)


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


def content_keys(catalogue: Catalogue) -> Keys:
    """Return the content keys of a catalogue's passages (n,), in the order of their ids."""
    import numpy as np

    keys: Keys = np.fromiter((key for key, _ in catalogue.content_keys()), f"S{KEY_SIZE}")
    return keys


class PassageVectors:
    """The pooled unit vectors and the token codes of the passages in a catalogue; use as a context manager.

    `encode` is of the model `identity`. `space` is None for a model that gives no token vectors. What is computed is
    written to a checkpoint in the folder `index` at once, where the next build finds it if this one is broken off.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        identity: ModelIdentity,
        encode: EncodesPassages,
        known: KnownVectors | None,
        index: Path,
    ) -> None:
        self._catalogue, self._encode, self._known = catalogue, encode, known
        self._dimension = identity.dimension
        self._keys = content_keys(catalogue)
        self._known_as = known.chunks(self._keys) if known else None
        self.space = known.space if known else token_space(encode)
        self._checkpoint = _Checkpoint(index, identity, self.space)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._checkpoint.close()

    def compute(self, progress: Callable[[int, int], None]) -> int:
        """Compute what is known of no passage yet; return of how many that was."""
        new = array("q", (chunk for chunk in range(len(self._keys)) if not self._is_known(chunk)))
        for at in range(0, len(new), _WINDOW):
            window = new[at : at + _WINDOW]
            texts = [embedding_text(one.chunk) for _, one in sorted(self._catalogue.chunks(window).items())]
            for done, (position, vectors) in enumerate(self._encode(texts), at + 1):
                codes = self.space.encode(passage_tokens(vectors)) if self.space else None
                self._checkpoint.append(self._key(window[position]), vectors.pooled, codes)
                progress(done, len(new))
        return len(new)

    def write(self, folder: Path) -> None:
        """Write everything that a search needs of the vectors into `folder`, when all are computed."""
        write_vectors(folder, self._dimension, self._pooled())
        if self.space is not None:
            write_token_codes(folder, self.space, (self._codes(chunk) for chunk in range(len(self._keys))))

    def _pooled(self) -> Iterator[NDArray[np.float16]]:
        import numpy as np

        chunks = iter(range(len(self._keys)))
        while window := list(islice(chunks, _WINDOW)):
            yield np.stack([self._pooled_of(chunk) for chunk in window])

    def _pooled_of(self, chunk: int) -> NDArray[np.float16]:
        place = self._place(chunk)
        return self._known.pooled(place) if self._known and place >= 0 else self._checkpoint.pooled(self._key(chunk))

    def _codes(self, chunk: int) -> NDArray[np.uint8]:
        place = self._place(chunk)
        return self._known.codes(place) if self._known and place >= 0 else self._checkpoint.codes(self._key(chunk))

    def _is_known(self, chunk: int) -> bool:
        return self._place(chunk) >= 0 or self._key(chunk) in self._checkpoint

    def _place(self, chunk: int) -> int:
        return -1 if self._known_as is None else int(self._known_as[chunk])

    def _key(self, chunk: int) -> bytes:
        # NumPy takes zeros at the end for padding.
        return bytes(self._keys[chunk]).ljust(KEY_SIZE, b"\0")


class _Checkpoint:
    """The vectors and codes that a build has computed, in a file for each model, token space and program."""

    def __init__(self, index: Path, identity: ModelIdentity, space: TokenSpace | None) -> None:
        described = json.dumps([identity.to_json(), code_hash(_MAKERS)], sort_keys=True).encode()
        maker = hashlib.sha256(described + (space.mean.tobytes() + space.rotation.tobytes() if space else b""))
        path = checkpoint_path(index, f"vectors-{maker.hexdigest()[:16]}")
        self._dimension = identity.dimension
        self._width = code_width(len(space.mean)) if space else 0
        self._records = RecordWriter(path, maker.digest())

    def close(self) -> None:
        """Close the file."""
        self._records.close()

    def __contains__(self, key: bytes) -> bool:
        return key in self._records

    def pooled(self, key: bytes) -> NDArray[np.float16]:
        """Return the pooled vector (d,) of a passage that is there."""
        import numpy as np

        return np.frombuffer(self._records.get(key) or b"", np.float16, self._dimension)

    def codes(self, key: bytes) -> NDArray[np.uint8]:
        """Return the token codes of a passage that is there."""
        import numpy as np

        content = self._records.get(key) or b""
        return np.frombuffer(content, np.uint8, offset=self._dimension * _HALF).reshape(-1, self._width)

    def append(self, key: bytes, pooled: NDArray[np.float32], codes: NDArray[np.uint8] | None) -> None:
        """Keep a passage's pooled vector, as exactly as an index does, and its codes."""
        import numpy as np

        content = pooled.astype(np.float16).tobytes()
        self._records.append(key, content if codes is None else content + codes.tobytes())


def calibration_texts() -> list[str]:
    """Return the texts around whose token vectors a model's token space is laid."""
    return [" ".join(SENTENCES[at : at + _SENTENCES_A_TEXT]) for at in range(0, len(SENTENCES), _SENTENCES_A_TEXT)]


def token_space(encode: EncodesPassages) -> TokenSpace | None:
    """Return the space of a model's token codes, None for a model that gives no token vectors."""
    samples = [passage_tokens(vectors) for _, vectors in encode(calibration_texts())]
    return TokenSpace.around(samples) if all(len(sample) for sample in samples) else None
