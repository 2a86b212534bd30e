"""What a batch keeps of its applications, as JSON and back: their profiles, and what they are like."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from index.errors import Text
from index.facts_json import facts_from_json, facts_to_json
from index.finnish import analyse
from search.similar.batch_model import Match
from search.similar.meaning import signs
from search.similar.model import Kinship, KinshipKind, Passage, PassagePair, SectionKind, SharedTerm, Strength
from search.similar.profile import Profile

if TYPE_CHECKING:
    from search.similar.meaning import Units


def profile_to_json(profile: Profile) -> dict[str, Any]:
    """Return a profile without its words, which its text gives again."""
    return {
        "project": profile.project,
        "facts": facts_to_json(profile.facts),
        "title": profile.title,
        "passages": [asdict(passage) for passage in profile.passages],
        "units": [None if units is None else _units_to_json(units) for units in profile.units],
    }


def profile_from_json(values: dict[str, Any], recall: Callable[[Sequence[str]], None]) -> Profile:
    """Return the profile that `profile_to_json` wrote; `recall` readies the analyser for texts."""
    passages = tuple(_passage(one) for one in values["passages"])
    recall([passage.text for passage in passages])
    return Profile(
        project=values["project"],
        facts=facts_from_json(values["facts"]),
        title=values["title"],
        passages=passages,
        tokens=tuple(tuple(analyse(passage.text)) for passage in passages),
        units=tuple(None if one is None else _units(one) for one in values["units"]),
    )


def matches_to_json(matches: Sequence[Match]) -> list[dict[str, Any]]:
    """Return matches as JSON."""
    return [asdict(match) for match in matches]


def matches_from_json(values: Sequence[dict[str, Any]]) -> tuple[Match, ...]:
    """Return the matches that `matches_to_json` wrote."""
    return tuple(
        Match(
            **one
            | {
                "terms": tuple(one["terms"]),
                "kinship": _kinship(one["kinship"]),
                "pairs": tuple(_pair(pair) for pair in one["pairs"]),
            }
        )
        for one in values
    )


def _units_to_json(units: Units) -> dict[str, Any]:
    """Return unit vectors as their signs, which is all that they are made of."""
    import numpy as np

    return {"dimension": units.shape[1], "signs": base64.b64encode(np.packbits(units > 0, axis=1).tobytes()).decode()}


def _units(values: dict[str, Any]) -> Units:
    import numpy as np

    codes = np.frombuffer(base64.b64decode(values["signs"]), np.uint8)
    return signs(codes.reshape(-1, -(-values["dimension"] // 8)), values["dimension"])


def _passage(values: dict[str, Any]) -> Passage:
    return Passage(**values | {"kind": SectionKind(values["kind"])})


def _kinship(values: dict[str, Any] | None) -> Kinship | None:
    if values is None:
        return None
    return Kinship(KinshipKind(values["kind"]), tuple(Text(**sign) for sign in values["signs"]))


def _pair(values: dict[str, Any]) -> PassagePair:
    return PassagePair(
        _passage(values["draft"]),
        _passage(values["project"]),
        values["likeness"],
        Strength(values["strength"]),
        tuple(SharedTerm(one["term"], _spans(one["draft"]), _spans(one["project"])) for one in values["terms"]),
    )


def _spans(values: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in values)
