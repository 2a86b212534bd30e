#!/usr/bin/env bash
# Set Hankehaku up: find a Python and hand over to scripts/setup.
# Usage: scripts/setup.sh [run|test] [--if-needed]
# By hand it looks through every step anew; with --if-needed, as the other scripts call it, a finished set-up stays.
set -u

self=${BASH_SOURCE[0]}
[[ $self == */* && ! -L $self ]] || self=$(readlink -f -- "$self") || exit 2
# shellcheck source=environment.sh
. "${self%/*}/environment.sh"
# What is relative is so to where the command was started.
[[ ${HANKEHAKU_INDEX:-/} == [/~]* ]] || export HANKEHAKU_INDEX="$PWD/$HANKEHAKU_INDEX"
cd -P "$root" || exit 2

# Print the path of a Python's own program, by its version's name where there is one: an environment that is tied to
# /usr/bin/python3 breaks unnoticed when the system moves on to another Python.
find_python='
import os, sys
if not (3, 11) <= sys.version_info < (3, 15):
    sys.exit(1)
base = sys._base_executable
versioned = os.path.join(os.path.dirname(base), "python%d.%d" % sys.version_info[:2])
print(versioned if os.path.exists(versioned) else base)
'
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    # stdin stays unread: it may be the query or the draft that the command was started for.
    if python=$("$candidate" -c "$find_python" </dev/null 2>/dev/null); then
        exec "$python" -m scripts.setup "$@" </dev/null
    fi
done

case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
fi*) cat >&2 <<END ;;
Hankehaku tarvitsee Pythonin version 3.11–3.14, eikä sellaista löytynyt (python3, python3.11 … python3.14).
Asenna se: Debian ja Ubuntu: sudo apt install python3 python3-venv; Fedora: sudo dnf install python3.13; macOS: brew install python@3.13
END
*) cat >&2 <<END ;;
Hankehaku needs Python 3.11 to 3.14 and found none (python3, python3.11 ... python3.14).
Install it: Debian and Ubuntu: sudo apt install python3 python3-venv; Fedora: sudo dnf install python3.13; macOS: brew install python@3.13
END
esac
exit 2
