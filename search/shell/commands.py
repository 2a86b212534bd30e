"""The prompt's own commands: their names in both languages, what they take, and what help says of them."""

from __future__ import annotations

import difflib
import re
import shlex
from dataclasses import dataclass

from index.errors import HankehakuError, QueryError, Text
from index.filters import fold
from search.language import current_language, say

SIGN = ":"


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the prompt; `key` is its English name.

    `field` is the field of Filters that it sets, "" for none; years set two and take the first's name.
    """

    names: Text
    argument: Text
    help: Text
    field: str = ""

    @property
    def key(self) -> str:
        """Return what the code knows the command by."""
        return self.names.en

    @property
    def shown(self) -> str:
        """Return the name as the user types it."""
        return SIGN + self.names.in_language(current_language())


_VALUE = Text("[+]NAME", "[+]NIMI")
_HIT = Text("N|CODE [SECTION]", "N|KOODI [KOHTA]")
_EUROS = Text("EUROS", "EUROA")

COMMANDS = (
    Command(Text("help", "ohje"), Text("", ""), Text("this help", "tämä ohje")),
    Command(Text("more", "lisää"), Text("", ""), Text("the next hits", "seuraavat osumat")),
    Command(
        Text("open", "avaa"),
        _HIT,
        Text("a hit's project, or its section in full", "osuman hanke tai kohta kokonaan"),
    ),
    Command(
        Text("similar", "samankaltaiset"),
        Text("FILE|N|CODE", "TIEDOSTO|N|KOODI"),
        Text("the projects most like a draft or a hit", "luonnoksen tai osuman kaltaisimmat hankkeet"),
    ),
    Command(Text("filters", "rajaukset"), Text("", ""), Text("what is set", "mitä on asetettu")),
    Command(
        Text("clear", "tyhjennä"),
        Text("[FILTER]", "[RAJAUS]"),
        Text("take one filter or all away", "poista yksi rajaus tai kaikki"),
    ),
    Command(Text("region", "maakunta"), _VALUE, Text("only this region", "vain tämä maakunta"), "region"),
    Command(Text("municipality", "kunta"), _VALUE, Text("only this municipality", "vain tämä kunta"), "municipality"),
    Command(
        Text("axis", "toimintalinja"),
        _VALUE,
        Text("priority axis: 5, or words of it", "5 tai toimintalinjan sanoja"),
        "priority_axis",
    ),
    Command(
        Text("objective", "erityistavoite"),
        _VALUE,
        Text("specific objective: 10.1, or words of it", "10.1 tai erityistavoitteen sanoja"),
        "specific_objective",
    ),
    Command(
        Text("applicant", "hakija"),
        _VALUE,
        Text("only this applicant or partner", "vain tämä hakija tai osatoteuttaja"),
        "applicant",
    ),
    Command(
        Text("organisation-type", "organisaatiotyyppi"),
        _VALUE,
        Text("only applicants of this kind", "vain tällaiset hakijat"),
        "organisation_type",
    ),
    Command(
        Text("authority", "viranomainen"),
        _VALUE,
        Text("only this managing authority", "vain tämä vastuuviranomainen"),
        "managing_authority",
    ),
    Command(
        Text("status", "tila"),
        _VALUE,
        Text("only projects of this status", "vain hankkeet, joiden tila on tämä"),
        "status",
    ),
    Command(
        Text("years", "vuodet"),
        Text("2018[-2020]", "2018[-2020]"),
        Text("only projects running then", "vain silloin käynnissä olleet"),
        "running_from",
    ),
    Command(
        Text("granted-from", "rahoitus-vähintään"),
        _EUROS,
        Text("granted funding, at least", "myönnetty rahoitus vähintään"),
        "granted_from",
    ),
    Command(
        Text("granted-to", "rahoitus-enintään"),
        _EUROS,
        Text("granted funding, at most", "myönnetty rahoitus enintään"),
        "granted_to",
    ),
    Command(
        Text("section", "kohta"),
        Text("NUMBER ...", "NUMERO ..."),
        Text("only these sections: 3, 4.1, 9", "vain nämä kohdat: 3, 4.1, 9"),
        "sections",
    ),
    Command(
        Text("mode", "hakutapa"),
        Text("hybrid|keyword|vector", "yhdistelmä|sanat|merkitys"),
        Text("rank by both, words or meaning", "molempien, sanojen vai merkityksen mukaan"),
    ),
    Command(
        Text("by", "osumat"),
        Text("project|passage", "hankkeet|tekstikohdat"),
        Text("what a hit is", "mikä on yksi osuma"),
    ),
    Command(Text("limit", "määrä"), Text("N", "N"), Text("how many hits at a time", "montako osumaa kerralla")),
    Command(
        Text("explain", "perustelut"),
        Text("on|off", "näkyviin|piiloon"),
        Text("ranks, scores and base forms", "sijat, pisteet ja perusmuodot"),
    ),
    Command(Text("quit", "lopeta"), Text("", ""), Text("leave (also Ctrl-D)", "poistu (myös Ctrl-D)")),
)
FILTER_COMMANDS = tuple(command for command in COMMANDS if command.field)

_OPTION = re.compile(r"--([a-z][a-z-]*[a-z])")
_SEARCH_COMMAND = re.compile(r"hankehaku (?:search|hae) ")
_WITHOUT_DOTS = str.maketrans("äöå", "aoa")


def find_command(name: str) -> Command:
    """Return the command that `name` is, or that alone begins so, in either language and also without dots.

    Raises QueryError, with the nearest names, when there is none.
    """
    by_name = {_plain(one): command for command in COMMANDS for one in (command.names.en, command.names.fi)}
    wanted = _plain(name)
    if wanted in by_name:
        return by_name[wanted]
    beginning = [command for one, command in by_name.items() if wanted and one.startswith(wanted)]
    if len(set(beginning)) == 1:
        return beginning[0]
    near = beginning or [by_name[one] for one in difflib.get_close_matches(wanted, by_name, 3, cutoff=0.7)]
    raise _no_such_command(name, ", ".join(dict.fromkeys(command.shown for command in near)))


def split_command(line: str) -> tuple[str, str]:
    """Return the name and the argument of a line such as ":region Etelä-Savo"."""
    name, _, argument = line.strip().removeprefix(SIGN).lstrip().partition(" ")
    return name, argument.strip()


def choices(command: Command) -> dict[str, str]:
    """Return what a command with fixed values takes, in either language and folded, with the English value of each."""
    english, finnish = (text.split("|") for text in (command.argument.en, command.argument.fi))
    return {**dict(zip(map(fold, english), english, strict=True)), **dict(zip(finnish, english, strict=True))}


def value_name(key: str, value: str) -> str:
    """Return the name, in the user's language, of the English `value` of a command with fixed values."""
    command = find_command(key)
    english, names = command.argument.en.split("|"), _argument(command).split("|")
    return names[english.index(value)]


