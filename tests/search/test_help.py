"""Every command and option is told in both languages, with examples that run."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.search.conftest import Hankehaku, surroundings

COMMANDS = {
    "search": "hae",
    "similar": "samankaltaiset",
    "build": "rakenna",
    "show": "näytä",
    "status": "tila",
    "verify": "tarkista",
    "rollback": "palauta",
    "doctor": "tutki",
    "evaluate": "arvioi",
    "shell": "kysele",
}
# Tells each command's help, examples and parameters, and parses the examples without running them.
WALK = """
import json, shlex
import typer
from search.cli import app
root = typer.main.get_command(app)
told = {}
for name, command in [("", root), *root.commands.items()]:
    told[name] = {
        "help": command.help,
        "hidden": command.hidden,
        "parameters": {one.name: getattr(one, "help", None) for one in command.params},
    }
    for line in command.help.splitlines():
        if line.startswith("hankehaku "):
            example = shlex.split(line.partition("   ")[0].partition(" | ")[0].partition(" < ")[0])[1:]
            sub = root.commands[example[0]]
            try:
                sub.make_context(example[0], example[1:])
            except Exception as error:
                if "does not exist" not in str(error):
                    raise
print(json.dumps(told))
"""


def told(language: str) -> dict[str, dict[str, object]]:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", WALK],
        env=surroundings(HANKEHAKU_LANG=language),
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, dict[str, object]] = json.loads(done.stdout)
    return result


def test_every_command_has_a_sentence_and_runnable_examples_and_every_option_a_text_in_both_languages() -> None:
    english, finnish = told("en"), told("fi")
    assert set(english) == {"", "nayta", *COMMANDS, *COMMANDS.values()}
    for name, command in english.items():
        other = finnish[name]
        for text, start in ((str(command["help"]), "hankehaku "), (str(other["help"]), "hankehaku ")):
            sentence, *rest = text.splitlines()
            assert sentence.endswith("."), name
            assert any(line.startswith(start) for line in rest), name
        assert command["help"] != other["help"], name
        assert isinstance(command["parameters"], dict)
        assert isinstance(other["parameters"], dict)
        for option, text in command["parameters"].items():
            if option not in ("install_completion", "show_completion"):
                assert text, (name, option)
                assert other["parameters"][option] not in (None, "", text), (name, option)


def test_the_list_of_commands_shows_the_names_of_the_users_language() -> None:
    english, finnish = told("en"), told("fi")
    assert {name for name, command in english.items() if not command["hidden"]} == {"", *COMMANDS}
    assert {name for name, command in finnish.items() if not command["hidden"]} == {"", *COMMANDS.values()}


@pytest.mark.parametrize("names", COMMANDS.items())
def test_help_is_there_under_both_names_in_the_users_language(hankehaku: Hankehaku, names: tuple[str, str]) -> None:
    english = hankehaku(names[0], "--help", LANG="en_GB.UTF-8")
    finnish = hankehaku(names[1], "-h", LANG="fi_FI.UTF-8")
    assert (english.returncode, finnish.returncode) == (0, 0)
    assert f"hankehaku {names[0]} " in english.stdout
    assert f"hankehaku {names[1]} " in finnish.stdout
    for written in (english.stdout, finnish.stdout):
        assert written.startswith("Usage: hankehaku")


def test_without_a_command_the_help_is_shown(hankehaku: Hankehaku) -> None:
    done = hankehaku()
    assert done.returncode == 2
    assert 'hankehaku search "matalan kynnyksen palvelut"' in done.stderr
