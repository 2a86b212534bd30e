"""The FAISS index that a collection gets by its size: an exact one while that is quick, then one that proposes.

Measured on one thread with unit vectors of 384 dimensions:

==========  ===================  ===================  ===========================================
vectors     full precision       half precision       lists of 1-bit codes
==========  ===================  ===================  ===========================================
up to       50 000               100 000              beyond
a query     .5 ms at 10 000      5 ms at 100 000      6 ms at 250 000, 13 ms at 1 000 000
recall@10   1                    1                    .99
==========  ===================  ===================  ===========================================

Lists of 1-bit codes (IVF: Sivic & Zisserman 2003; RaBitQ: Gao & Long 2024) hold 56 bytes a vector. Their estimates
choose the passages whose stored vectors are then compared exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    import faiss
    import numpy as np
    from numpy.typing import NDArray

_FLAT_UP_TO = 50_000
_EXACT_UP_TO = 100_000
# Vectors are read, converted and added so many at a time.
_BLOCK = 50_000

# Lists for each square root of the number of vectors, and vectors for each list that its centre is learnt from.
_LISTS_PER_ROOT = 2
_TRAINED_PER_LIST = 40
_TRAINING_ROUNDS = 10
_TRAINING_SEED = 1234
# Queries lie apart from passages in E5's space: an eighth of the lists has .96 of a query's ten nearest of 250 000, a
# quarter .98. What a filter leaves may lie further apart still: the fewer passages pass it, the more lists are looked
# through, which is the same work.
_PROBED = 0.3
# The estimates of so many best ones for each that is asked for, and of no fewer, are followed up. With half as many
# of 1 000 000, .88 of the 200 nearest are found, and not .95.
_PROPOSED_PER_HIT = 10
_LEAST_PROPOSED = 2_000


def new_index(vectors: NDArray[np.float16]) -> faiss.Index:
    """Return the FAISS index over unit `vectors` (n, d) that fits their number; the same for the same vectors."""
    import faiss

    count, dimension = vectors.shape
    if count <= _EXACT_UP_TO:
        factory = "Flat" if count <= _FLAT_UP_TO else "SQfp16"
        index = faiss.index_factory(dimension, factory, faiss.METRIC_INNER_PRODUCT)
    else:
        index = _trained_lists(vectors)
    for block in blocks(vectors):
        index.add(block)
    return index


def open_index(path: Path) -> faiss.Index:
    """Map the file of an index into memory; raises RuntimeError or MemoryError where it is damaged."""
    import faiss

    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)


def only_proposes(index: faiss.Index) -> TypeGuard[faiss.IndexIVF]:
    """Tell whether an index estimates cosines, so that those of what it finds are to be computed."""
    import faiss

    return isinstance(index, faiss.IndexIVF)


def exact_nearest(
    index: faiss.Index, query: NDArray[np.float32], limit: int, allowed: NDArray[np.int64] | None
) -> list[tuple[int, float]]:
    """Return up to `limit` pairs of id and cosine to `query` (d,), best first, among the `allowed` ids (None: all)."""
    import faiss

    parameters = faiss.SearchParameters(**_within(index, allowed))
    scores, ids = index.search(query[None], min(limit, index.ntotal), params=parameters)
    return [(chunk, score) for chunk, score in zip(ids[0].tolist(), scores[0].tolist(), strict=True) if chunk >= 0]


def proposals(
    index: faiss.IndexIVF, query: NDArray[np.float32], limit: int, allowed: NDArray[np.int64] | None
) -> NDArray[np.int64]:
    """Return in order the ids among which the `limit` of the `allowed` ones (None: all) nearest to `query` (d,) are."""
    import faiss
    import numpy as np

    most = min(max(_LEAST_PROPOSED, _PROPOSED_PER_HIT * limit), index.ntotal)
    passing = 1.0 if allowed is None else len(allowed) / index.ntotal
    probed = math.ceil(index.nlist * min(1.0, _PROBED / passing))
    parameters = faiss.SearchParametersIVF(nprobe=probed, **_within(index, allowed))  # type: ignore[call-arg]
    ids = index.search(query[None], most, params=parameters)[1][0]
    found: NDArray[np.int64] = np.sort(ids[ids >= 0])
    return found


def blocks(vectors: NDArray[np.float16]) -> Iterator[NDArray[np.float32]]:
    """Yield the rows of `vectors` in order, some at a time, in single precision."""
    import numpy as np

    for at in range(0, len(vectors), _BLOCK):
        yield vectors[at : at + _BLOCK].astype(np.float32)


def _trained_lists(vectors: NDArray[np.float16]) -> faiss.Index:
    """Return empty lists of 1-bit codes around the centres of vectors that are spread evenly over all."""
    import faiss
    import numpy as np

    count, dimension = vectors.shape
    lists = max(1, int(_LISTS_PER_ROOT * math.sqrt(count)))
    size = min(count, lists * _TRAINED_PER_LIST)
    sample = vectors[np.arange(size) * count // size].astype(np.float32)
    # By distance, as inner products alone would pull all to the few longest centres.
    learnt = faiss.Kmeans(
        dimension, lists, niter=_TRAINING_ROUNDS, seed=_TRAINING_SEED, max_points_per_centroid=_TRAINED_PER_LIST
    )
    learnt.train(sample)
    centres = faiss.IndexFlatIP(dimension)
    centres.add(np.asarray(learnt.centroids))
    index = faiss.IndexIVFRaBitQ(centres, dimension, lists, faiss.METRIC_INNER_PRODUCT)
    # Not every version of FAISS keeps the centres alive with the index.
    centres.this.disown()  # type: ignore[attr-defined]  # the stubs leave out what SWIG adds
    index.own_fields = True
    index.train(sample)
    return index


def _within(index: faiss.Index, allowed: NDArray[np.int64] | None) -> dict[str, Any]:
    """Return the search parameter that lets only the `allowed` ids pass, none for None."""
    import faiss
    import numpy as np

    if allowed is None:
        return {}
    passing = np.zeros(index.ntotal, np.bool_)
    passing[allowed] = True
    # The selector keeps the bits alive, and the parameters the selector; the stubs know neither.
    return {"sel": faiss.IDSelectorBitmap(np.packbits(passing, bitorder="little"))}  # type: ignore[call-arg, arg-type]
