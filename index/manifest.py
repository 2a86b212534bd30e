"""What a generation holds and what made it: the file that seals it, with a checksum over itself."""

from __future__ import annotations

import hashlib
import json
import re
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
    """A manifest was written by another version of Hankehaku: its `schema`, and the sources of its index."""

    def __init__(self, schema: object, sources: object) -> None:
        super().__init__(str(schema))
        self.schema = schema
        self.sources = tuple(map(str, sources)) if isinstance(sources, list) else ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds. `model` is a ModelIdentity as JSON; `files` maps paths to size and SHA-256.

    `sealed` is when that was, in nanoseconds since 1970. `checksum` is the SHA-256 of the manifest itself.
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
        raise OtherSchemaError(values["schema"], values.get("sources"))
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
            return OtherSchemaError(values["schema"], values.get("sources"))
    except (ValueError, TypeError, KeyError):
        pass
    return ManifestError("its checksum is wrong")
