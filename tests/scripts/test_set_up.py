from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from index.errors import Text
from scripts.setup import __main__ as set_up_program
from scripts.setup import stamp
from scripts.setup.__main__ import Step, set_up
from scripts.setup.console import SetupError, language, report
from scripts.setup.packages import remove_broken_packages
from scripts.setup.workplace import Workplace, locked
from tests.scripts.conftest import REPOSITORY, Checkout


def failing_step(place: Workplace) -> None:
    lines = "for number in $(seq 40); do echo rivi $number; done; echo No space left on device >&2; exit 3"
    place.run(["sh", "-c", lines], Text("It failed.", "Se epäonnistui."), Text("Free space.", "Vapauta tilaa."))


def test_a_failing_step_shows_the_end_of_its_log_and_the_cure(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "fi_FI.UTF-8")
    monkeypatch.setattr(set_up_program, "steps", lambda purpose: [Step(Text("Trying", "Yritetään"), failing_step)] * 2)
    with pytest.raises(SetupError) as caught:
        set_up(checkout.root, "test", if_needed=True)
    report(caught.value)
    output, told = capfd.readouterr()
    assert output == ""
    lines = told.splitlines()
    assert lines[1:3] == ["[1/2] Yritetään ...", "Se epäonnistui."]
    assert lines[-1] == "Vapauta tilaa."
    assert lines[-2].strip() == "No space left on device"
    assert "    rivi 40" in lines
    assert "    rivi 1" not in lines
    assert not stamp.is_ready(checkout.root, "test")


def test_a_finished_set_up_is_marked_with_the_files_that_it_began_with(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(place: Workplace) -> None:
        (place.root / "pyproject.toml").write_text("", encoding="utf-8")

    monkeypatch.setattr(set_up_program, "steps", lambda purpose: [Step(Text("", ""), lambda place: None)])
    set_up(checkout.root, "test", if_needed=True)
    assert stamp.is_ready(checkout.root, "test")
    monkeypatch.setattr(set_up_program, "steps", lambda purpose: [Step(Text("", ""), change)])
    (checkout.root / "scripts" / "constraints.txt").write_text("torch==2.13.0\n", encoding="utf-8")
    set_up(checkout.root, "test", if_needed=True)
    assert not stamp.is_ready(checkout.root, "test")


def test_a_finished_set_up_is_looked_through_by_hand_and_left_alone_by_the_other_scripts(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Workplace] = []
    monkeypatch.setattr(set_up_program, "steps", lambda purpose: [Step(Text("", ""), taken.append)])
    set_up(checkout.root, "run", if_needed=True)
    assert (stamp.is_ready(checkout.root, "run"), len(taken)) == (True, 0)
    set_up(checkout.root, "run", if_needed=False)
    assert (stamp.is_ready(checkout.root, "run"), len(taken)) == (True, 1)


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [([], ("run", False)), (["test"], ("test", False)), (["run", "--if-needed"], ("run", True))],
)
def test_the_command_line_tells_what_for_and_whether_it_must_be(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], asked: tuple[str, bool]
) -> None:
    heard: list[tuple[str, bool]] = []
    monkeypatch.setattr(
        set_up_program, "set_up", lambda root, purpose, *, if_needed: heard.append((purpose, if_needed))
    )
    monkeypatch.setattr(sys, "argv", ["scripts.setup", *arguments])
    assert set_up_program.main() == 0
    assert heard == [asked]


def test_a_model_that_can_not_be_stored_is_told_with_its_own_cure(tmp_path: Path) -> None:
    (tmp_path / "tiedosto").write_text("", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name != "XDG_CACHE_HOME"}
    made = subprocess.run(
        [sys.executable, "-m", "scripts.setup.model"],
        cwd=REPOSITORY,
        env=kept | {"HOME": str(tmp_path / "tiedosto"), "LC_ALL": "fi_FI.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (made.returncode, made.stdout) == (2, "")
    told, cure = made.stderr.splitlines()
    assert "ei voi tallentaa kansioon" in told
    assert "export XDG_CACHE_HOME=" in cure


def test_a_second_set_up_says_that_it_waits_and_then_goes_on(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    (tmp_path / ".venv").mkdir()
    first = os.open(tmp_path / ".venv" / "setup.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(first, fcntl.LOCK_EX)
    release = threading.Timer(0.3, os.close, [first])
    release.start()
    with locked(tmp_path):
        release.join()
    assert "waiting" in capfd.readouterr().err


def test_a_killed_set_up_leaves_no_lock(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    hold = (
        "import time, pathlib; from scripts.setup.workplace import locked\n"
        f"with locked(pathlib.Path({str(tmp_path)!r})): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(  # noqa: S603 - this very Python
        [sys.executable, "-c", hold], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.kill()
    with locked(tmp_path):
        assert capfd.readouterr().err == ""


def test_what_a_killed_set_up_had_started_keeps_the_lock_until_it_ends(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    with locked(tmp_path) as place:
        assert place.succeeds(["sh", "-c", "(sleep 0.5; touch orphan) &"])
    with locked(tmp_path):
        assert (tmp_path / "orphan").exists()
    assert "waiting" in capfd.readouterr().err


def test_a_folder_that_can_not_be_written_to_is_an_error_with_a_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SetupError, match="can't write"), locked(tmp_path / "file"):
        pass


def package(site_packages: Path, name: str) -> Path:
    """Make an installed package of one module; return its metadata's folder."""
    metadata = site_packages / f"{name}-1.0.dist-info"
    metadata.mkdir(parents=True)
    (site_packages / f"{name}.py").write_text("x = 1\n", encoding="utf-8")
    (metadata / "RECORD").write_text(f"{name}.py,sha256=abc,6\n{name}-1.0.dist-info/RECORD,,\n", encoding="utf-8")
    return metadata


def test_whole_packages_stay(tmp_path: Path) -> None:
    metadata = package(tmp_path, "kunta")
    remove_broken_packages(tmp_path)
    assert metadata.exists()


@pytest.mark.parametrize("damage", ["cut", "missing", "no record", "empty record"])
def test_a_package_that_a_kill_left_broken_is_installed_again(tmp_path: Path, damage: str) -> None:
    metadata = package(tmp_path, "kunta")
    if damage == "cut":
        (tmp_path / "kunta.py").write_text("", encoding="utf-8")
    elif damage == "missing":
        (tmp_path / "kunta.py").unlink()
    elif damage == "no record":
        (metadata / "RECORD").unlink()
    else:
        (metadata / "RECORD").write_text("", encoding="utf-8")
    remove_broken_packages(tmp_path)
    assert not metadata.exists()


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANG": "fi_FI.UTF-8"}, "fi"),
        ({"LANG": "fi_FI.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "fi_FI"}, "fi"),
        ({"LANG": "fi_FI.UTF-8", "LC_ALL": ""}, "fi"),
        ({}, "en"),
    ],
)
def test_the_language_follows_the_locale(variables: dict[str, str], expected: str) -> None:
    assert language(variables) == expected
