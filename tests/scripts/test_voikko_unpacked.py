"""Getting Voikko without root's rights, with an apt-get and a dpkg-deb that only pretend."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scripts.setup import apt, voikko
from scripts.setup.console import SetupError
from scripts.setup.workplace import Workplace, locked
from tests.scripts.conftest import BASH, Checkout

# Downloads an archive for each package it is asked for, and for two that those need.
APT_GET = f"""#!{BASH}
echo "$@" >>"$APT_CALLS"
for word in "$@"; do
    [[ $word == Dir::Cache=* ]] && cache=${{word#*=}}
    [[ $word == --download-only ]] && download=yes
done
[[ -n ${{download-}} ]] || exit "${{UPDATE_RESULT:-0}}"
for package in libvoikko1 voikko-fi libhfstospell11 libc6; do
    touch "$cache/archives/${{package}}_1.0_amd64.deb"
done
"""

# Unpacks an archive as a file named after it.
DPKG_DEB = f'#!{BASH}\nmkdir -p "$3"\ntouch "$3/$(basename "$2")"\n'


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the pretending programs before the machine's, for a user without rights; return the log of apt's calls."""
    machine = Checkout(tmp_path / "machine")
    machine.program("apt-get", APT_GET)
    machine.program("dpkg-deb", DPKG_DEB)
    machine.program("sudo", "#!/bin/sh\necho 'sudo: a password is required' >&2\nexit 1\n")
    monkeypatch.setenv("PATH", f"{machine.root}:{os.environ['PATH']}")
    monkeypatch.setenv("APT_CALLS", str(tmp_path / "calls"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return tmp_path / "calls"


def test_packages_and_what_they_need_are_unpacked_but_never_the_c_library(calls: Path, tmp_path: Path) -> None:
    with locked(tmp_path) as place:
        assert apt.unpack(place, voikko.PACKAGES, tmp_path / "unpacking" / "tree")
    unpacked = sorted(path.name.partition("_")[0] for path in (tmp_path / "unpacking" / "tree").iterdir())
    assert unpacked == ["libhfstospell11", "libvoikko1", "voikko-fi"]


def test_apt_s_state_is_private_and_thrown_away(calls: Path, tmp_path: Path) -> None:
    with locked(tmp_path) as place:
        apt.unpack(place, voikko.PACKAGES, tmp_path / "unpacking" / "tree")
    update, download = calls.read_text(encoding="utf-8").splitlines()
    for call in (update, download):
        assert f"Dir::State={tmp_path}/unpacking/apt/state" in call
        assert "Dir::State::status=/var/lib/dpkg/status" in call
    assert [path.name for path in (tmp_path / "unpacking").iterdir()] == ["tree"]


def test_one_source_that_does_not_answer_spoils_nothing(
    calls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPDATE_RESULT", "100")
    with locked(tmp_path) as place:
        assert apt.unpack(place, voikko.PACKAGES, tmp_path / "unpacking" / "tree")


def test_without_root_and_with_a_sudo_that_asks_nothing_is_installed(calls: Path, tmp_path: Path) -> None:
    with locked(tmp_path) as place:
        assert not apt.install(place, voikko.PACKAGES)
    assert not calls.exists()


def test_libraries_and_dictionaries_are_gathered_from_where_packages_have_them(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    for path in (
        "usr/lib/aarch64-linux-gnu/libvoikko.so.1.16.1",
        "lib/aarch64-linux-gnu/libarchive.so.13",
        "usr/lib/voikko/5/mor-standard/index.txt",
        "usr/share/doc/voikko-fi/copyright",
    ):
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text("", encoding="utf-8")
    (tree / "usr/lib/aarch64-linux-gnu/libvoikko.so.1").symlink_to("libvoikko.so.1.16.1")
    voikko.collect(tree, tmp_path / "voikko")
    assert sorted(path.name for path in (tmp_path / "voikko" / "lib").iterdir()) == [
        "libarchive.so.13",
        "libvoikko.so.1",
        "libvoikko.so.1.16.1",
    ]
    assert (tmp_path / "voikko" / "lib" / "libvoikko.so.1").exists()
    assert (tmp_path / "voikko" / "dictionary" / "5" / "mor-standard" / "index.txt").exists()


def test_voikko_opens_here() -> None:
    assert voikko.opens()


def test_the_packages_are_looked_for_by_name_in_the_error_s_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apt, "available", lambda: False)
    monkeypatch.setattr(Workplace, "succeeds", lambda place, command: False)
    with locked(tmp_path) as place, pytest.raises(SetupError) as caught:
        voikko.provide(place)
    for cure in ("apt install libvoikko1 voikko-fi", "dnf install libvoikko", "brew install libvoikko"):
        assert cure in caught.value.hint.en
        assert cure in caught.value.hint.fi
