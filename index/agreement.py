"""Find out whether the encoders without torch give the default model's own vectors, and remember it beside the model.

Asking the library takes ten seconds and 1.5 GB: it is asked once for this program and what it is installed with.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from index.program import program_digest
from index.query_encoder import QueryEncoder

if TYPE_CHECKING:
    from index.embedding import Embedder
    from index.query_encoder import QueryVectors

LIMIT = 0.9999  # cosine; rounding in single precision alone keeps it over .99999
# A file of the model's folder: the state of the program, and of the model, whose encoders agreed.
NOTE = "agreement"
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


def encoders_agree(library: Embedder, directory: Path) -> bool:
    """Tell whether `QueryEncoder` gives what `library` does with the model in `directory`.

    They are compared anew when this program, anything it is installed with or the model has changed.
    """
    note, state = directory / NOTE, hashlib.sha256(program_digest() + library.identity.sha256.encode()).digest()
    with suppress(OSError):
        if note.read_bytes() == state:
            return True
    if not compare(library, QueryEncoder.open(directory)):
        return False
    with suppress(OSError):  # then they are compared again next time
        note.write_bytes(state)
    return True


def compare(library: Embedder, encoder: QueryEncoder) -> bool:
    """Tell whether both give the same for sample texts, as queries and as passages (cosine > LIMIT)."""
    passages = dict(library.document_vectors(_SAMPLES))
    return all(_are_same(encoder.encode(text), library.encode_query(text)) for text in _SAMPLES) and all(
        _are_same(own, passages[at]) for at, own in enumerate(encoder.encode_documents(_SAMPLES))
    )


def _are_same(one: QueryVectors, other: QueryVectors) -> bool:
    """Tell whether two encodings of one text have the same pieces and nearly the same unit vectors."""
    if one.pieces != other.pieces or one.tokens.shape != other.tokens.shape:
        return False
    cosines = (one.tokens * other.tokens).sum(axis=-1)
    return bool(one.pooled @ other.pooled > LIMIT and (cosines > LIMIT).all())
