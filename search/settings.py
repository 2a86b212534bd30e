"""Where the index is and which model makes it: flag, environment, project file, user file, default - in this order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import SettingsError, Text
from index.limits import LARGEST_SETTINGS
from index.paths import expand_home
from index.small_files import read_small_text

PROJECT_FILE = ".hankehaku.toml"
_KEYS = frozenset({"index", "model"})


@dataclass(frozen=True, slots=True)
class Setting:
    """A value, and where it came from in words that a user can follow up ("--index", a variable, a file)."""

    value: str | None
    origin: str


def index_setting(flag: Path | None) -> Setting:
    """Return the index folder; the default is in the user's data folder (XDG)."""
    found = _find("index", None if flag is None else str(flag))
    if found is not None:
        return found
    from platformdirs import user_data_dir

    return Setting(str(Path(user_data_dir("hankehaku")) / "index"), "default")


def index_folder(flag: Path | None) -> Path:
    """Return the index folder's path."""
    return expand_home(index_setting(flag).value or "")


def model_name(flag: str | None) -> str | None:
    """Return the name or path of the model that builds use; None is the default model."""
    return model_setting(flag).value


def default_collection() -> Path:
    """Return the folder of the collection that comes with the checkout."""
    return Path(__file__).resolve().parent.parent / "seeds"


def model_setting(flag: str | None) -> Setting:
    """Return the model that builds use, and where that is set."""
    return _find("model", flag) or Setting(None, "default")


def _find(key: str, flag: str | None) -> Setting | None:
    if flag is not None:
        return Setting(flag, f"--{key}")
    variable = f"HANKEHAKU_{key.upper()}"
    if value := os.environ.get(variable):
        return Setting(value, variable)
    for path in _files():
        values = _read(path)
        if key in values:
            return Setting(_located(key, values[key], path), str(path))
    return None


def _files() -> Iterator[Path]:
    """Yield the configuration files that exist: the nearest project file above the working folder, the user's."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / PROJECT_FILE).is_file():
            yield folder / PROJECT_FILE
            break
    from platformdirs import user_config_dir

    user = Path(user_config_dir("hankehaku")) / "config.toml"
    if user.is_file():
        yield user


def _read(path: Path) -> Mapping[str, Any]:
    import tomllib

    try:
        values = tomllib.loads(read_small_text(path, LARGEST_SETTINGS))
    except (OSError, ValueError, RecursionError) as error:
        raise _unusable(path, str(error)) from error
    for key, value in values.items():
        if key not in _KEYS or not isinstance(value, str):
            raise _unusable(path, f"{key} = {value!r}")
    return values


def _located(key: str, value: str, path: Path) -> str:
    """Return the value; a relative index folder is meant relative to the file that names it."""
    return str(path.parent / expand_home(value)) if key == "index" else value


def _unusable(path: Path, reason: str) -> SettingsError:
    known = ", ".join(f'{key} = "..."' for key in sorted(_KEYS))
    return SettingsError(
        Text(en=f"{path} can't be used: {reason}", fi=f"Tiedostoa {path} ei voi käyttää: {reason}"),
        Text(en=f"It may hold {known} in TOML.", fi=f"Siinä voi olla TOML-muodossa {known}."),
    )
