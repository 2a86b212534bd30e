"""Tell whether the program that made something has changed since.

A version number would have to be raised with every change that matters, and by whoever forgets it.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).parents[1]


def code_hash(modules: Iterable[str]) -> str:
    """Return a hash of the sources of modules of this program, such as "index.durable"; raises OSError for no such.

    They are read from disk, where an update may have changed them since they were imported: whoever writes something
    under such a name asks for it when the modules are imported.
    """
    digest = hashlib.sha256()
    for module in modules:
        digest.update((_ROOT / module.replace(".", "/")).with_suffix(".py").read_bytes())
    return digest.hexdigest()


def modules_of(*packages: str) -> list[str]:
    """Return the names of all modules in packages of this program, in order."""
    paths = (path for package in packages for path in (_ROOT / package).rglob("*.py"))
    return sorted(".".join(path.relative_to(_ROOT).with_suffix("").parts) for path in paths)


@cache
def program_digest() -> bytes:
    """Return a SHA-256 over this package and all it is installed with: what reading a document depends on."""
    import importlib.metadata

    digest = hashlib.sha256(sys.version.encode())
    package = Path(__file__).parent
    for path in sorted(package.rglob("*.py")):
        digest.update(f"{path.relative_to(package)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    installed = {f"{one.name} {one.version}" for one in importlib.metadata.distributions()}
    digest.update("\n".join(sorted(installed)).encode())
    return digest.digest()
