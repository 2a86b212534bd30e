#!/usr/bin/env bash
# Set Hankehaku up: find a Python and hand over to scripts/setup.
# Usage: scripts/setup.sh [run|test]
set -u

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 2
# shellcheck source=environment.sh
. "$root/scripts/environment.sh"
cd "$root" || exit 2

# Print the path of a Python's own program, by its version's name where there is one: an environment that is tied to
# /usr/bin/python3 breaks unnoticed when the system moves on to another Python.
find_python='
import os, sys
if sys.version_info < (3, 11):
    sys.exit(1)
base = sys._base_executable
versioned = os.path.join(os.path.dirname(base), "python%d.%d" % sys.version_info[:2])
print(versioned if os.path.exists(versioned) else base)
'
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    # stdin stays unread: it may be the query or the draft that the command was started for.
    if python=$("$candidate" -c "$find_python" </dev/null 2>/dev/null); then
        exec "$python" -m scripts.setup "${1:-run}" </dev/null
    fi
done

case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
fi*) cat >&2 <<END ;;
Hankehaku tarvitsee Python 3.11:n tai uudemman, eikä sellaista löytynyt (python3, python3.11 … python3.14).
Asenna se: Debian ja Ubuntu: sudo apt install python3 python3-venv; Fedora: sudo dnf install python3; macOS: brew install python
END
*) cat >&2 <<END ;;
Hankehaku needs Python 3.11 or newer and found none (python3, python3.11 ... python3.14).
Install it: Debian and Ubuntu: sudo apt install python3 python3-venv; Fedora: sudo dnf install python3; macOS: brew install python
END
esac
exit 2
