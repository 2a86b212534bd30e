"""Take people out of a cell: contact details, and the names that the row's own columns tell."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from index.cleaning import clean
from index.personal_data import mask_names, remove_personal_data

# A list repeats its short cells: regions, applicants, priority axes.
_LONGEST_REPEATED = 100
_MOST_REMEMBERED = 10_000
# Finnish endings and gradation change no more of a name than its last letters.
_CHANGING_LETTERS = 3
_FEWEST_LETTERS = 2


def without_people(cell: str, names: Iterable[str]) -> str:
    """Return `cell` clean, without contact details and with the full `names` masked (see `mask_names`)."""
    text = _without_details_remembered(cell) if len(cell) <= _LONGEST_REPEATED else _without_details(cell)
    # Most cells name nobody, and a search for a name in all its forms is slow. A name to be masked is capitalised.
    return mask_names(text, [name for name in names if any(stem in text for stem in _stems(name))])


def _without_details(cell: str) -> str:
    return remove_personal_data(clean(cell))


_without_details_remembered = lru_cache(_MOST_REMEMBERED)(_without_details)


@lru_cache(_MOST_REMEMBERED)
def _stems(name: str) -> tuple[str, ...]:
    """Return what every case form of a part of `name` begins with, capitalised and in capitals."""
    parts = (part for part in name.title().split() if len(part) >= _FEWEST_LETTERS)
    stems = [part[: max(_FEWEST_LETTERS, len(part) - _CHANGING_LETTERS)] for part in parts]
    return (*stems, *(stem.upper() for stem in stems))
