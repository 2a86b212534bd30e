from __future__ import annotations

import pytest

from scripts.setup import stamp
from tests.scripts.conftest import BASH, Checkout


@pytest.fixture
def ready(checkout: Checkout) -> Checkout:
    """Return a checkout that is set up to test, and whose tools all pass but those that $FAILING names."""
    checkout.program(
        ".venv/bin/python",
        f'#!{BASH}\nshift\necho "ran $*"\n[[ " $FAILING " != *" $1 "* ]]\n',
    )
    stamp.mark_ready(checkout.root, "test", stamp.read_recipe(checkout.root))
    return checkout


def test_all_checks_run_and_pytest_gets_the_arguments(ready: Checkout) -> None:
    shown = ready.run("test", "-k", "ääkköset tai muut", variables={"FAILING": ""})
    assert shown.returncode == 0
    assert [line for line in shown.stdout.splitlines() if line.startswith("ran")] == [
        "ran ruff check .",
        "ran ruff format --check .",
        "ran mypy",
        "ran pytest -k ääkköset tai muut",
    ]


def test_a_failure_stops_no_later_check_and_is_told_at_the_end(ready: Checkout) -> None:
    shown = ready.run("test", variables={"FAILING": "mypy pytest"})
    assert shown.returncode == 1
    assert "ran pytest" in shown.stdout
    assert shown.stderr == "Failed: mypy; pytest;\n"
