"""Notice that a file of a generation was written to after it was sealed, though its size is what it was.

Reading every byte before each search would cost more than the search. A file that no one has touched since it was
sealed, by the time of change that the system keeps and nobody sets, is taken as it is; others (of an index that was
copied, restored or meddled with) are compared with their SHA-256 once, and that is remembered in the user's cache.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from pathlib import Path

from index.damage import WRONG_CHECKSUM, damaged_file
from index.manifest import Manifest, sha256_of

# Seconds that a note is kept: an index that is still searched then is compared once more.
_KEPT = 90 * 24 * 60 * 60


def check_unchanged(folder: Path, manifest: Manifest) -> None:
    """Raise DamagedIndexError when a file of the generation in `folder` has another content than its manifest says."""
    states = {name: _state(folder / name) for name in manifest.files}
    touched = {name: state for name, state in states.items() if state[0] > manifest.sealed}
    if not touched:
        return
    note = _note(folder, manifest)
    if _read(note) == touched:
        return
    for name in touched:
        if sha256_of(folder / name) != manifest.files[name][1]:
            raise damaged_file(folder / name, WRONG_CHECKSUM)
    _remember(note, touched)


def _state(path: Path) -> list[int]:
    """Return what tells that a file is the same as before: its time of change in nanoseconds, and which file it is."""
    status = path.stat()
    return [status.st_ctime_ns, status.st_ino]


def _note(folder: Path, manifest: Manifest) -> Path:
    """Return where it is remembered that a generation's files were found unchanged."""
    from platformdirs import user_cache_dir

    name = hashlib.sha256(os.fsencode(folder.resolve()) + manifest.checksum.encode()).hexdigest()
    return Path(user_cache_dir("hankehaku")) / "unchanged" / f"{name}.json"


def _read(note: Path) -> object:
    try:
        return json.loads(note.read_bytes())
    except (OSError, ValueError):
        return None


def _remember(note: Path, touched: dict[str, list[int]]) -> None:
    """Write the note, whole or not at all; where that can't be done the next search compares again.

    Notes that are so old that their indexes are gone or have others since are removed.
    """
    unfinished = note.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        note.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(touched), encoding="utf-8")
        unfinished.replace(note)
        for other in note.parent.iterdir():
            if time.time() - other.stat().st_mtime > _KEPT:
                other.unlink()
