"""Drafts beside the invented collection: in the form, in a form of their own, and from other worlds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.filters import Filters
from search.retrieve import Retriever
from search.similar.answer import SimilarFinder
from search.similar.model import DraftAnswer
from tests.collection import COAST, WORKSHOP, Project, description

# Tells in other words what Rantaraitti does; nothing of it stands there as it is here.
HARBOUR_CAFE = """Laiturikahvila – luonnos

Tausta

Saariston nuorilla ei ole paikkaa, johon mennä iltaisin. Moni on jättänyt koulun kesken eikä hae mistään tukea, koska
toimistossa pitää ensin täyttää papereita.

Mitä tehdään

Etsivä työpari ajaa kahvilavaunun satamaan ja jalkautuu kauppakeskukseen. Vaunulla jutellaan opinnoista, asumisesta ja
veloista. Työpari lähtee nuoren mukaan lääkäriin.

Mitä jää käteen

Hangon kaupunki ja seurakunta jatkavat etsivää nuorisotyötä yhdessä.
"""
# A sequel of Rantaraitti by the same applicant.
SEQUEL: Project = replace(
    COAST,
    code="S90101",
    title="Rantaraitti 2",
    period="Alkaa 1.3.2019 ja päättyy 31.12.2020",
    final="",
    target="Koulutuksen ja työelämän ulkopuolella olevat 15–29-vuotiaat nuoret sekä heidän vanhempansa saaristossa.",
)
# As unlike as can be: of no theme of the collection.
TELESCOPE = "Kaukoputki mittaa galaksien punasiirtymää. Spektrografin ilmaisin jäähdytetään nestetypellä.\n"


@pytest.fixture(scope="session")
def finder(retriever: Retriever) -> SimilarFinder:
    return SimilarFinder(retriever)


def answer_text(finder: SimilarFinder, text: str, filters: Filters | None = None, limit: int = 5) -> DraftAnswer:
    """Return the answer for a draft that comes through standard input."""
    return finder.find("-", filters or Filters(), limit, lambda: text)


@pytest.fixture(scope="session")
def cafe(finder: SimilarFinder) -> DraftAnswer:
    """The answer for a free-form draft."""
    return answer_text(finder, HARBOUR_CAFE)


@pytest.fixture(scope="session")
def sequel(finder: SimilarFinder) -> DraftAnswer:
    """The answer for a draft in the form that carries on a project of the collection."""
    return answer_text(finder, description(SEQUEL))


def written(path: Path, project: Project = WORKSHOP) -> Path:
    path.write_text(description(project), encoding="utf-8")
    return path
