"""Debian's and Ubuntu's packages: installed as root, or unpacked into a folder without root's rights."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from scripts.setup.workplace import Workplace

# Seconds to wait for another apt or dpkg; unattended upgrades hold the lock for minutes.
LOCK_TIMEOUT = 300

# dpkg refuses to work where it doesn't find ldconfig, which a user's or cron's PATH may lack.
ROOT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

# The C library comes with the machine's loader: another one beside it crashes every program.
NEVER_UNPACKED = frozenset({"libc6", "libc-bin", "libcrypt1"})


def available() -> bool:
    """Tell whether this machine has apt."""
    return shutil.which("apt-get") is not None


def install(place: Workplace, packages: Sequence[str]) -> bool:
    """Install `packages` as root or by a sudo that asks for no password; tell whether that was done."""
    prefix: list[str] = []
    if os.geteuid() != 0:
        if not _sudo_asks_nothing():
            return False
        prefix = ["sudo", "-n"]
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", f"PATH={ROOT_PATH}", "apt-get"]
    apt += ["-o", f"DPkg::Lock::Timeout={LOCK_TIMEOUT}"]
    wanted = ["install", "-y", "--no-install-recommends", *packages]
    # A fresh container has no package lists, and old lists name versions that are gone.
    return place.succeeds([*apt, *wanted]) or (place.succeeds([*apt, "update"]) and place.succeeds([*apt, *wanted]))


def unpack(place: Workplace, packages: Sequence[str], target: Path) -> bool:
    """Unpack `packages` and what they need beyond what is installed into `target`, without root's rights.

    apt resolves and checks everything as usual, but keeps its state in a folder of its own and only
    downloads.
    """
    state = target.parent / "apt"
    shutil.rmtree(state, ignore_errors=True)
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (state / folder).mkdir(parents=True)
    options = ["Dir::State::status=/var/lib/dpkg/status", "Debug::NoLocking=true"]
    options += [f"Dir::State={state / 'state'}", f"Dir::Cache={state / 'cache'}"]
    apt = ["apt-get", *(word for option in options for word in ("-o", option))]
    # An update also fails where one of several sources doesn't answer; what counts is the download.
    place.succeeds([*apt, "update"])
    done = place.succeeds([*apt, "install", "-y", "--download-only", "--no-install-recommends", *packages])
    archives = to_unpack((state / "cache" / "archives").glob("*.deb"))
    done = done and all(place.succeeds(["dpkg-deb", "-x", archive, target]) for archive in archives)
    shutil.rmtree(state)
    return done


def to_unpack(archives: Iterable[Path]) -> list[Path]:
    """Return those package files (NAME_VERSION_ARCHITECTURE.deb) that may lie beside a program."""
    return sorted(path for path in archives if path.name.partition("_")[0] not in NEVER_UNPACKED)


def _sudo_asks_nothing() -> bool:
    if shutil.which("sudo") is None:
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
