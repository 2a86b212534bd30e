"""The passages of an index folder, for those that are measured beside it."""

from __future__ import annotations

from pathlib import Path


def passage_texts(index: Path) -> list[str]:
    """Return the texts of all passages in the order of their ids."""
    return [text for text, _ in _both(index)]


def embedded_texts(index: Path) -> list[str]:
    """Return what is embedded for all passages in the order of their ids."""
    return [text for _, text in _both(index)]


def _both(index: Path) -> list[tuple[str, str]]:
    from index.catalogue import Catalogue
    from index.chunking import embedding_text
    from index.generation import CATALOGUE, current_generation

    generation = current_generation(index)
    catalogue = Catalogue(generation.path / CATALOGUE)
    stored = catalogue.chunks(range(generation.manifest.chunks))
    catalogue.close()
    return [(stored[chunk].chunk.text, embedding_text(stored[chunk].chunk)) for chunk in sorted(stored)]
