"""The files of a dictionary as dictd keeps it, by their names."""

from __future__ import annotations

from pathlib import Path

from index.errors import DictionaryError, Text

INDEX_SUFFIX, TEXT_SUFFIX = ".index", ".dict.dz"


def damaged(path: Path, reason: object) -> DictionaryError:
    """Return the error for a dictionary that can't be used, with the commands that get it again."""
    return DictionaryError(
        Text(
            en=f"The dictionary {path} can't be used: {reason}",
            fi=f"Sanakirjaa {path} ei voi käyttää: {reason}",
        ),
        Text(
            en="Searches go on without it. Get it again: sudo apt install --reinstall dict-freedict-eng-fin "
            "dict-freedict-swe-fin, or remove .dictionaries in the checkout and run scripts/setup.sh",
            fi="Haut toimivat ilman sitäkin. Hae se uudelleen: sudo apt install --reinstall dict-freedict-eng-fin "
            "dict-freedict-swe-fin, tai poista lähdekoodikansiosta .dictionaries ja aja scripts/setup.sh",
        ),
    )
