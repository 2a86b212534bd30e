"""Turn documents and queries into pooled and token vectors with a sentence-transformers model.

torch and sentence-transformers are imported when the first text is encoded with them. The default model's texts go
through `index.query_encoder`, where that gives the same vectors (`index.agreement`).
"""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.agreement import encoders_agree
from index.bert import unit
from index.bundled_model import MODEL_NAME
from index.errors import ModelMismatchError, Text
from index.limits import MOST_TOKENS
from index.model_folder import check_files, model_folder, model_hash, stored_identity
from index.model_identity import DESCRIPTION, ModelIdentity, content_hash, module_folders
from index.model_library import DEVICE, Device, absolute_name, check_device, load_library_model, model_directory
from index.query_encoder import QueryEncoder, QueryVectors
from index.unigram import well_formed

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["Embedder", "EncodesQueries", "ModelIdentity", "QueryVectors", "query_encoder_for"]

# Tokens of a batch, padding included. On a processor the layers' states of more don't stay in its cache; a graphics
# processor is idle between small batches.
_BATCH_TOKENS: Mapping[Device, int] = {"cpu": 1_000, "cuda": 32_000}
_SPECIAL_TOKENS = 2  # that a model adds to a text, nearly always


class EncodesQueries(Protocol):
    """Anything that gives a query's vectors."""

    def encode(self, text: str) -> QueryVectors:
        """Return the vectors of `text`."""

    def encode_all(self, texts: Sequence[str]) -> list[QueryVectors]:
        """Return the vectors of each of `texts`."""

    def encode_documents(self, texts: Iterable[str]) -> Iterator[QueryVectors]:
        """Yield the vectors of each of `texts` as a passage's."""


EncodesPassages = Callable[[Sequence[str]], Iterable[tuple[int, QueryVectors]]]


class Embedder:
    """One embedding model and its identity; the weights are loaded when the first text is encoded."""

    def __init__(
        self,
        directory: Path,
        identity: ModelIdentity,
        model: SentenceTransformer | None = None,
        device: Device = DEVICE,
    ) -> None:
        self._directory = directory
        self.identity = identity
        self._loaded = model
        self._device: Device = device

    @classmethod
    def load(cls, name: str | None = None, device: Device = DEVICE) -> Embedder:
        """Load the default model (None) or any sentence-transformers model by its folder or hub name.

        A model on the hub is fetched only when it isn't in the local cache. Code that comes with a model is
        never run. Raises ModelError when there's no such model or device, or the model can't be loaded.
        """
        check_device(device)
        if name is None or name == MODEL_NAME:
            directory = model_folder(MODEL_NAME)
            return cls(directory, stored_identity(directory), device=device)
        name = absolute_name(name)
        model = load_library_model(name, device)
        directory = model_directory(name)
        return cls(directory, _identity(name, directory, model), model, device)

    def document_vectors(self, texts: Sequence[str]) -> Iterator[tuple[int, QueryVectors]]:
        """Yield positions in `texts` with pooled and token vectors (document prompt), batch by batch.

        A batch has texts of about the same length, so that hardly any of it is padding.
        """
        prompt = self.identity.document_prompt
        around = self._prompt_length(prompt) + _SPECIAL_TOKENS
        lengths = [min(self.count_tokens(text) + around, self.identity.max_tokens) for text in texts]
        for batch in batches(lengths, _BATCH_TOKENS[self._device]):
            vectors = self._encode([texts[position] for position in batch], prompt)
            yield from zip(batch, vectors, strict=True)

    def passage_encoder(self, *, quick: bool) -> EncodesPassages:
        """Return what encodes passages, as `document_vectors` does, and without the library where that is `quick`.

        `quick` tells what `query_encoder_fits` found. A graphics processor always computes with torch.
        """
        if not quick or self._device != DEVICE:
            return self.document_vectors
        self.release()
        encoder = QueryEncoder.open(self._directory)
        return lambda texts: enumerate(encoder.encode_documents(texts))

    def encode_query(self, text: str) -> QueryVectors:
        """Return the vectors of `text` after the query prompt."""
        return self._encode([text], self.identity.query_prompt)[0]

    def count_tokens(self, text: str) -> int:
        """Return how many tokens `text` has, without special tokens and prompt."""
        return self._count(well_formed(text))

    def query_encoder_fits(self) -> bool:
        """Tell whether `QueryEncoder` gives this model's vectors; it is only for the default model."""
        return (self._directory / DESCRIPTION).exists() and encoders_agree(self, self._directory)

    def check_files(self) -> None:
        """Raise ModelError when the files that Hankehaku made of the model aren't what they were; reads all of them."""
        check_files(self._directory, self.identity)

    def release(self) -> None:
        """Let the model and its tokeniser go out of memory; they are loaded again when they are needed."""
        self._loaded = None
        for loaded in ("_model", "_count"):
            self.__dict__.pop(loaded, None)
        gc.collect()  # its modules hold each other

    def _encode(self, texts: list[str], prompt: str) -> list[QueryVectors]:
        cleaned = [well_formed(text).strip() for text in texts]
        outputs: list[dict[str, Any]] = self._model.encode(  # type: ignore[assignment]
            cleaned, prompt=prompt, batch_size=len(cleaned), output_value=None, show_progress_bar=False
        )
        prompt_length = self._prompt_length(prompt)
        return [self._vectors(output, prompt_length) for output in outputs]

    def _vectors(self, output: dict[str, Any], prompt_length: int) -> QueryVectors:
        """Pick the content tokens out of one text's output: neither padding, special tokens nor prompt."""
        import numpy as np

        pooled = unit(output["sentence_embedding"].float().cpu().numpy())
        if "token_embeddings" not in output:  # a model of static word vectors
            return QueryVectors(pooled, np.zeros((0, len(pooled)), np.float32), ())
        ids = output["input_ids"].cpu().numpy()
        is_plain = output["attention_mask"].cpu().numpy().astype(bool) & ~np.isin(ids, self._special_ids)
        plain = np.flatnonzero(is_plain)
        first = (plain[0] if len(plain) else 0) + prompt_length
        content = plain[plain >= first]
        tokens = output["token_embeddings"].float().cpu().numpy()[content]
        pieces = self._model.tokenizer.convert_ids_to_tokens(ids[content].tolist())
        return QueryVectors(pooled, unit(tokens), tuple(pieces))

    def _prompt_length(self, prompt: str) -> int:
        # Without its last space, which belongs to the word that follows.
        return self.count_tokens(prompt.rstrip())

    @cached_property
    def _model(self) -> SentenceTransformer:
        return self._loaded or load_library_model(str(self._directory), self._device)

    @cached_property
    def _special_ids(self) -> list[int]:
        return list(self._model.tokenizer.all_special_ids)

    @cached_property
    def _count(self) -> Callable[[str], int]:
        """The fast tokeniser of the folder: torch needn't be there to count tokens."""
        for folder in (self._directory, *module_folders(self._directory)):
            if (folder / "tokenizer.json").exists():
                from tokenizers import Tokenizer

                fast = Tokenizer.from_file(str(folder / "tokenizer.json"))
                fast.no_truncation()
                return lambda text: len(fast.encode(text, add_special_tokens=False).ids)
        slow = self._model.tokenizer
        return lambda text: len(slow.encode(text, add_special_tokens=False, verbose=False))


