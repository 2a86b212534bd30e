"""The options that narrow a search or a comparison, with their help texts."""

from __future__ import annotations

from typing import Annotated

import typer

from search.language import say

Region = Annotated[
    list[str] | None,
    typer.Option("--region", metavar=say("NAME", "NIMI"), help=say("Only this region.", "Vain tämä maakunta.")),
]
Municipality = Annotated[
    list[str] | None,
    typer.Option(
        "--municipality", metavar=say("NAME", "NIMI"), help=say("Only this municipality.", "Vain tämä kunta.")
    ),
]
Axis = Annotated[
    list[str] | None,
    typer.Option(
        "--axis",
        metavar=say("AXIS", "LINJA"),
        help=say("Only this priority axis: 5, or words of it.", "Vain tämä toimintalinja: 5 tai sen sanoja."),
    ),
]
Objective = Annotated[
    list[str] | None,
    typer.Option(
        "--objective",
        metavar=say("OBJECTIVE", "TAVOITE"),
        help=say(
            "Only this specific objective: 10.1, or words of it.",
            "Vain tämä erityistavoite: 10.1 tai sen sanoja.",
        ),
    ),
]
Applicant = Annotated[
    list[str] | None,
    typer.Option(
        "--applicant",
        metavar=say("NAME", "NIMI"),
        help=say("Only this applicant or partner.", "Vain tämä hakija tai osatoteuttaja."),
    ),
]
OrganisationType = Annotated[
    list[str] | None,
    typer.Option(
        "--organisation-type",
        metavar=say("TYPE", "TYYPPI"),
        help=say("Only applicants of this kind: Kunta, Yhdistys ...", "Vain tällaiset hakijat: Kunta, Yhdistys ..."),
    ),
]
Authority = Annotated[
    list[str] | None,
    typer.Option(
        "--authority",
        metavar=say("NAME", "NIMI"),
        help=say("Only this managing authority.", "Vain tämä vastuuviranomainen."),
    ),
]
Status = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar=say("STATUS", "TILA"),
        help=say("Only projects of this status.", "Vain hankkeet, joiden tila on tämä."),
    ),
]
Years = Annotated[
    str | None,
    typer.Option(
        "--years",
        metavar="2018[-2020]",
        help=say(
            "Only projects running in this year or these.",
            "Vain tänä vuonna tai näinä vuosina käynnissä olleet.",
        ),
    ),
]
GrantedFrom = Annotated[
    str | None,
    typer.Option(
        "--granted-from",
        metavar=say("EUROS", "EUROA"),
        help=say("Granted EU and state funding, at least.", "Myönnetty EU- ja valtion rahoitus vähintään."),
    ),
]
GrantedTo = Annotated[
    str | None,
    typer.Option(
        "--granted-to",
        metavar=say("EUROS", "EUROA"),
        help=say("Granted EU and state funding, at most.", "Myönnetty EU- ja valtion rahoitus enintään."),
    ),
]
InSection = Annotated[
    list[str] | None,
    typer.Option(
        "--section",
        metavar=say("NUMBER", "NUMERO"),
        help=say("Only this section: 3, 4.1, 8, 9 ...", "Vain tämä kohta: 3, 4.1, 8, 9 ..."),
    ),
]
