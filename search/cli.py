"""The command line: which commands there are, and by which names. What each does stands in `search.commands`."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperCommand

from search import help_texts, options
from search.commands.build import build
from search.commands.evaluate import evaluate
from search.commands.search import search
from search.commands.show import show
from search.commands.status import status
from search.language import current_language

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=help_texts.APP,
)


# -nuoret, but neither --nuoret nor -n5
_EXCLUSION = re.compile(r"-(?!-|n\d+$).{2,}")


class _QueryCommand(TyperCommand):
    """A command whose words may be exclusions: -nuoret is one, and no bundle of short options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse arguments after giving exclusions a space in front, which makes them words and means nothing."""
        return super().parse_args(ctx, [f" {one}" if _EXCLUSION.match(one) else one for one in args])


@app.callback()
def common(lang: options.Lang = None) -> None:
    """Take the options that all commands share; `main` reads the language before this module is imported."""


for _names, _command, _help in (
    (("search", "hae"), search, help_texts.SEARCH),
    (("build", "rakenna"), build, help_texts.BUILD),
    (("show", "näytä", "nayta"), show, help_texts.SHOW),
    (("status", "tila"), status, help_texts.STATUS),
    (("evaluate", "arvioi"), evaluate, help_texts.EVALUATE),
):
    # Every name works in either language; the list of commands shows those of the user's.
    _listed = _names[1] if current_language() == "fi" else _names[0]
    for _name in _names:
        _class = _QueryCommand if _command is search else TyperCommand
        app.command(_name, cls=_class, help=_help, hidden=_name != _listed)(_command)