def batches(lengths: Sequence[int], most: int) -> list[list[int]]:
    """Return the positions of texts in batches of about `most` tokens, padding included.

    `lengths` are the texts' tokens. The longest come first, where they show whether there is memory enough, and from
    then on the shortest and the longest in turn, so that what is done tells how long the rest will take.
    """
    order = sorted(range(len(lengths)), key=lambda position: -lengths[position])
    found: list[list[int]] = []
    for position in order:
        if found and (len(found[-1]) + 1) * lengths[found[-1][0]] <= most:
            found[-1].append(position)
        else:
            found.append([position])
    half = (len(found) + 1) // 2
    return [batch for pair in zip_longest(found[:half], found[: half - 1 : -1]) for batch in pair if batch]


def query_encoder_for(identity: ModelIdentity, *, quick: bool, warm: bool = False) -> EncodesQueries:
    """Return the encoder of queries for an index that the model `identity` made.

    `quick` says what `Embedder.query_encoder_fits` found when the index was built; only without it is torch imported.
    `warm` takes a fifth of a second longer, and less for each query from then on. Raises ModelError when the model of
    that name is missing or isn't the one that made the index.
    """
    if quick:
        directory = model_folder(identity.name)
        _check_same(identity, model_hash(identity.name, directory))
        return QueryEncoder.open(directory, warm=warm)
    embedder = Embedder.load(identity.name)
    _check_same(identity, embedder.identity.sha256)
    return _EmbedderQueries(embedder)


class _EmbedderQueries:
    """Encodes queries through sentence-transformers."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def encode(self, text: str) -> QueryVectors:
        return self._embedder.encode_query(text)

    def encode_all(self, texts: Sequence[str]) -> list[QueryVectors]:
        return [self.encode(text) for text in texts]

    def encode_documents(self, texts: Iterable[str]) -> Iterator[QueryVectors]:
        given = list(texts)
        vectors = dict(self._embedder.document_vectors(given))
        return map(vectors.__getitem__, range(len(given)))


def _identity(name: str, directory: Path, model: SentenceTransformer) -> ModelIdentity:
    """Describe a loaded model; the prompts' names are those that sentence-transformers knows."""
    prompts = model.prompts
    limit = model.max_seq_length or math.inf
    return ModelIdentity(
        name=name,
        sha256=content_hash(directory),
        dimension=len(model.encode("", show_progress_bar=False)),  # its getter has had two names
        max_tokens=int(limit) if math.isfinite(limit) else MOST_TOKENS,
        query_prompt=prompts.get("query") or "",
        document_prompt=prompts.get("document") or prompts.get("passage") or prompts.get("corpus") or "",
    )


def _check_same(wanted: ModelIdentity, found: str) -> None:
    if wanted.sha256 != found:
        raise ModelMismatchError(
            Text(
                en=f"The index was made with another version of the model {wanted.name}.",
                fi=f"Hakemisto on tehty kielimallin {wanted.name} toisella versiolla.",
            ),
            Text(en="Rebuild the index: hankehaku build", fi="Rakenna hakemisto uudelleen: hankehaku rakenna"),
        )
