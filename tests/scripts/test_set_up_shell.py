from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.scripts.conftest import REPOSITORY, Checkout


@pytest.fixture
def bare(checkout: Checkout) -> Checkout:
    """Return a checkout with the true setup.sh."""
    shutil.copy(REPOSITORY / "scripts" / "setup.sh", checkout.root / "scripts" / "setup.sh")
    return checkout


def test_the_first_python_of_a_supported_version_runs_the_set_up(bare: Checkout, tmp_path: Path) -> None:
    machine = Checkout(tmp_path / "machine")
    machine.program("python3", "#!/bin/sh\nexit 1\n")
    machine.program("python3.12", f'#!/bin/sh\n[ "$1" = -c ] && echo "{machine.root}/chosen"\n')
    machine.program("chosen", '#!/bin/sh\necho "$@"\n')
    shown = bare.run("setup.sh", "test", variables={"PATH": f"{machine.root}:/usr/bin:/bin"})
    assert shown.stdout == "-m scripts.setup test\n"


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 15, 0)])
def test_a_python_that_the_packages_are_not_made_for_is_passed_over(
    bare: Checkout, tmp_path: Path, version: tuple[int, int, int]
) -> None:
    machine = Checkout(tmp_path / "machine")
    posing = f"import sys; sys.version_info = {version}; exec(sys.argv[1])"
    machine.program("python3", f'#!/bin/sh\n[ "$1" = -c ] && exec "{sys.executable}" -c "{posing}" "$2"\n')
    machine.program("python3.14", f'#!/bin/sh\n[ "$1" = -c ] && echo "{machine.root}/chosen"\n')
    machine.program("chosen", '#!/bin/sh\necho "$@"\n')
    shown = bare.run("setup.sh", variables={"PATH": f"{machine.root}:/usr/bin:/bin"})
    assert shown.stdout == "-m scripts.setup\n"


@pytest.mark.parametrize(
    ("named", "meant"), [("oma/indeksi", "{here}/oma/indeksi"), ("/data/indeksi", "/data/indeksi"), ("~/in", "~/in")]
)
def test_the_index_s_folder_is_relative_to_where_the_command_was_started(
    bare: Checkout, tmp_path: Path, named: str, meant: str
) -> None:
    machine = Checkout(tmp_path / "machine")
    machine.program("python3", f'#!/bin/sh\n[ "$1" = -c ] && echo "{machine.root}/chosen"\n')
    machine.program("chosen", '#!/bin/sh\necho "$HANKEHAKU_INDEX"\n')
    variables = {"PATH": f"{machine.root}:/usr/bin:/bin", "HANKEHAKU_INDEX": named}
    assert bare.run("setup.sh", variables=variables, cwd=tmp_path).stdout == meant.format(here=tmp_path) + "\n"


def test_the_set_up_may_be_called_by_a_link_and_with_a_search_path_of_cd(bare: Checkout, tmp_path: Path) -> None:
    machine = Checkout(tmp_path / "machine")
    machine.program("python3", f'#!/bin/sh\n[ "$1" = -c ] && echo "{machine.root}/chosen"\n')
    machine.program("chosen", "#!/bin/sh\npwd -P\n")
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "asenna").symlink_to(bare.root / "scripts" / "setup.sh")
    variables = {"PATH": f"{machine.root}:/usr/bin:/bin", "CDPATH": "."}
    assert Checkout(tmp_path).run("asenna", variables=variables).stdout == f"{bare.root.resolve()}\n"


@pytest.mark.parametrize(
    ("locale", "words"),
    [("fi_FI.UTF-8", "tarvitsee Pythonin version 3.11–3.14"), ("en_GB.UTF-8", "needs Python 3.11 to 3.14")],
)
def test_a_machine_without_python_is_told_how_to_get_it(
    bare: Checkout, tmp_path: Path, locale: str, words: str
) -> None:
    machine = Checkout(tmp_path / "machine")
    machine.program("cat", f'#!/bin/sh\nexec {shutil.which("cat")} "$@"\n')
    shown = bare.run("setup.sh", variables={"PATH": str(machine.root), "LC_ALL": locale})
    assert shown.returncode == 2
    assert words in shown.stderr
    assert "apt install python3" in shown.stderr
