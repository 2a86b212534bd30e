"""Voikko, the analyser of Finnish: found on the machine, installed, or unpacked into the checkout."""

from __future__ import annotations

import ctypes
import shutil
import sys
from pathlib import Path

from index.errors import Text
from scripts.setup import apt
from scripts.setup.console import SetupError
from scripts.setup.workplace import Workplace

PACKAGES = ("libvoikko1", "voikko-fi")
COMMANDS = (
    "sudo apt install libvoikko1 voikko-fi; Fedora: sudo dnf install libvoikko voikko-fi; macOS: brew install libvoikko"
)


def opens() -> bool:
    """Tell whether Voikko's library loads in this process and opens its Finnish dictionary."""
    name = "libvoikko.1.dylib" if sys.platform == "darwin" else "libvoikko.so.1"
    try:
        library = ctypes.CDLL(name)
    except OSError:
        return False
    library.voikkoInit.restype = ctypes.c_void_p
    library.voikkoInit.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_char_p, ctypes.c_char_p]
    library.voikkoTerminate.argtypes = [ctypes.c_void_p]
    handle = library.voikkoInit(ctypes.byref(ctypes.c_char_p()), b"fi", None)
    if handle is None:
        return False
    library.voikkoTerminate(handle)
    return True


def provide(place: Workplace) -> None:
    """See to it that Hankehaku finds Voikko and its Finnish dictionary; raise SetupError where that fails."""
    if _found(place):
        return
    shutil.rmtree(place.root / ".voikko", ignore_errors=True)
    if apt.available():
        if apt.install(place, PACKAGES) and _found(place):
            return
        if _unpack(place) and _found(place):
            return
    raise SetupError(
        Text(
            "Voikko, the analyser of Finnish, isn't on this machine, and the set-up couldn't get it.",
            "Suomen kielen jäsennintä Voikkoa ei ole tällä koneella, eikä asennus saanut sitä haettua.",
        ),
        Text(
            f"Install it and run the command again. Debian and Ubuntu: {COMMANDS}",
            f"Asenna se ja käynnistä komento uudelleen. Debian ja Ubuntu: {COMMANDS}",
        ),
        place.log_tail() if apt.available() else "",
    )


def collect(tree: Path, target: Path) -> None:
    """Gather the shared libraries and dictionaries of unpacked packages in `target`/lib and /dictionary."""
    (target / "lib").mkdir(parents=True)
    for path in tree.rglob("*.so*"):
        if path.is_symlink() or path.is_file():
            path.rename(target / "lib" / path.name)
    for folder in (tree / "usr" / "lib" / "voikko", tree / "usr" / "share" / "voikko"):
        if folder.is_dir():
            shutil.copytree(folder, target / "dictionary", dirs_exist_ok=True)


def _found(place: Workplace) -> bool:
    return place.succeeds(place.in_environment([sys.executable, "-m", "scripts.setup.voikko"]))


def _unpack(place: Workplace) -> bool:
    work = place.venv / "voikko"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    done = apt.unpack(place, PACKAGES, work / "tree")
    if done:
        collect(work / "tree", work / "voikko")
        (work / "voikko").rename(place.root / ".voikko")
    shutil.rmtree(work)
    return done


if __name__ == "__main__":
    sys.exit(0 if opens() else 1)
