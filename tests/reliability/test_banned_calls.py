"""The packages hold no call that runs what a file or a network says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.errors import HankehakuError

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for package in ("index", "search", "scripts") for path in (ROOT / package).rglob("*.py"))
BANNED = {
    "pickle": r"\b(?:c?[pP]ickle|dill|joblib|shelve|marshal)\b",
    "pickled arrays": r"allow_pickle\s*=\s*True",
    "eval": r"(?<![\w.])(?:eval|exec|compile)\(",
    "shell": r"shell\s*=\s*True|os\.system\(|os\.popen\(",
    "remote code": r"trust_remote_code\s*=\s*True",
    "unverified connections": r"verify\s*=\s*False|_create_unverified_context|CERT_NONE",
    "unsafe parsers": r"yaml\.load\(|resolve_entities\s*=\s*True",
}


@pytest.mark.parametrize("name", BANNED)
def test_no_source_holds(name: str) -> None:
    assert SOURCES
    lines = ((path, line) for path in SOURCES for line in path.read_text(encoding="utf-8").splitlines())
    found = [f"{path.relative_to(ROOT)}: {line}" for path, line in lines if re.search(BANNED[name], line)]
    assert found == []


def test_all_errors_are_of_one_hierarchy() -> None:
    raised = re.compile(r"^class (\w+(?:Error|Exception))\((\w+)", re.MULTILINE)
    bases = {name: base for path in SOURCES for name, base in raised.findall(path.read_text(encoding="utf-8"))}
    outside = {name for name, base in bases.items() if not _is_ours(name, bases)}
    # Those of the file formats, each caught where it arises and told as one of ours.
    assert {base for name, base in bases.items() if name in outside} <= {"ValueError", "Exception", *outside}
    assert HankehakuError.__name__ in outside


def _is_ours(name: str, bases: dict[str, str]) -> bool:
    while name in bases:
        name = bases[name]
        if name == HankehakuError.__name__:
            return True
    return False
