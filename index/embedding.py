"""Turn documents and queries into pooled and token vectors with a sentence-transformers model.

torch and sentence-transformers are imported when the first text is encoded; a search with the default model
goes through `index.query_encoder` and never imports them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.bert import unit
from index.bundled_model import MODEL_NAME, default_model_directory
from index.errors import ModelError, ModelMismatchError, Text
from index.model_identity import DESCRIPTION, ModelIdentity, content_hash, module_folders
from index.model_library import absolute_name, load_library_model, model_directory
from index.query_encoder import QueryEncoder, QueryVectors, damaged_model
from index.unigram import well_formed

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["Embedder", "EncodesQueries", "ModelIdentity", "QueryVectors", "query_encoder_for"]

BATCH_SIZE = 16  # 8 is as quick on a processor and 32 slower (padding and cache)
AGREEMENT = 0.9999  # cosine between the two query paths; fp32 rounding alone keeps it over .99999
_TOKENS_WITHOUT_LIMIT = 512  # of a model that takes texts of any length: passages as long as the default model's
_SAMPLES = (
    "etsivä työ",
    "matalan kynnyksen palvelut työttömille nuorille",
    "Maahanmuuttajien kotoutuminen, kielitaito ja työllistyminen Etelä-Savossa 2015–2018",
    "ESR:n rahoittama TE-toimiston digikoutsaus 30-vuotiaille",
    "utbildning och sysselsättning för unga vuxna",
    "outreach work with people far from the labour market",
    "Hankkeessa kehitetään osallisuutta, vertaistukea ja ryhmätoimintaa yhdessä järjestöjen kanssa. " * 40,
    "🙂 ”lainaus” 50 % …",
)


class EncodesQueries(Protocol):
    """Anything that gives a query's vectors."""

    def encode(self, text: str) -> QueryVectors:
        """Return the vectors of `text`."""

    def encode_all(self, texts: Sequence[str]) -> list[QueryVectors]:
        """Return the vectors of each of `texts`."""

    def encode_document(self, text: str) -> QueryVectors:
        """Return the vectors of `text` as a passage's."""