def help_lines() -> list[str]:
    """Return the help: how to ask, then each command with what it takes and does."""
    usages = [(f"{command.shown} {_argument(command)}".rstrip(), command) for command in COMMANDS]
    width = max(len(usage) for usage, _ in usages) + 2
    how = say(
        'Type what you look for: matalan kynnyksen palvelut, "etsivä työ" -nuoret, =jalkautuminen',
        'Kirjoita, mitä etsit: matalan kynnyksen palvelut, "etsivä työ" -nuoret, =jalkautuminen',
    )
    values = say(
        "A filter without a value lists the values; +NAME adds one to those set. Tab completes.",
        "Rajaus ilman arvoa luettelee arvot; +NIMI lisää yhden asetettujen rinnalle. Sarkain täydentää.",
    )
    commands = [f"{usage:<{width}}{command.help.in_language(current_language())}" for usage, command in usages]
    return [how, "", *commands, "", values]


def unquoted(argument: str) -> str:
    """Return the path that an argument means; a terminal gives a file that is dragged in quotes or with backslashes."""
    try:
        words = shlex.split(argument)
    except ValueError:
        return argument
    return words[0] if len(words) == 1 else argument


def told(error: HankehakuError, line: str) -> str:
    """Return an error as two lines; the options of the command line that it names are commands here.

    What the user typed on `line` stays as it is.
    """
    language = current_language()

    def as_prompts(text: str) -> str:
        return _OPTION.sub(lambda option: option[0] if option[0] in line else _as_command(option), text)

    message, hint = error.message.in_language(language), error.hint.in_language(language)
    return f"{as_prompts(message)}\n{_SEARCH_COMMAND.sub('', as_prompts(hint))}"


def _as_command(option: re.Match[str]) -> str:
    name = option[1]
    found = (one for one in COMMANDS if name in (one.key, one.field.replace("_", "-")))
    command = next(found, None)
    return command.shown if command else option[0]


def _argument(command: Command) -> str:
    return command.argument.in_language(current_language())


def _plain(name: str) -> str:
    return fold(name).translate(_WITHOUT_DOTS)


def _no_such_command(name: str, suggestions: str) -> QueryError:
    return QueryError(
        Text(en=f"There is no command {SIGN}{name}.", fi=f"Komentoa {SIGN}{name} ei ole."),
        Text(
            en=f"Did you mean {suggestions}?" if suggestions else f"{SIGN}help lists the commands.",
            fi=f"Tarkoititko: {suggestions}?" if suggestions else f"{SIGN}ohje luettelee komennot.",
        ),
    )
