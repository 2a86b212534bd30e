"""The command line: which commands there are, and by which names. What each does stands in `search.commands`.

A start imports the asked command's module alone: building all commands' options takes longer than a search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

from search import help_texts, options
from search.language import current_language

# Names, English first, then Finnish, then what is easier to type; the module in search.commands, whose function has
# its name; and the help.
_COMMANDS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("search", "hae"), "search", help_texts.SEARCH),
    (("similar", "samankaltaiset"), "similar", help_texts.SIMILAR),
    (("build", "rakenna"), "build", help_texts.BUILD),
    (("show", "näytä", "nayta"), "show", help_texts.SHOW),
    (("status", "tila"), "status", help_texts.STATUS),
    (("verify", "tarkista"), "verify", help_texts.VERIFY),
    (("rollback", "palauta"), "rollback", help_texts.ROLLBACK),
    (("doctor", "tutki"), "doctor", help_texts.DOCTOR),
    (("evaluate", "arvioi"), "evaluate", help_texts.EVALUATE),
    (("shell", "kysele"), "shell", help_texts.SHELL),
)
_SETTINGS = {"help_option_names": ["-h", "--help"]}
# -nuoret, but neither --nuoret nor -n5
_EXCLUSION = re.compile(r"-(?!-|n\d+$).{2,}")


class _QueryCommand(TyperCommand):
    """A command whose words may be exclusions: -nuoret is one, and no bundle of short options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse arguments after giving exclusions a space in front, which makes them words and means nothing."""
        return super().parse_args(ctx, [f" {one}" if _EXCLUSION.match(one) else one for one in args])


class _Commands(Mapping[str, TyperCommand]):
    """The commands by name, each made when it is asked for."""

    def __init__(self) -> None:
        self._by_name = {name: entry for entry in _COMMANDS for name in entry[0]}

    def __getitem__(self, name: str) -> TyperCommand:
        names, module, text = self._by_name[name]
        # Every name works in either language; the list of commands shows those of the user's.
        return _command(name, module, text, hidden=name != _listed(names))

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)


class _Group(TyperGroup):
    """The root command: lists its commands without making them."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = cast(Any, _Commands())

    def list_commands(self, ctx: Any) -> list[str]:
        """Return every name that works."""
        return list(self.commands)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands of the user's language, each with the first sentence of its help."""
        with formatter.section("Commands"):
            formatter.write_dl([(_listed(names), text.splitlines()[0].rstrip(".")) for names, _, text in _COMMANDS])


def _listed(names: tuple[str, ...]) -> str:
    return names[1] if current_language() == "fi" else names[0]


def _command(name: str, module: str, text: str, *, hidden: bool) -> TyperCommand:
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=_SETTINGS)
    kind = _QueryCommand if module == "search" else TyperCommand
    function = getattr(import_module(f"search.commands.{module}"), module)
    alone.command(name, cls=kind, help=text, hidden=hidden)(function)
    return cast(TyperCommand, typer.main.get_command(alone))


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_SETTINGS,
    help=help_texts.APP,
)


@app.callback()
def common(lang: options.Lang = None) -> None:
    """Take the options that all commands share; `main` reads the language before this module is imported."""