class Embedder:
    """One embedding model and its identity; the weights are loaded when the first text is encoded."""

    def __init__(self, directory: Path, identity: ModelIdentity, model: SentenceTransformer | None = None) -> None:
        self._directory = directory
        self.identity = identity
        self._loaded = model

    @classmethod
    def load(cls, name: str | None = None) -> Embedder:
        """Load the default model (None) or any sentence-transformers model by its folder or hub name.

        A model on the hub is fetched only when it isn't in the local cache. Code that comes with a model is
        never run. Raises ModelError when there's no such model or it can't be loaded.
        """
        if name is None or name == MODEL_NAME:
            directory = default_model_directory()
            return cls(directory, stored_identity(directory))
        name = absolute_name(name)
        model = load_library_model(name)
        directory = model_directory(name)
        return cls(directory, _identity(name, directory, model), model)

    def document_vectors(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> Iterator[tuple[int, QueryVectors]]:
        """Yield positions in `texts` with pooled and token vectors (document prompt), longest texts first.

        `progress` is called with the number of texts done and the number of all after each batch.
        """
        order = sorted(range(len(texts)), key=lambda position: -len(texts[position]))
        for start in range(0, len(order), BATCH_SIZE):
            batch = order[start : start + BATCH_SIZE]
            vectors = self._encode([texts[position] for position in batch], self.identity.document_prompt)
            yield from zip(batch, vectors, strict=True)
            if progress is not None:
                progress(start + len(batch), len(order))

    def encode_query(self, text: str) -> QueryVectors:
        """Return the vectors of `text` after the query prompt."""
        return self._encode([text], self.identity.query_prompt)[0]

    def count_tokens(self, text: str) -> int:
        """Return how many tokens `text` has, without special tokens and prompt."""
        return self._count(well_formed(text))

    def query_encoder_fits(self) -> bool:
        """Tell whether `QueryEncoder` gives this model's vectors for sample queries (cosine > AGREEMENT)."""
        if not (self._directory / DESCRIPTION).exists():
            return False
        encoder = QueryEncoder.open(self._directory)
        return all(_agree(encoder.encode(text), self.encode_query(text)) for text in _SAMPLES)

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
        mask = output["attention_mask"].bool()
        ids = output["input_ids"][mask].tolist()
        special = self._special_ids
        first = next((i for i, number in enumerate(ids) if number not in special), len(ids)) + prompt_length
        content = [i for i in range(first, len(ids)) if ids[i] not in special]
        tokens = output["token_embeddings"][mask][content].float().cpu().numpy()
        pieces = self._model.tokenizer.convert_ids_to_tokens([ids[i] for i in content])
        return QueryVectors(pooled, unit(tokens), tuple(pieces))

    def _prompt_length(self, prompt: str) -> int:
        # Without its last space, which belongs to the word that follows.
        return self.count_tokens(prompt.rstrip())

    @cached_property
    def _model(self) -> SentenceTransformer:
        return self._loaded or load_library_model(str(self._directory))

    @cached_property
    def _special_ids(self) -> frozenset[int]:
        return frozenset(self._model.tokenizer.all_special_ids)

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


def query_encoder_for(identity: ModelIdentity, use_numpy: bool) -> EncodesQueries:
    """Return the encoder of queries for an index that the model `identity` made.

    `use_numpy` says what `Embedder.query_encoder_fits` found when the index was built; only without it is
    torch imported. Raises ModelError when the model of that name is missing or isn't the one that made the
    index.
    """
    if use_numpy:
        directory = default_model_directory()
        _check_same(identity, stored_identity(directory))
        return QueryEncoder.open(directory)
    embedder = Embedder.load(identity.name)
    _check_same(identity, embedder.identity)
    return _EmbedderQueries(embedder)


def stored_identity(directory: Path) -> ModelIdentity:
    """Read the identity in the default model's folder; raises ModelError when it's damaged."""
    try:
        description = json.loads((directory / DESCRIPTION).read_text(encoding="utf-8"))
        return ModelIdentity.from_json(description["identity"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ModelError) as error:
        raise damaged_model(directory) from error


class _EmbedderQueries:
    """Encodes queries through sentence-transformers."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def encode(self, text: str) -> QueryVectors:
        return self._embedder.encode_query(text)

    def encode_all(self, texts: Sequence[str]) -> list[QueryVectors]:
        return [self.encode(text) for text in texts]

    def encode_document(self, text: str) -> QueryVectors:
        ((_, vectors),) = self._embedder.document_vectors([text])
        return vectors


def _identity(name: str, directory: Path, model: SentenceTransformer) -> ModelIdentity:
    """Describe a loaded model; the prompts' names are those that sentence-transformers knows."""
    prompts = model.prompts
    limit = model.max_seq_length or math.inf
    return ModelIdentity(
        name=name,
        sha256=content_hash(directory),
        dimension=len(model.encode("", show_progress_bar=False)),  # its getter has had two names
        max_tokens=int(limit) if math.isfinite(limit) else _TOKENS_WITHOUT_LIMIT,
        query_prompt=prompts.get("query") or "",
        document_prompt=prompts.get("document") or prompts.get("passage") or prompts.get("corpus") or "",
    )


def _check_same(wanted: ModelIdentity, found: ModelIdentity) -> None:
    if wanted.sha256 != found.sha256:
        raise ModelMismatchError(
            Text(
                en=f"The index was made with another version of the model {wanted.name}.",
                fi=f"Hakemisto on tehty kielimallin {wanted.name} toisella versiolla.",
            ),
            Text(en="Rebuild the index: hankehaku build", fi="Rakenna hakemisto uudelleen: hankehaku rakenna"),
        )


def _agree(one: QueryVectors, other: QueryVectors) -> bool:
    """Tell whether two encodings of one text have the same pieces and nearly the same unit vectors."""
    if one.pieces != other.pieces or one.tokens.shape != other.tokens.shape:
        return False
    cosines = (one.tokens * other.tokens).sum(axis=-1)
    return bool(one.pooled @ other.pooled > AGREEMENT and (cosines > AGREEMENT).all())
