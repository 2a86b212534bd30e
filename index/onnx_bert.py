"""Run a BERT encoder in ONNX Runtime: in half of NumPy's time or less, once it is loaded, with the same vectors.

Loading takes a fifth of a second, in which NumPy has encoded a query long since.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.bert import Embeddings
from index.encoder_graph import EMBEDDED, STATES
from index.threads import in_order, physical_cores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_ERRORS_ONLY = 3  # ONNX Runtime's level of messages; it warns of graphics processors that it can't use


class OnnxBert:
    """An encoder whose layers are a graph that `write_graph` wrote; safe to use from several threads.

    Each text is computed on one core: two texts on two cores take less than one after the other on both, and nobody
    waits for a core that another program has.
    """

    def __init__(self, graph: Path, embeddings: Embeddings) -> None:
        """Load the graph; raises ValueError when it is missing or malformed."""
        import onnxruntime

        onnxruntime.set_default_logger_severity(_ERRORS_ONLY)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._embeddings = embeddings
        try:
            self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its kinds of errors have nothing else in common
            raise ValueError(str(error)) from error

    def encode(self, texts: Sequence[Sequence[int]]) -> list[Matrix]:
        """Return the last layer's states, (tokens, hidden), for each text's token ids."""
        if len(texts) == 1:
            return [self._states(texts[0])]
        return list(in_order(self._states, texts, min(len(texts), physical_cores())))

    def _states(self, ids: Sequence[int]) -> Matrix:
        (states,) = self._session.run([STATES], {EMBEDDED: self._embeddings.sums(ids)[None]})
        found: Matrix = states[0]
        return found
