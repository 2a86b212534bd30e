"""Two rankings within the filters, joined into one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.errors import DamagedIndexError, IndexMismatchError, IndexMissingError, QueryError
from index.filters import Filters
from search.group import PassageHit
from search.query import parse_query
from search.retrieve import Mode, Retriever
from tests.sealing import reseal
from tests.search.conftest import passages

MODES: tuple[Mode, ...] = ("hybrid", "keyword", "vector")
QUERY = "nuorten työ ja ryhmät"
FILTERS = (
    Filters(region=("Uusimaa", "pohjois-savo")),
    Filters(municipality=("Ii",)),
    Filters(priority_axis=("5",), running_from=2020, running_to=2021),
    Filters(applicant=("Pohjanpellon ammattiopisto",)),
    Filters(granted_from=150_000, granted_to=320_000),
    Filters(organisation_type=("Rekisteröity yhdistys",), sections=("8",)),
    Filters(sections=("3", "9")),
)


def identities(hits: list[PassageHit]) -> list[int]:
    return [hit.passage.id for hit in hits]


def meets(hit: PassageHit, filters: Filters) -> bool:
    """Tell, without the catalogue's help, whether a hit's project and section are within the filters."""
    facts, section = hit.project.facts, hit.passage.chunk.section
    applicants = {facts.applicant, *(partner.name for partner in facts.partners)}
    regions = {region.casefold() for region in facts.regions}
    funding, years = facts.granted_eu_and_state_funding, (facts.start, facts.end)
    assert funding is not None
    assert years[0] is not None
    assert years[1] is not None
    return all(
        (
            not filters.region or not regions.isdisjoint(one.casefold() for one in filters.region),
            not filters.municipality or not set(facts.municipalities).isdisjoint(filters.municipality),
            not filters.priority_axis or (facts.priority_axis or "").startswith(f"{filters.priority_axis[0]}."),
            not filters.applicant or not applicants.isdisjoint(filters.applicant),
            not filters.organisation_type or facts.organisation_type in filters.organisation_type,
            filters.running_from is None or years[1].year >= filters.running_from,
            filters.running_to is None or years[0].year <= filters.running_to,
            filters.granted_from is None or funding >= filters.granted_from,
            filters.granted_to is None or funding <= filters.granted_to,
            not filters.sections or section.split(".")[0] in filters.sections,
        )
    )


@pytest.mark.parametrize("filters", FILTERS, ids=lambda filters: "+".join(filters.active()))
@pytest.mark.parametrize("mode", MODES)
def test_a_filtered_search_finds_what_the_whole_search_finds_within_the_filters_in_the_same_order(
    retriever: Retriever, mode: Mode, filters: Filters
) -> None:
    whole = passages(retriever, QUERY, mode)
    filtered = passages(retriever, QUERY, mode, filters)
    expected = [hit for hit in whole if meets(hit, filters)]
    assert 0 < len(expected) < len(whole)
    assert identities(filtered) == identities(expected)
    assert [hit.score for hit in filtered] == pytest.approx([hit.score for hit in expected])


@pytest.mark.parametrize("mode", MODES)
def test_as_many_hits_come_as_were_asked_for_although_better_ones_are_filtered_out(
    retriever: Retriever, mode: Mode
) -> None:
    filters = Filters(region=("Pohjois-Savo",))
    best = passages(retriever, "nuorisotyö satamissa ja työpari", mode, limit=1)[0]
    assert not meets(best, filters)
    assert len(passages(retriever, "nuorisotyö satamissa ja ryhmä", mode, filters, limit=2)) == 2


def test_filters_that_nothing_meets_find_nothing(retriever: Retriever) -> None:
    assert passages(retriever, QUERY, filters=Filters(running_from=2030)) == []
    assert passages(retriever, QUERY, filters=Filters(granted_from=10**9)) == []


@pytest.mark.parametrize("mode", MODES)
def test_a_section_that_no_project_has_text_in_is_refused_with_those_there_are(
    retriever: Retriever, mode: Mode
) -> None:
    with pytest.raises(QueryError) as refused:
        passages(retriever, QUERY, mode, Filters(sections=("3", "77")))
    assert refused.value.hint.en.startswith("Sections: 3, 4.1, ")


def test_a_misspelt_region_is_refused_with_those_that_look_like_it(retriever: Retriever) -> None:
    with pytest.raises(QueryError) as refused:
        passages(retriever, QUERY, filters=Filters(region=("Keskisuomi",)))
    assert "Keski-Suomi" in refused.value.hint.fi
    assert "Uusimaa" not in refused.value.hint.fi


@pytest.mark.parametrize("mode", MODES)
def test_a_phrase_stands_in_every_hit_in_any_inflection_and_in_no_other_passage(
    retriever: Retriever, mode: Mode
) -> None:
    hits = passages(retriever, '"etsivä nuorisotyö"', mode)
    assert hits
    assert all("etsivän nuorisotyön" in hit.passage.chunk.text for hit in hits)
    assert passages(retriever, '"nuorisotyö etsivä"', mode) == []


@pytest.mark.parametrize("mode", MODES)
def test_an_exact_word_in_a_phrase_is_that_form(retriever: Retriever, mode: Mode) -> None:
    assert passages(retriever, '"=etsivän nuorisotyö"', mode)
    assert passages(retriever, '"=etsivä nuorisotyö"', mode) == []


@pytest.mark.parametrize("mode", MODES)
def test_an_excluded_word_stands_in_no_hit_in_any_form(retriever: Retriever, mode: Mode) -> None:
    with_youth = passages(retriever, "palvelut ja opinnot", mode)
    without = passages(retriever, "palvelut ja opinnot -nuori", mode)
    assert any("nuort" in hit.passage.chunk.text.lower() for hit in with_youth)
    assert without
    for hit in without:
        assert parse_query("nuori").scored_words[0].token.lemmas[0] not in lemmas(hit)


def lemmas(hit: PassageHit) -> set[str]:
    from index.finnish import analyse

    return {lemma for token in analyse(hit.passage.chunk.text) for lemma in token.lemmas}


def test_hybrid_finds_inflected_words(retriever: Retriever) -> None:
    best = passages(retriever, "kokemusasiantuntija vertaisryhmä")[0]
    assert best.project.project == "S90004"
    assert best.why.keyword is not None


def test_hybrid_finds_what_is_told_in_other_words_or_another_language(retriever: Retriever) -> None:
    for text in ("ikäihmisten tietokoneopastus", "digital skills for elderly people"):
        assert passages(retriever, text)[0].project.project == "S90003"


def test_a_misspelt_word_finds_the_right_one(retriever: Retriever) -> None:
    assert passages(retriever, "kahvilawaunu", "keyword")[0].project.project == "S90001"


def test_places_count_from_1_in_each_ranking_and_belong_to_the_mode(retriever: Retriever) -> None:
    keyword = passages(retriever, QUERY, "keyword")
    assert [hit.why.keyword.rank for hit in keyword if hit.why.keyword] == list(range(1, len(keyword) + 1))
    assert all(hit.why.vector is None for hit in keyword)
    vector = passages(retriever, QUERY, "vector")
    assert [hit.why.vector.rank for hit in vector if hit.why.vector] == list(range(1, len(vector) + 1))
    assert all(hit.why.keyword is None for hit in vector)
    hybrid = passages(retriever, QUERY)
    assert {hit.passage.id: hit.why.keyword for hit in hybrid if hit.why.keyword} == {
        hit.passage.id: hit.why.keyword for hit in keyword
    }


@pytest.mark.parametrize("mode", MODES)
def test_hits_come_best_first_and_a_smaller_limit_gives_the_same_ones(retriever: Retriever, mode: Mode) -> None:
    hits = passages(retriever, QUERY, mode)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert identities(passages(retriever, QUERY, mode, limit=3)) == identities(hits)[:3]


def test_a_folder_without_an_index_is_told_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError) as missing:
        Retriever(tmp_path / "tyhjä")
    assert "hankehaku rakenna" in missing.value.hint.fi


@pytest.fixture
def copied_index(built_index: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built_index, tmp_path / "oma hakemisto"))


def test_an_index_of_another_analyser_is_refused_with_the_command_that_cures_it(copied_index: Path) -> None:
    (source,) = reseal(copied_index, analyser="0 voikko 3.8").sources
    opened = Retriever(copied_index)
    with pytest.raises(IndexMismatchError, match=r"0 voikko 3\.8") as refused:
        passages(opened, QUERY, "keyword")
    opened.catalogue.close()
    assert refused.value.hint.en == f"Build it again: hankehaku build {source} --index '{copied_index}'"


def test_a_damaged_file_is_told_and_not_read(copied_index: Path) -> None:
    vectors = next(copied_index.glob("gen-*/vectors.npy"))
    vectors.write_bytes(vectors.read_bytes()[:-1])
    with pytest.raises(DamagedIndexError, match=r"vectors\.npy"):
        Retriever(copied_index)
