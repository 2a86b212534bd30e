"""The virtual environment: when it is made anew, and how it names the checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.setup import packages, stamp
from scripts.setup.workplace import Workplace, locked
from tests.scripts.conftest import BASH, Checkout

# Makes an environment of its own version whose pip only pretends: as the real one, it names an editable checkout by its
# absolute path.
PYTHON = f"""#!{BASH}
packages=$3/lib/python{{version}}/site-packages
mkdir -p "$3/bin" "$packages"
touch "$3/pyvenv.cfg"
cat >"$3/bin/python" <<END
#!{BASH}
[[ "\\$*" != *--editable* ]] || echo "$(dirname "$3")" >"$packages/_editable_impl_hankehaku.pth"
END
chmod +x "$3/bin/python"
"""
HERE = "{}.{}".format(*sys.version_info[:2])


@pytest.fixture
def bare(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """Return a checkout without an environment, on a machine whose Python only pretends."""
    root = checkout.root.rename(checkout.root.with_name("Käpylän hanke haku"))
    shutil.rmtree(root / ".venv")
    project = '[project]\nname = "hankehaku"\ndependencies = []\n'
    (root / "pyproject.toml").write_text(project, encoding="utf-8")
    (root / ".venv").mkdir()
    (root / ".venv" / "setup.log").touch()
    made = Checkout(root)
    made.program("python", PYTHON.format(version=HERE))
    monkeypatch.setattr(sys, "executable", str(root / "python"))
    return made


def made_with(checkout: Checkout, version: str) -> None:
    """Make the environment as a set-up of another Python has left it."""
    checkout.program("other-python", PYTHON.format(version=version))
    subprocess.run([checkout.root / "other-python", "-m", "venv", checkout.root / ".venv"], check=True)  # noqa: S603
    stamp.mark_made_here(checkout.root)


def versions(place: Workplace) -> list[str]:
    packages.provide_environment(place)
    return [folder.name for folder in (place.venv / "lib").iterdir()]


def test_an_environment_of_another_python_that_was_never_finished_is_made_anew(bare: Checkout) -> None:
    made_with(bare, "3.9")
    with locked(bare.root) as place:
        assert versions(place) == [f"python{HERE}"]


def test_an_environment_of_another_python_stays_once_it_was_finished(bare: Checkout) -> None:
    made_with(bare, "3.9")
    stamp.mark_ready(bare.root, "run", stamp.read_recipe(bare.root))
    (bare.root / "scripts" / "constraints.txt").write_text("torch==2.13.0\n", encoding="utf-8")
    stamp.forget_outdated(bare.root)
    assert not stamp.is_ready(bare.root, "run")
    with locked(bare.root) as place:
        assert versions(place) == ["python3.9"]


def test_an_environment_of_this_python_stays_though_it_was_never_finished(bare: Checkout) -> None:
    made_with(bare, HERE)
    (bare.root / ".venv" / "oma").touch()
    with locked(bare.root) as place:
        assert versions(place) == [f"python{HERE}"]
    assert (bare.root / ".venv" / "oma").exists()


def test_an_environment_in_a_folder_with_umlauts_starts_in_any_locale(bare: Checkout) -> None:
    with locked(bare.root) as place:
        packages.provide_environment(place)
        packages.install_packages(place, None)
        (named,) = place.site_packages.glob("*.pth")
        assert named.read_bytes().isascii()
        assert paths_by(place.site_packages)[-1] == str(bare.root)


def paths_by(site_packages: Path) -> list[str]:
    """Return where Python looks for modules when it has read what lies in `site_packages`."""
    program = "import site, sys; site.addsitedir(sys.argv[1]); print(*sys.path, sep='\\n')"
    started = [f"{sys.base_prefix}/bin/python3", "-X", "utf8", "-c", program, str(site_packages)]
    shown = subprocess.run(started, capture_output=True, encoding="utf-8", check=True)  # noqa: S603
    return shown.stdout.splitlines()
