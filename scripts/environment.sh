# shellcheck shell=bash
# Sourced by the scripts beside it, which find it through links. Bash 3.2 (macOS) and builtins only.

# The checkout's absolute path.
root=${BASH_SOURCE[0]%/*}/..
[[ $root == /* ]] || root=$PWD/$root

# Where the first is set, every start would compile each changed module anew. The others are for another Python: they
# bring its modules in, or keep the checkout's own out.
unset PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH PYTHONSAFEPATH

# A Voikko or dictionaries that the set-up unpacked without root's rights lie in the checkout; Homebrew's Voikko lies
# where Python doesn't look by itself.
export_paths() {
    if [[ -d $root/.voikko ]]; then
        export LD_LIBRARY_PATH="$root/.voikko/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
        export VOIKKO_DICTIONARY_PATH="$root/.voikko/dictionary"
    elif [[ -e /opt/homebrew/lib/libvoikko.1.dylib ]]; then
        export DYLD_FALLBACK_LIBRARY_PATH="/opt/homebrew/lib${DYLD_FALLBACK_LIBRARY_PATH:+:$DYLD_FALLBACK_LIBRARY_PATH}"
    fi
    if [[ -d $root/.dictionaries ]]; then
        export HANKEHAKU_DICTIONARIES="${HANKEHAKU_DICTIONARIES:-$root/.dictionaries}"
    fi
}

# is_set_up PURPOSE: has the set-up for PURPOSE (run or test) been finished, here, and from these very files?
# The set-up leaves copies of what it was made from; times wouldn't do, as rsync and tar carry old ones.
is_set_up() {
    local stamp="$root/.venv/ready/$1" made_in="" path now before
    [[ -x $root/.venv/bin/python && -d $stamp && -r $root/.venv/made-in ]] || return 1
    # The environment's scripts hold absolute paths: one that was moved or copied here doesn't work.
    IFS= read -r made_in <"$root/.venv/made-in"
    [[ $made_in/.venv/pyvenv.cfg -ef $root/.venv/pyvenv.cfg ]] || return 1
    for path in "$root/pyproject.toml" "$root/scripts/constraints.txt" "$root"/scripts/setup/*.py; do
        [[ -r $stamp/${path#"$root"/} ]] || return 1
        IFS= read -r -d '' now <"$path"
        IFS= read -r -d '' before <"$stamp/${path#"$root"/}"
        [[ $now == "$before" ]] || return 1
    done
}
