"""A small table of words' vectors, as the package ships its own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

SETTINGS = {
    "mode": "floret",
    "minn": 3,
    "maxn": 4,
    "hash_count": 2,
    "hash_seed": 7,
    "bow": "<",
    "eow": ">",
}


def write_table(site: Path, name: str = "fi-0.1") -> Path:
    """Write a package with a table of 500 random rows for the import path; return the file of its rows."""
    package = site / "spacy_fi_experimental_web_md"
    folder = package / name / "vocab"
    folder.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('its code is not needed')\n", encoding="utf-8")
    np.save(folder / "rows.npy", np.random.default_rng(3).standard_normal((500, 12)).astype(np.float32))
    (folder / "rows.npy").rename(folder / "vectors")
    (folder / "vectors.cfg").write_text(json.dumps(SETTINGS), encoding="utf-8")
    return folder / "vectors"
