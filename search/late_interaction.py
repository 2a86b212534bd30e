"""Late interaction of a query with passages: for each of its tokens the best cosine among a passage's tokens.

It is Khattab & Zaharia's (2020, ColBERT), with the passages' tokens as codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.query_encoder import QueryVectors
    from index.token_codes import TokenCodes


@dataclass(frozen=True, slots=True)
class LateInteraction:
    """The tokens (m, d) of all versions of a query, and what the passages in `found` have for each of them, (m,).

    The tokens of each version but the first begin at one of `starts`.
    """

    codes: TokenCodes
    tokens: NDArray[np.float32]
    starts: Sequence[int]
    found: Mapping[int, NDArray[np.float32]]

    @classmethod
    def of(cls, codes: TokenCodes | None, versions: Sequence[QueryVectors]) -> LateInteraction | None:
        """Return that of a query, None where passages have no codes or the query's first version has no tokens."""
        import numpy as np

        if codes is None or not len(versions[0].tokens):
            return None
        tokens = [_query_tokens(version) for version in versions if len(version.tokens)]
        return cls(codes, np.concatenate(tokens), np.cumsum([len(one) for one in tokens])[:-1].tolist(), {})

    def computed(self, chunks: Iterable[int]) -> LateInteraction:
        """Return the same with what `chunks` have; the codes of each passage are read once for all versions."""
        missing = sorted(set(chunks) - self.found.keys())
        rows = self.codes.interactions(self.tokens, missing)
        return replace(self, found={**self.found, **dict(zip(missing, rows, strict=True))})

    def of_versions(self, chunks: Sequence[int]) -> list[NDArray[np.float32]]:
        """Return for each version what `chunks` have, (chunks, its tokens)."""
        import numpy as np

        return np.split(np.stack([self.found[chunk] for chunk in chunks]), self.starts, axis=1)


def _query_tokens(encoded: QueryVectors) -> NDArray[np.float32]:
    """Return the query's content tokens, or all of them where it has no others."""
    from index.content_tokens import query_tokens

    content = query_tokens(encoded)
    return content if len(content) else encoded.tokens
