"""A project that is asked for by its name comes first, whatever other projects say of its words."""

from __future__ import annotations

import pytest

from index.build import build_index
from index.filters import Filters
from search.group import ProjectHit, search
from search.query import parse_query
from search.retrieve import Retriever

TEXTS = {
    "Avain kädessä – asuntoja nuorille": "Vuokra-asunnon saanut nuori opettelee arjen taitoja ohjaajan kanssa.",
    "Muovikassi": "Asiakas tulee ovelle avain kädessä ja muovikassi toisessa, eikä hänellä ole asuntoa avaimelle.",
    "Metsästä työtä": "Raivaussaha ja moottorisaha tulevat tutuiksi, ja savotalle lähdetään yhdessä.",
    "Nuorten työpajat verkossa": "Etäpajassa tehdään pelejä ja podcasteja.",
    "Kädentaitoja": "Nuorten työpajoissa veistetään, ommellaan ja korjataan polkupyöriä; nuoret viihtyvät työpajoilla.",
}


def answers(retriever: Retriever, text: str) -> list[ProjectHit]:
    return list(search(retriever, parse_query(text), Filters(), "hybrid", "project", 10).projects)


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    folder = tmp_path_factory.mktemp("nimet")
    rows = [f"K{at};{title};Pajan säätiö {at};{text}" for at, (title, text) in enumerate(TEXTS.items(), 1)]
    table = "Hankekoodi;Hankkeen nimi;Hakija;Kuvaus\n" + "\n".join(rows)
    (folder / "hankkeet.csv").write_text(table, encoding="utf-8")
    build_index([folder / "hankkeet.csv"], folder / "hakemisto", None, lambda stage, done, total: None)
    return Retriever(folder / "hakemisto")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("Avain kädessä", "K1"),  # its name without what explains it; another project's text has both words
        ("avain kädessä -hanke", "K1"),
        ("Avain kädessä - asuntoja nuorille", "K1"),
        ("nuorten työpajat", "K4"),  # part of one name, of which others tell more
        ("Nuorten työpajoja verkossa", "K4"),
        ("K3", "K3"),
        ("Pajan säätiö 5", "K5"),
    ],
)
def test_it_comes_first_and_is_told_so(retriever: Retriever, query: str, code: str) -> None:
    first, *others = answers(retriever, query)
    assert (first.project.project, first.by_name) == (code, True)
    assert not any(hit.by_name for hit in others)


@pytest.mark.parametrize(
    "query", ["nuorten asuminen", "avain", "työpajat", "nuoret", "savotta", "muovi", '"Avain kädessä"']
)
def test_a_theme_is_no_name(retriever: Retriever, query: str) -> None:
    assert not any(hit.by_name for hit in answers(retriever, query))


@pytest.mark.parametrize("query", ["Pajan säätiö", "Avain taskussa", "Avain kädessä Helsingissä"])
def test_neither_is_a_part_of_an_applicants_or_another_name(retriever: Retriever, query: str) -> None:
    assert not any(hit.by_name for hit in answers(retriever, query))
