"""Run a BERT encoder in ONNX Runtime: in two thirds of NumPy's time or less, once it is loaded, with the same vectors.

Loading takes a tenth to a fifth of a second, in which NumPy has encoded a query long since.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.bert import Embeddings
from index.encoder_graph import EMBEDDED, LENGTHS, STATES, TEXTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_ERRORS_ONLY = 3  # ONNX Runtime's level of messages; it warns of graphics processors that it can't use


class OnnxBert:
    """An encoder whose layers are a graph that `write_graph` wrote; safe to use from several threads."""

    def __init__(self, graph: Path, embeddings: Embeddings, threads: int = 1) -> None:
        """Load the graph; raises ValueError when it is missing or malformed.

        A call computes on so many `threads`: on one where callers share the cores.
        """
        # Its official builds tell their maker of each use, and keep a device id in the user's cache, unless this is set
        # before they are imported (its Privacy.md). Nothing leaves the machine.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import onnxruntime

        onnxruntime.set_default_logger_severity(_ERRORS_ONLY)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Threads that wait by turning round keep other programs, and our own search for words, from the cores.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._embeddings = embeddings
        try:
            self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its kinds of errors have nothing else in common
            raise ValueError(str(error)) from error
        if {node.name for node in self._session.get_inputs()} != {EMBEDDED, LENGTHS}:
            raise ValueError(f"{graph} takes other inputs than {EMBEDDED} and {LENGTHS}.")

    def encode(self, texts: Sequence[Sequence[int]]) -> list[Matrix]:
        """Return the last layer's states, (tokens, hidden), for each text's token ids."""
        return [one for at in range(0, len(texts), TEXTS) for one in self._states(texts[at : at + TEXTS])]

    def _states(self, texts: Sequence[Sequence[int]]) -> list[Matrix]:
        import numpy as np

        lengths = np.array([len(ids) for ids in texts] + [0] * (TEXTS - len(texts)))
        embedded = np.concatenate([self._embeddings.sums(ids) for ids in texts])[None]
        (states,) = self._session.run([STATES], {EMBEDDED: embedded, LENGTHS: lengths})
        return np.split(states[0], np.cumsum(lengths)[: len(texts) - 1])
