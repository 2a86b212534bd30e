"""A copy of the shell scripts with an environment that only pretends to be set up."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts.setup import stamp

REPOSITORY = Path(__file__).parents[2]
BASH = shutil.which("bash") or "/bin/bash"

# A program that shows its arguments one by one, each with its length, so that none can hide.
SHOW_ARGUMENTS = '#!{bash}\nfor argument in "$@"; do echo "${{#argument}}:$argument"; done\n'


@dataclass(frozen=True)
class Checkout:
    """A checkout in a temporary folder."""

    root: Path

    def run(
        self,
        script: str,
        *arguments: str,
        variables: Mapping[str, str] | None = None,
        stdin: str = "",
        cwd: Path | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run one of the scripts in a small, known environment."""
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.root), **(variables or {})}
        return subprocess.run(  # noqa: S603 - a script of this repository
            [BASH, str(self.root / "scripts" / script), *arguments],
            env=environment,
            input=stdin,
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def program(self, path: str, text: str) -> None:
        """Write an executable file."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")
        (self.root / path).chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Return a checkout that is set up to run, and whose set-up says so when it is started anyway."""
    root = tmp_path / "Hanke haku"
    shutil.copytree(REPOSITORY / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "pyproject.toml").write_text('[project]\nname = "hankehaku"\n', encoding="utf-8")
    made = Checkout(root)
    made.program(".venv/bin/python", f"#!{BASH}\n")
    made.program(".venv/bin/hankehaku", SHOW_ARGUMENTS.format(bash=BASH))
    made.program("scripts/setup.sh", f'#!{BASH}\necho "set-up for $1" >&2\n')
    (root / ".venv" / "pyvenv.cfg").write_text("", encoding="utf-8")
    stamp.mark_made_here(root)
    stamp.mark_ready(root, "run", stamp.read_recipe(root))
    return made
