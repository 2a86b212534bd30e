from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.setup import stamp
from tests.scripts.conftest import BASH, Checkout


def test_arguments_reach_the_program_unharmed(checkout: Checkout) -> None:
    arguments = ["etsivä työ", "", 'sanottu "näin"', "it's", "*", "$HOME", "a\\b", "--", "rivi\nvaihto"]
    shown = checkout.run("hankehaku", *arguments)
    assert shown.stdout == "".join(f"{len(argument)}:{argument}\n" for argument in arguments)
    assert shown.returncode == 0


def test_nothing_but_the_program_is_started_once_all_is_set_up(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    shown = checkout.run("hankehaku", "nuoret", variables={"PATH": str(tmp_path / "empty")})
    assert (shown.stdout, shown.stderr) == ("6:nuoret\n", "")


def test_the_program_reads_what_is_piped_in(checkout: Checkout) -> None:
    checkout.program(".venv/bin/hankehaku", "#!/bin/sh\ncat\n")
    assert checkout.run("hankehaku", "-", stdin="ikääntyneiden digituki").stdout == "ikääntyneiden digituki"


def test_the_program_s_exit_code_is_the_launcher_s(checkout: Checkout) -> None:
    checkout.program(".venv/bin/hankehaku", "#!/bin/sh\nexit 1\n")
    assert checkout.run("hankehaku", "avaruusmatkailu").returncode == 1


def test_bytecode_is_written_whatever_the_user_s_environment_says(checkout: Checkout) -> None:
    checkout.program(".venv/bin/hankehaku", '#!/bin/sh\necho "${PYTHONDONTWRITEBYTECODE-unset}"\n')
    shown = checkout.run("hankehaku", variables={"PYTHONDONTWRITEBYTECODE": "1"})
    assert shown.stdout == "unset\n"


@pytest.mark.parametrize("variable", ["PYTHONPATH", "PYTHONHOME", "PYTHONSAFEPATH"])
def test_what_is_meant_for_another_python_does_not_reach_this_one(checkout: Checkout, variable: str) -> None:
    checkout.program(".venv/bin/hankehaku", f'#!/bin/sh\necho "${{{variable}-unset}}"\n')
    assert checkout.run("hankehaku", variables={variable: "/opt/muu"}).stdout == "unset\n"


def test_the_launcher_may_be_called_by_a_symbolic_link(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "haku").symlink_to("../Hanke haku/scripts/hankehaku")
    linked = Checkout(tmp_path)
    (tmp_path / "scripts").symlink_to("bin")
    assert linked.run("haku", "nuoret").stdout == "6:nuoret\n"


@pytest.mark.parametrize("path", ["pyproject.toml", "scripts/constraints.txt", "scripts/setup/packages.py"])
def test_a_changed_recipe_is_noticed_even_if_its_time_is_old(checkout: Checkout, path: str) -> None:
    file = checkout.root / path
    file.write_text(file.read_text(encoding="utf-8") + "# uusi\n", encoding="utf-8")
    os.utime(file, (0, 0))
    assert checkout.run("hankehaku", "nuoret").stderr == "set-up for run\n"


def test_a_new_file_of_the_set_up_is_noticed(checkout: Checkout) -> None:
    (checkout.root / "scripts" / "setup" / "fedora.py").write_text("", encoding="utf-8")
    assert checkout.run("hankehaku", "nuoret").stderr == "set-up for run\n"


def test_a_copied_environment_is_noticed(checkout: Checkout, tmp_path: Path) -> None:
    shutil.copytree(checkout.root, tmp_path / "copy")
    assert Checkout(tmp_path / "copy").run("hankehaku", "nuoret").stderr == "set-up for run\n"


def test_a_moved_environment_is_noticed(checkout: Checkout, tmp_path: Path) -> None:
    checkout.root.rename(tmp_path / "moved")
    assert Checkout(tmp_path / "moved").run("hankehaku", "nuoret").stderr == "set-up for run\n"


def test_a_vanished_python_is_noticed(checkout: Checkout) -> None:
    python = checkout.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(checkout.root / "gone")
    assert checkout.run("hankehaku", "nuoret").stderr == "set-up for run\n"


def test_an_environment_made_for_tests_alone_is_no_environment_to_run_in(checkout: Checkout) -> None:
    (checkout.root / ".venv" / "ready" / "run").rename(checkout.root / ".venv" / "ready" / "test")
    assert checkout.run("hankehaku", "nuoret").stderr == "set-up for run\n"


def test_a_failed_set_up_ends_the_launcher_with_its_exit_code(checkout: Checkout) -> None:
    shutil.rmtree(checkout.root / ".venv" / "ready")
    checkout.program("scripts/setup.sh", "#!/bin/sh\nexit 130\n")
    shown = checkout.run("hankehaku", "nuoret")
    assert (shown.returncode, shown.stdout) == (130, "")


def test_shell_and_python_agree_on_what_is_set_up(checkout: Checkout) -> None:
    assert stamp.is_ready(checkout.root, "run")
    assert not stamp.is_ready(checkout.root, "test")
    (checkout.root / "pyproject.toml").write_text("", encoding="utf-8")
    assert not stamp.is_ready(checkout.root, "run")


def test_marks_from_other_files_are_forgotten_before_anything_changes(checkout: Checkout) -> None:
    before = (checkout.root / "pyproject.toml").read_text(encoding="utf-8")
    (checkout.root / "pyproject.toml").write_text("", encoding="utf-8")
    stamp.forget_outdated(checkout.root)
    (checkout.root / "pyproject.toml").write_text(before, encoding="utf-8")
    assert checkout.run("hankehaku", "nuoret").stderr == "set-up for run\n"


def test_an_unpacked_voikko_is_found_by_the_program(checkout: Checkout) -> None:
    checkout.program(".venv/bin/hankehaku", '#!/bin/sh\necho "$LD_LIBRARY_PATH"\necho "$VOIKKO_DICTIONARY_PATH"\n')
    (checkout.root / ".voikko").mkdir()
    library, dictionary = checkout.run("hankehaku", variables={"LD_LIBRARY_PATH": "/opt/lib"}).stdout.splitlines()
    own, theirs = library.split(":")
    assert Path(own).resolve() == checkout.root / ".voikko" / "lib"
    assert theirs == "/opt/lib"
    assert Path(dictionary).resolve() == checkout.root / ".voikko" / "dictionary"


def test_unpacked_dictionaries_are_found_by_the_program_unless_the_user_names_others(checkout: Checkout) -> None:
    checkout.program(".venv/bin/hankehaku", '#!/bin/sh\necho "${HANKEHAKU_DICTIONARIES-unset}"\n')
    assert checkout.run("hankehaku").stdout == "unset\n"
    (checkout.root / ".dictionaries").mkdir()
    assert Path(checkout.run("hankehaku").stdout.rstrip()).resolve() == checkout.root / ".dictionaries"
    assert checkout.run("hankehaku", variables={"HANKEHAKU_DICTIONARIES": "/omat"}).stdout == "/omat\n"


def test_a_machine_set_up_before_there_were_dictionaries_gets_them(checkout: Checkout) -> None:
    (checkout.root / ".venv" / "ready" / "run" / "scripts" / "setup" / "dictionaries.py").unlink()
    assert checkout.run("hankehaku", "nuoret").stderr == "set-up for run\n"


def test_rebuild_index_builds_from_its_folder_without_path_or_terminal(checkout: Checkout) -> None:
    shown = checkout.run("rebuild_index", "/data/hanke kuvaukset", "--quiet", variables={"PATH": ""})
    assert shown.stdout == "5:build\n21:/data/hanke kuvaukset\n7:--quiet\n"


def test_rebuild_index_asks_for_a_folder(checkout: Checkout) -> None:
    shown = checkout.run("rebuild_index")
    assert (shown.returncode, shown.stdout) == (2, "")
    assert "FOLDER" in shown.stderr


ARGUMENTS = {"hankehaku": ("nuoret",), "rebuild_index": ("hankkeet",), "evaluate": ("haut.tsv", "hankkeet")}


@pytest.fixture(params=["hankehaku", "rebuild_index", "evaluate", "test", "benchmark", "reliability", "fuzz_readers"])
def script(request: pytest.FixtureRequest, checkout: Checkout) -> str:
    """Return the name of a script in a checkout that isn't set up, where the set-up tells what it is asked for."""
    shutil.rmtree(checkout.root / ".venv" / "ready")
    checkout.program("scripts/setup.sh", '#!/bin/sh\necho "set-up $*" >&2\nexit 7\n')
    return str(request.param)


def test_every_script_asks_for_a_set_up_that_leaves_a_finished_one_alone(checkout: Checkout, script: str) -> None:
    shown = checkout.run(script, *ARGUMENTS.get(script, ()))
    purpose = "test" if script in ("test", "reliability") else "run"
    assert (shown.returncode, shown.stderr) == (7, f"set-up {purpose} --if-needed\n")


def test_every_script_may_be_called_by_a_chain_of_links(checkout: Checkout, script: str, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "first").symlink_to(f"../Hanke haku/scripts/{script}")
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "second").symlink_to("../bin/first")
    assert Checkout(tmp_path).run("second", *ARGUMENTS.get(script, ())).returncode == 7


def test_every_script_may_be_called_by_a_linked_folder(checkout: Checkout, script: str, tmp_path: Path) -> None:
    (tmp_path / "scripts").symlink_to(checkout.root / "scripts")
    assert Checkout(tmp_path).run(script, *ARGUMENTS.get(script, ())).returncode == 7


def test_every_script_may_be_called_from_its_folder_by_its_name_alone(checkout: Checkout, script: str) -> None:
    beside = checkout.root / "scripts"
    shown = subprocess.run(  # noqa: S603
        [BASH, script, *ARGUMENTS.get(script, ())], cwd=beside, capture_output=True, check=False
    )
    assert shown.returncode == 7


def test_an_exported_search_path_of_cd_leads_no_script_astray(checkout: Checkout, script: str) -> None:
    shown = subprocess.run(  # noqa: S603
        [BASH, f"scripts/{script}", *ARGUMENTS.get(script, ())],
        cwd=checkout.root,
        env=os.environ | {"CDPATH": "."},
        capture_output=True,
        check=False,
    )
    assert (shown.returncode, shown.stdout) == (7, b"")
