"""Turn queries and passages into their pooled and token vectors with the default model's own files, without torch.

A process that answers one query encodes it with NumPy, which needs no loading; what encodes more, or passages, loads
ONNX Runtime. The vectors of both are those that sentence-transformers gives.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.bert import Bert, map_tensors, unit
from index.bert_layers import GRAPH_FILE, LAYERS_FILE, BertShape
from index.bundled_model import models_folder
from index.errors import ModelError, Text
from index.threads import in_order, physical_cores
from index.unigram import Piece, UnigramVocabulary, rules_from_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.onnx_bert import OnnxBert


@dataclass(frozen=True)
class QueryVectors:
    """The vectors of one query, all of unit length.

    `pooled` is (d,). `tokens` is (m, d), a row for each content token: no special or unknown tokens, no
    prompt; m is 0 for an empty query. `pieces` are those tokens as the model's vocabulary has them.
    """

    pooled: NDArray[np.float32]
    tokens: NDArray[np.float32]
    pieces: tuple[str, ...]


@dataclass(frozen=True)
class _Settings:
    """How a text becomes token ids: what hankehaku.json and config.json tell of it."""

    prompt: str
    document_prompt: str
    max_tokens: int
    beginning: int
    end: int
    special: frozenset[int]


class QueryEncoder:
    """Encodes texts with the model of one folder, whose files stay on disk, memory-mapped."""

    def __init__(self, directory: Path, bert: Bert, vocabulary: UnigramVocabulary, settings: _Settings) -> None:
        self._directory = directory
        self._bert, self._vocabulary, self._settings = bert, vocabulary, settings
        self._queries: Bert | OnnxBert = bert

    @classmethod
    def open(cls, directory: Path, *, warm: bool = False) -> QueryEncoder:
        """Open the model folder that `default_model_directory` made; `warm` loads what makes each query quicker.

        Raises ModelError when a file of it is missing, cut short or malformed.
        """
        import numpy as np

        try:
            description = json.loads((directory / "hankehaku.json").read_text(encoding="utf-8"))
            config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
            rules = rules_from_json(description["tokeniser"])
            pieces, ids, scores = (
                np.load(directory / f"{name}.npy", mmap_mode="r", allow_pickle=False)
                for name in ("pieces", "piece_ids", "piece_scores")
            )
            vocabulary = UnigramVocabulary(pieces, ids, scores, rules)
            matrices = np.load(directory / LAYERS_FILE, mmap_mode="r", allow_pickle=False).view(np.ndarray)
            bert = Bert(map_tensors(directory / "model.safetensors"), matrices, BertShape.of(config))
            encoder = cls(directory, bert, vocabulary, _settings(description, config, rules.special))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError) as error:
            raise damaged_model(directory) from error
        if warm:
            encoder._queries = encoder._open_runtime(physical_cores())
        return encoder

    def encode(self, text: str) -> QueryVectors:
        """Return the vectors of `text` after the query prompt; what passes the token limit is left out."""
        return self.encode_all([text])[0]

    def encode_all(self, texts: Sequence[str]) -> list[QueryVectors]:
        """Return the vectors of each of `texts`, which must be at least one; two take hardly longer than one."""
        return self._encode(self._queries, texts, self._settings.prompt)

    def encode_documents(self, texts: Iterable[str]) -> Iterator[QueryVectors]:
        """Yield the vectors of each of `texts` as a passage's, after the document prompt; on all cores.

        Raises ModelError when ONNX Runtime can't load the model.
        """
        runtime, prompt = self._runtime, self._settings.document_prompt
        return in_order(lambda text: self._encode(runtime, [text], prompt)[0], texts, physical_cores())

    @cached_property
    def _runtime(self) -> OnnxBert:
        """What encodes passages, some at a time."""
        return self._open_runtime(1)

    def _open_runtime(self, threads: int) -> OnnxBert:
        from index.onnx_bert import OnnxBert

        try:
            return OnnxBert(self._directory / GRAPH_FILE, self._bert.embeddings, threads)
        except ValueError as error:
            raise damaged_model(self._directory) from error

    def _encode(self, bert: Bert | OnnxBert, texts: Sequence[str], prompt: str) -> list[QueryVectors]:
        settings = self._settings
        cut = [self._vocabulary.cut(prompt + text.strip(), settings.max_tokens - 2) for text in texts]
        ids = [[settings.beginning, *(piece.id for piece in pieces), settings.end] for pieces in cut]
        prompt_length = len(self._vocabulary.cut(prompt))
        states = bert.encode(ids)
        return [self._vectors(*text, prompt_length) for text in zip(cut, states, strict=True)]

    def _vectors(self, pieces: Sequence[Piece], states: NDArray[np.float32], prompt_length: int) -> QueryVectors:
        content = [
            (position, piece)
            for position, piece in enumerate(pieces, start=1)
            if position > prompt_length and piece.id not in self._settings.special
        ]
        tokens = unit(states[[position for position, _ in content]])
        return QueryVectors(unit(states.mean(axis=0)), tokens, tuple(piece.text for _, piece in content))


def damaged_model(directory: Path) -> ModelError:
    """Return the error for a model folder with missing or damaged files; a copy isn't made again by itself."""
    if directory.parent == models_folder():
        cure = Text(
            en=f"Delete the folder; it is made again when needed: rm -r '{directory}'",
            fi=f"Poista kansio; se luodaan tarvittaessa uudelleen: rm -r '{directory}'",
        )
    else:
        cure = Text(
            en=f"Copy the model's files anew to {directory}", fi=f"Kopioi mallin tiedostot uudelleen: {directory}"
        )
    return ModelError(
        Text(
            en=f"The embedding model's folder is damaged: {directory}",
            fi=f"Kielimallin kansio on vioittunut: {directory}",
        ),
        cure,
    )


def _settings(description: Mapping[str, Any], config: Mapping[str, Any], special: Mapping[str, int]) -> _Settings:
    identity = description["identity"]
    return _Settings(
        prompt=str(identity["query_prompt"]),
        document_prompt=str(identity["document_prompt"]),
        max_tokens=min(int(identity["max_tokens"]), int(config["max_position_embeddings"])),
        beginning=int(config["bos_token_id"]),
        end=int(config["eos_token_id"]),
        special=frozenset(special.values()),
    )
