"""A user's own names for the columns of a table, in a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import SettingsError, Text
from index.limits import LARGEST_SETTINGS
from index.readers.tables.column_names import PERSONAL
from index.readers.tables.meanings import is_personal, key, meaning
from index.small_files import read_small_text

FILE_NAME = "columns.toml"
_TABLE = "columns"


@dataclass(frozen=True, slots=True)
class Columns:
    """What columns mean: first by the user's own names, then by the usual ones.

    `own` maps keys of names (see `meanings.key`) to meanings. Columns of people's names and contact details are never
    kept, whatever a user calls them.
    """

    own: Mapping[str, str] = field(default_factory=dict)

    def meaning(self, name: str) -> str | None:
        """Return what the column called `name` means, or None when nobody knows."""
        if is_personal(name):
            return PERSONAL
        return self.own.get(key(name)) or meaning(name)

    def are_own(self, name: str) -> bool:
        """Tell whether the user told of the column called `name`."""
        return key(name) in self.own


def load_columns(path: Path) -> Columns:
    """Return the columns that the TOML file at `path` tells.

    The file has one table, `[columns]`, with a line for each column that isn't known by its own name: the column's
    name in the list, and what it is, by any name that is known, a field of ProjectFacts, `text` for prose that
    becomes a section, or `skip` for a column to leave out:

        [columns]
        "Tunniste" = "Hankekoodi"
        "Mistä on kyse" = "text"
        "Sisäinen muistio" = "skip"

    Letter case, spaces and punctuation in names make no difference. Raises SettingsError for a file that can't be
    read, isn't TOML or tells something else.
    """
    try:
        content = tomllib.loads(read_small_text(path, LARGEST_SETTINGS))
    except (OSError, ValueError, RecursionError) as error:
        raise _unusable(path, str(error), str(error)) from error
    table = content.get(_TABLE)
    if not isinstance(table, dict) or len(content) > 1:
        raise _unusable(path, "it needs one table, [columns]", "siinä on oltava yksi taulukko, [columns]")
    own: dict[str, str] = {}
    for name, told in table.items():
        its_meaning = meaning(told) if isinstance(told, str) else None
        if its_meaning is None:
            raise _unusable(path, f"“{told}” is no known column", f"”{told}” ei ole tunnettu sarake")
        own[key(name)] = its_meaning
    return Columns(own)


def _unusable(path: Path, reason_en: str, reason_fi: str) -> SettingsError:
    return SettingsError(
        Text(f"{path} can't be used: {reason_en}.", f"Tiedostoa {path} ei voi käyttää: {reason_fi}."),
        Text(
            'Write under [columns] a line for each column, such as: "Tunniste" = "Hankekoodi"',
            'Kirjoita otsikon [columns] alle rivi kutakin saraketta kohti, esimerkiksi: "Tunniste" = "Hankekoodi"',
        ),
    )
