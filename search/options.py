"""The options of the commands, with their help texts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from index.limits import MOST_HITS
from search.language import say
from search.render.formats import Format

Lang = Annotated[
    Literal["fi", "en"] | None,
    typer.Option("--lang", help=say("Language of the user interface.", "Käyttöliittymän kieli.")),
]
IndexFolder = Annotated[
    Path | None,
    typer.Option("--index", metavar=say("DIR", "KANSIO"), help=say("Folder of the index.", "Hakemiston kansio.")),
]
OutputFormat = Annotated[
    Format, typer.Option("--format", "-f", help=say("How the result is written.", "Tuloksen esitysmuoto."))
]

# search
Words = Annotated[
    list[str],
    typer.Argument(
        metavar=say("QUERY", "HAKU"),
        help=say("What to look for; - reads it from standard input.", "Mitä etsitään; - lukee vakiosyötteestä."),
    ),
]
SearchMode = Annotated[
    Literal["hybrid", "keyword", "vector"],
    typer.Option(
        "--mode",
        help=say("Rank by words, by meaning, or by both.", "Sanojen, merkityksen vai molempien mukaan."),
    ),
]
GroupBy = Annotated[
    Literal["project", "passage"],
    typer.Option(
        "--by", help=say("One hit for a project, or for a passage.", "Osuma hanketta vai tekstikohtaa kohti.")
    ),
]
Limit = Annotated[
    int,
    typer.Option(
        "--limit",
        "-n",
        metavar="N",
        min=1,
        max=MOST_HITS,
        help=say("How many hits at most.", "Montako osumaa enintään."),
    ),
]
Explain = Annotated[
    bool,
    typer.Option(
        "--explain",
        help=say(
            "Show the ranks, scores and lemmas behind each hit.",
            "Näytä osuman sijat, pisteet ja perusmuodot.",
        ),
    ),
]

# build
Sources = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar=say("PATH", "POLKU"),
        help=say(
            "Folders or files; without any, the default collection.",
            "Kansioita tai tiedostoja; ilman niitä oletuskokoelma.",
        ),
    ),
]
ModelName = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar=say("NAME_OR_PATH", "NIMI_TAI_POLKU"),
        help=say(
            "Another sentence-transformers model than the default.",
            "Jokin muu sentence-transformers-malli kuin oletus.",
        ),
    ),
]
ComputingDevice = Annotated[
    Literal["cpu", "cuda"],
    typer.Option(
        "--device",
        help=say(
            "What computes the meanings: the processor, or a graphics processor.",
            "Millä merkitykset lasketaan: suorittimella vai näytönohjaimella (cuda).",
        ),
    ),
]
IfMissing = Annotated[
    bool,
    typer.Option(
        "--if-missing",
        help=say(
            "Build only where there is no index that this version can use, from what an outdated one was built from.",
            "Rakenna vain, jos tälle versiolle kelpaavaa hakemistoa ei ole; vanhentunut uusitaan lähteistään.",
        ),
    ),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help=say("List what would change, and write nothing.", "Luettele, mikä muuttuisi, kirjoittamatta mitään."),
    ),
]
ColumnsFile = Annotated[
    Path | None,
    typer.Option(
        "--columns",
        metavar="COLUMNS.toml",
        exists=True,
        dir_okay=False,
        help=say(
            "What the columns of tables mean; else columns.toml beside each table.",
            "Mitä taulukoiden sarakkeet ovat; muuten taulukon viereinen columns.toml.",
        ),
    ),
]

# verify
Deep = Annotated[
    bool,
    typer.Option(
        "--deep",
        help=say(
            "Read every byte, open the stores and compute some vectors anew.",
            "Lue joka tavu, avaa tietovarastot ja laske osa vektoreista uudelleen.",
        ),
    ),
]

# show
ProjectCode = Annotated[
    str, typer.Argument(metavar=say("CODE", "KOODI"), help=say("The project's code.", "Hankekoodi."))
]
SectionNumber = Annotated[
    str | None,
    typer.Argument(
        metavar=say("SECTION", "KOHTA"), help=say("Only this section, by its number.", "Vain tämä kohta, numerolla.")
    ),
]

# evaluate
Judgements = Annotated[
    Path,
    typer.Argument(
        metavar=say("QUERIES", "HAUT"),
        exists=True,
        help=say(
            "Judged queries (.jsonl or .tsv), or a folder in the BEIR layout.",
            "Arvioidut haut (.jsonl tai .tsv) tai BEIR-muotoinen kansio.",
        ),
    ),
]


class EvaluatedMode(StrEnum):
    """The modes of a search; an option that may be repeated takes no Literal."""

    HYBRID = "hybrid"
    KEYWORD = "keyword"
    VECTOR = "vector"


class BaselineName(StrEnum):
    """The baselines of `search.evaluation.baselines`."""

    BM25_SNOWBALL = "bm25-snowball"
    BM25_VOIKKO = "bm25-voikko"
    RRF = "rrf"
    TXTAI = "txtai"


EvaluatedModes = Annotated[
    list[EvaluatedMode] | None,
    typer.Option(
        "--mode",
        help=say("Measure only this mode; may be repeated.", "Mittaa vain tämä hakutapa; niitä voi antaa useita."),
    ),
]
Baselines = Annotated[
    list[BaselineName] | None,
    typer.Option(
        "--baseline",
        help=say(
            "Measure this, too, over the same passages; may be repeated.",
            "Mittaa myös tämä samoista tekstikohdista; niitä voi antaa useita.",
        ),
    ),
]
Compared = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--compare",
        metavar="A B",
        help=say(
            "Which two modes or baselines to compare; else the first and the best of the others.",
            "Verrattavat kaksi hakutapaa tai vertailukohtaa; muuten ensimmäinen ja muista paras.",
        ),
    ),
]
SaveRun = Annotated[
    Path | None,
    typer.Option(
        "--save",
        metavar=say("RUN.json", "AJO.json"),
        dir_okay=False,
        help=say("Keep this run for a later comparison.", "Säilytä ajo myöhempää vertailua varten."),
    ),
]
EarlierRun = Annotated[
    Path | None,
    typer.Option(
        "--against",
        metavar=say("RUN.json", "AJO.json"),
        exists=True,
        dir_okay=False,
        help=say("Compare with an earlier run, query by query.", "Vertaa aiempaan ajoon haku haulta."),
    ),
]
