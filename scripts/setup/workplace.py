"""The checkout that is set up, and how commands run in it: logged, and under the set-up's lock."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.errors import Text
from scripts.setup.console import SetupError, say

TAIL_LINES = 15


@dataclass(frozen=True, slots=True)
class Workplace:
    """A checkout whose set-up holds the lock behind the file descriptor `lock`."""

    root: Path
    lock: int

    @property
    def venv(self) -> Path:
        """The virtual environment's folder."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The virtual environment's Python."""
        return self.venv / "bin" / "python"

    @property
    def site_packages(self) -> Path:
        """Where the virtual environment holds its packages."""
        return next((self.venv / "lib").glob("python3*/site-packages"))

    @property
    def log(self) -> Path:
        """Where the output of all commands goes."""
        return self.venv / "setup.log"

    @property
    def constraints(self) -> Path:
        """The versions that every package is held to."""
        return self.root / "scripts" / "constraints.txt"

    def succeeds(self, command: Sequence[str | Path]) -> bool:
        """Run `command` in the checkout with its output in the log, and tell whether it exits with 0.

        The child inherits the lock: should the set-up be killed, the
        next one waits until its orphans have ended too, and never works beside them.
        """
        with self.log.open("ab") as log:
            log.write(f"\n$ {' '.join(map(str, command))}\n".encode())
            log.flush()
            try:
                finished = subprocess.run(
                    command,
                    cwd=self.root,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    pass_fds=(self.lock,),
                    check=False,
                )
            except OSError as error:
                log.write(f"{error}\n".encode())
                return False
        return finished.returncode == 0

    def run(self, command: Sequence[str | Path], message: Text, hint: Text) -> None:
        """Run `command` as `succeeds` does; raise SetupError with the log's tail when it fails."""
        begin = self.log.stat().st_size
        if not self.succeeds(command):
            raise SetupError(message, hint, self.log_tail(begin))

    def log_tail(self, begin: int = 0) -> str:
        """Return the last lines that were logged after the first `begin` bytes."""
        with self.log.open("rb") as log:
            log.seek(begin)
            lines = log.read().decode(errors="replace").strip().splitlines()
        return "\n".join(lines[-TAIL_LINES:])

    def in_environment(self, command: Sequence[str | Path]) -> list[str | Path]:
        """Return `command` so that it runs in the environment that the launcher gives Hankehaku."""
        script = '. "$1/scripts/environment.sh"; shift; export_paths; exec "$@"'
        return ["bash", "-c", script, "bash", self.root, *command]


@contextmanager
def locked(root: Path) -> Iterator[Workplace]:
    """Hold the lock of the set-up in `root`, waiting with a word for another set-up to end.

    The system releases a dead holder's lock. Raises SetupError where the checkout can't be written to.
    """
    try:
        (root / ".venv").mkdir(exist_ok=True)
        descriptor = os.open(root / ".venv" / "setup.lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise SetupError(
            Text(
                f"The set-up can't write to {root}: {error}",
                f"Asennus ei voi kirjoittaa kansioon {root}: {error}",
            ),
            Text(
                "Copy the folder to a place of your own and run the command there.",
                "Kopioi kansio omaan paikkaasi ja käynnistä komento siellä.",
            ),
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(
                Text(
                    "Another set-up is running in this folder; waiting for it to end ...",
                    "Toinen asennus on käynnissä tässä kansiossa; odotetaan, että se valmistuu ...",
                )
            )
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield Workplace(root, descriptor)
    finally:
        os.close(descriptor)
