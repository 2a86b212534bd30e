"""Change what an index says of itself, as another version of the program or the analyser would have written it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from index.layout import CURRENT, pointed_name, pointer_text
from index.manifest import MANIFEST, Manifest, read_manifest, sha256_of, write_manifest


def reseal(index: Path, **changed: Any) -> Manifest:
    """Change fields of the current generation's manifest, and let CURRENT agree with it."""
    folder = index / (pointed_name(index) or "")
    manifest = replace(read_manifest(folder / MANIFEST), **changed)
    checksum = write_manifest(folder / MANIFEST, manifest)
    (index / CURRENT).write_bytes(pointer_text(folder.name, checksum))
    return manifest


def reseal_file(path: Path) -> None:
    """Let the manifest of the current generation agree with a file of it that was changed."""
    folder = path.parent
    files = read_manifest(folder / MANIFEST).files
    reseal(folder.parent, files=files | {path.name: (path.stat().st_size, sha256_of(path))})
