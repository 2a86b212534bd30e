"""A small BertModel: its shape, tensors as PyTorch names and stores them, and the states that transformers computes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bert_layers import BertShape

SHAPE = BertShape(hidden=8, layers=2, heads=2, intermediate=12, vocabulary=30, positions=40, types=1, epsilon=1e-12)


def small_tensors() -> dict[str, NDArray[Any]]:
    """Return the tensors, drawn by chance."""
    chance = np.random.default_rng(1)
    hidden, inner = SHAPE.hidden, SHAPE.intermediate
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (SHAPE.vocabulary, hidden),
        "embeddings.position_embeddings.weight": (SHAPE.positions, hidden),
        "embeddings.token_type_embeddings.weight": (SHAPE.types, hidden),
    }
    norms = ["embeddings"]
    for layer in (f"encoder.layer.{number}" for number in range(SHAPE.layers)):
        parts = {f"attention.self.{part}": (hidden, hidden) for part in ("query", "key", "value")}
        parts |= {"attention.output.dense": (hidden, hidden)}
        parts |= {"intermediate.dense": (inner, hidden), "output.dense": (hidden, inner)}
        for part, (rows, columns) in parts.items():
            shapes |= {f"{layer}.{part}.weight": (rows, columns), f"{layer}.{part}.bias": (rows,)}
        norms += [f"{layer}.attention.output", f"{layer}.output"]
    shapes |= {f"{norm}.LayerNorm.{part}": (hidden,) for norm in norms for part in ("weight", "bias")}
    return {name: chance.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}


def library_states(tensors: dict[str, NDArray[Any]], ids: list[int]) -> NDArray[np.float32]:
    """Return the last layer's states as the transformers library computes them."""
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=SHAPE.vocabulary,
        hidden_size=SHAPE.hidden,
        num_hidden_layers=SHAPE.layers,
        num_attention_heads=SHAPE.heads,
        intermediate_size=SHAPE.intermediate,
        max_position_embeddings=SHAPE.positions,
        type_vocab_size=SHAPE.types,
        layer_norm_eps=SHAPE.epsilon,
    )
    model = BertModel(config, add_pooling_layer=False).train(mode=False)
    model.load_state_dict({name: torch.from_numpy(values) for name, values in tensors.items()}, strict=False)
    with torch.no_grad():
        states: NDArray[np.float32] = model(torch.tensor([ids])).last_hidden_state[0].numpy()
    return states
