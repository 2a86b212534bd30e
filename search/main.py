"""The entry of the command `hankehaku`: what must be set before anything heavy is imported, and how errors end."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from typing import NoReturn

from index.errors import HankehakuError, Text
from search.language import LANGUAGE_VARIABLE, choose_language, current_language, language_first

EXIT_NO_HITS = 1
EXIT_ERROR = 2
EXIT_INTERRUPTED = 130

# Objects that are made, less those given back, before Python looks for garbage. Its own 700 would stop a search a
# hundred times, mostly while modules load, and it leaves hardly any; a build has millions of objects.
_COLLECTED_AFTER = 100_000

_NO_OUTPUT = (
    Text("Standard output is closed.", "Vakiotuloste on suljettu."),
    Text("Send it to a file: > FILE", "Ohjaa se tiedostoon: > TIEDOSTO"),
)
_SET_UP = Text(
    "Run scripts/setup.sh in the checkout: it installs what is missing.",
    "Aja lähdekoodikansiossa scripts/setup.sh: se asentaa puuttuvat.",
)
_CHECK_PATH = Text(
    "Check the path, its permissions and the free space.", "Tarkista polku, käyttöoikeudet ja vapaa levytila."
)


def main() -> NoReturn:
    """Run the command line and exit: 0 hits or done, 1 no hits, 2 error, 130 interrupted."""
    # OpenMP threads that spin while they wait cost up to ten times on a shared machine, and a query's small products
    # are quickest on one thread. Both are read once, when the libraries load.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(_COLLECTED_AFTER)
    # All goes at the end: what is frozen isn't looked through for garbage before.
    atexit.register(gc.freeze)
    arguments = language_first(sys.argv[1:])
    os.environ[LANGUAGE_VARIABLE] = choose_language(arguments, os.environ)
    can_write = sys.stdout is not None
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if not can_write:
        _fail(*_NO_OUTPUT)
    try:
        from search.cli import app

        app(arguments, prog_name="hankehaku")
    except HankehakuError as error:
        _fail(error.message, error.hint)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except ImportError as error:
        _fail(Text(f"A package can't be used: {error}", f"Pakettia ei voi käyttää: {error}"), _SET_UP)
    except OSError as error:
        told = f"{error.filename or ''}: {error.strerror or error}".lstrip(": ")
        _fail(Text(told, told), _CHECK_PATH)
    sys.exit(0)


def _open_closed_streams() -> None:
    """Open what the caller has closed of the standard streams, in their order: a file would take its number next."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def _fail(message: Text, hint: Text) -> NoReturn:
    from search.render.terminal import printable

    language = current_language()
    for line in (f"hankehaku: {message.in_language(language)}", hint.in_language(language)):
        print(printable(line), file=sys.stderr)  # noqa: T201
    sys.exit(EXIT_ERROR)
