from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.scripts.conftest import REPOSITORY, Checkout


@pytest.fixture
def bare(checkout: Checkout) -> Checkout:
    """Return a checkout with the true setup.sh."""
    shutil.copy(REPOSITORY / "scripts" / "setup.sh", checkout.root / "scripts" / "setup.sh")
    return checkout


def test_the_first_python_that_is_new_enough_runs_the_set_up(bare: Checkout, tmp_path: Path) -> None:
    machine = Checkout(tmp_path / "machine")
    machine.program("python3", "#!/bin/sh\nexit 1\n")
    machine.program("python3.12", f'#!/bin/sh\n[ "$1" = -c ] && echo "{machine.root}/chosen"\n')
    machine.program("chosen", '#!/bin/sh\necho "$@"\n')
    shown = bare.run("setup.sh", "test", variables={"PATH": f"{machine.root}:/usr/bin:/bin"})
    assert shown.stdout == "-m scripts.setup test\n"


@pytest.mark.parametrize(
    ("locale", "words"), [("fi_FI.UTF-8", "tarvitsee Python 3.11:n"), ("en_GB.UTF-8", "needs Python 3.11 or newer")]
)
def test_a_machine_without_python_is_told_how_to_get_it(
    bare: Checkout, tmp_path: Path, locale: str, words: str
) -> None:
    machine = Checkout(tmp_path / "machine")
    for name in ("dirname", "cat"):
        machine.program(name, f'#!/bin/sh\nexec {shutil.which(name)} "$@"\n')
    shown = bare.run("setup.sh", variables={"PATH": str(machine.root), "LC_ALL": locale})
    assert shown.returncode == 2
    assert words in shown.stderr
    assert "apt install python3" in shown.stderr
