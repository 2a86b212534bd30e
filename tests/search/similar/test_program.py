"""What another version of the program found is no result of this one: whichever module the change was in."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import program
from search.similar.program import comparing_program

ROOT = Path(program.__file__).parents[1]


def imported(path: Path) -> Iterator[Path]:
    """Yield the modules of this program that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
        else:
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        found = (ROOT / f"{name.replace('.', '/')}{end}" for name in names for end in (".py", "/__init__.py"))
        yield from (one for one in found if one.is_file())


def reached(paths: Iterator[Path]) -> set[Path]:
    """Return these modules and all that they import, and these again."""
    found: set[Path] = set()
    left = list(paths)
    while left:
        path = left.pop()
        if path not in found:
            found.add(path)
            left += imported(path)
    return found


def test_a_change_in_any_module_that_comparing_imports_is_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("index", "search"):
        shutil.copytree(ROOT / package, tmp_path / package)
    here = comparing_program()
    monkeypatch.setattr(program, "_ROOT", tmp_path)
    assert comparing_program() == here
    modules = {path.relative_to(ROOT) for path in reached((ROOT / "search" / "similar").glob("*.py"))}
    assert {Path("search/repeats.py"), Path("search/similar/kinship.py"), Path("index/finnish.py")} <= modules
    for module in modules:
        source = (tmp_path / module).read_text(encoding="utf-8")
        (tmp_path / module).write_text(source + "# toisin\n", encoding="utf-8")
        assert comparing_program() != here, module
        (tmp_path / module).write_text(source, encoding="utf-8")
    assert comparing_program() == here
