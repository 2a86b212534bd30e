"""An index that stays open between queries: warmed in the background, and opened anew when it was rebuilt."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from index.filters import Filters
from index.generation import CURRENT, Manifest
from search.group import search
from search.query import parse_query
from search.retrieve import Mode, Retriever

# Any query reads what the next one needs: encoder, vectors, token codes, keyword index and vocabulary.
_FIRST_QUERY = "etsivä työ"


class WarmIndex:
    """Keep the current generation of an index folder open, with what `mode` needs in memory.

    Raises IndexMissingError, IndexMismatchError or DamagedIndexError when there is no index to open.
    """

    def __init__(self, folder: Path, mode: Mode) -> None:
        self.folder = folder
        self._mode = mode
        self._executor = ThreadPoolExecutor(1, "warming")
        self._pointer = self._read_pointer()
        self._retriever = Retriever(folder, warm=True)
        self._warming = self._warmed(self._retriever)

    @property
    def manifest(self) -> Manifest:
        """Return what is told of the open generation; doesn't wait."""
        return self._retriever.generation.manifest

    @property
    def ready(self) -> bool:
        """Tell whether the warming has ended."""
        return self._warming.done()

    @property
    def retriever(self) -> Retriever:
        """Return the open generation, once the warming has ended.

        A warming that failed is no failure here: the query that needs what is missing will tell, and one that comes
        after the cure will find it.
        """
        wait([self._warming])
        return self._retriever

    def refresh(self) -> bool:
        """Open the folder's new generation if there is one, and tell whether there was.

        Raises what the constructor does; the generation that was open stays so.
        """
        pointer = self._read_pointer()
        if pointer in ("", self._pointer):
            return False
        opened = Retriever(self.folder, warm=True)
        self.retriever.catalogue.close()
        self._retriever, self._pointer = opened, pointer
        self._warming = self._warmed(opened)
        return True

    def close(self) -> None:
        """Let go of the index."""
        self._executor.shutdown()
        self._retriever.catalogue.close()

    def _read_pointer(self) -> str:
        """Return what names the current generation; "" where the folder is gone, or out of reach for now.

        What is open can still be searched then.
        """
        try:
            return (self.folder / CURRENT).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def _warmed(self, retriever: Retriever) -> Future[object]:
        return self._executor.submit(search, retriever, parse_query(_FIRST_QUERY), Filters(), self._mode, "project", 10)
