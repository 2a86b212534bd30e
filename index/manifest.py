"""What a generation holds and what made it: the file that seals it, with a checksum over itself."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

SCHEMA_VERSION = 2
MANIFEST = "manifest.json"
# The checksum stands in front and is that of everything behind it.
_SEALED = re.compile(rb'\{\n "checksum": "([0-9a-f]{64})",\n')


class ManifestError(ValueError):
    """A manifest isn't as it was written."""


class OtherSchemaError(ValueError):
    """A manifest was written by another version of Hankehaku: its `schema`, and how its index is built again."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(str(values["schema"]))
        self.schema = values["schema"]
        sources, model, columns = (values.get(name) for name in ("sources", "model", "columns"))
        self.build_arguments = _build_arguments(
            tuple(map(str, sources)) if isinstance(sources, list) else (),
            columns if isinstance(columns, str) else None,
            model if isinstance(model, dict) else {},
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds. `model` is a ModelIdentity as JSON; `files` maps paths to size and SHA-256.

    `sealed` is when that was, in nanoseconds since 1970. `checksum` is the SHA-256 of the manifest itself. `columns`
    is the file that told what the columns of tables mean, where one was named for all of them. `word_table` is the
    table of words' vectors that it was made with, None for none.
    """

    documents: int
    chunks: int
    analyser: str
    model: dict[str, Any]
    numpy_query_encoder: bool
    late_interaction: bool
    sources: tuple[str, ...]
    schema: int = SCHEMA_VERSION
    generation: int = 0
    created: str = ""
    sealed: int = 0
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    checksum: str = ""
    columns: str | None = None
    word_table: str | None = None

    @property
    def build_arguments(self) -> tuple[str, ...]:
        """Return what to give to `hankehaku build` for an index of the same: paths, columns, model."""
        return _build_arguments(self.sources, self.columns, self.model)


def write_manifest(path: Path, manifest: Manifest) -> str:
    """Write a manifest and return its checksum."""
    values = {name: value for name, value in asdict(manifest).items() if name != "checksum"}
    # Escaped, because the bytes of a path needn't be text.
    body = json.dumps(values, indent=1).removeprefix("{\n") + "\n"
    checksum = hashlib.sha256(body.encode()).hexdigest()
    path.write_text(f'{{\n "checksum": "{checksum}",\n{body}', encoding="ascii")
    return checksum


def read_manifest(path: Path) -> Manifest:
    """Return the manifest in the file at `path`.

    Raises OSError, ManifestError when a byte of it has changed, and OtherSchemaError.
    """
    content = path.read_bytes()
    sealed = _SEALED.match(content)
    if not sealed or hashlib.sha256(content[sealed.end() :]).hexdigest() != sealed[1].decode():
        raise _unsealed(content)
    values = json.loads(content)
    if values["schema"] != SCHEMA_VERSION:
        raise OtherSchemaError(values)
    files = {name: (int(size), str(digest)) for name, (size, digest) in values["files"].items()}
    return Manifest(**{**values, "sources": tuple(values["sources"]), "files": files})


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's content as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unsealed(content: bytes) -> ValueError:
    """Return what a manifest without its right checksum is: an old one, from before there were any, or damaged."""
    try:
        values = json.loads(content)
        if "checksum" not in values and int(values["schema"]) < SCHEMA_VERSION:
            return OtherSchemaError(values)
    except (ValueError, TypeError, KeyError):
        pass
    return ManifestError("its checksum is wrong")


def _build_arguments(sources: tuple[str, ...], columns: str | None, model: Mapping[str, Any]) -> tuple[str, ...]:
    from index.bundled_model import MODEL_NAME

    mapping = ("--columns", columns) if columns else ()
    name = str(model.get("name", MODEL_NAME))
    return (*sources, *mapping, *(() if name == MODEL_NAME else ("--model", name)))
