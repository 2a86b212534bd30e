"""A conversation with the index, without a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.filters import Filters
from search.group import search as search_once
from search.language import LANGUAGE_VARIABLE
from search.query import parse_query
from search.render.formats import Format
from search.render.hits import render_result
from search.retrieve import Retriever
from search.shell.session import Answer, Preferences, Session
from search.shell.warm_index import WarmIndex
from tests.search.shell_collection import STYLE, session_over, told


@pytest.fixture
def session(built_index: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv(LANGUAGE_VARIABLE, "fi")
    opened = session_over(built_index)
    yield opened
    opened.index.close()


def titles(answer: Answer) -> list[str]:
    """Return the first lines of the hits."""
    return [line for line in answer.text.splitlines() if line[:1].isdigit()]


def test_a_query_is_answered_as_search_answers_it(session: Session, retriever: Retriever) -> None:
    query = parse_query('"etsivä nuorisotyö" satamissa -traktori')
    once = search_once(retriever, query, Filters(), "keyword", "project", 2)
    answer = told(session, '"etsivä nuorisotyö" satamissa -traktori')
    assert answer.text == render_result(once, Format.TABLE, STYLE)
    assert answer.text.startswith("1. S90001")
    assert answer.note == "Ilman kohtia, joissa on: traktori"


def test_more_goes_on_from_the_last_hit_and_brings_none_twice(session: Session) -> None:
    first, second, third = (told(session, line) for line in ("työ", ":lisää", ":more"))
    everything = titles(first) + titles(second)
    assert [line.split(".")[0] for line in everything] == ["1", "2", "3", "4"]
    assert len({line.split()[1] for line in everything}) == 4
    assert (third.text, third.note) == ("", "Ei enempää osumia.")


def test_more_passages_go_on_over_the_depth_of_the_first_ranking(session: Session) -> None:
    told(session, ":osumat tekstikohdat", ":määrä 5", "hanke ja palvelut nuorille")
    while told(session, ":lisää").text:
        pass
    places = [(hit.project.source, hit.passage.chunk.start) for hit in session.hits.values() if hasattr(hit, "passage")]
    assert len(places) == len(set(places)) == len(session.hits) > 5
    assert list(session.hits) == list(range(1, len(places) + 1))


def test_an_empty_line_is_no_query(session: Session) -> None:
    assert told(session, "   \t") == Answer()


def test_a_filter_answers_the_last_query_again_and_is_told(session: Session) -> None:
    told(session, "työ")
    answer = told(session, ":maakunta keski-suomi")
    assert [line.split()[1] for line in titles(answer)] == ["S90002"]
    assert answer.note.startswith("maakunta: keski-suomi; ")
    both = told(session, ":maakunta +Pohjois-Savo")
    assert {line.split()[1] for line in titles(both)} == {"S90002", "S90004"}
    assert session.preferences.filters == Filters(region=("keski-suomi", "Pohjois-Savo"))
    other = told(session, ":maakunta Pohjois-Savo")
    assert [line.split()[1] for line in titles(other)] == ["S90004"]


def test_without_repeats_a_filter_only_holds_for_what_is_asked_next(built_index: Path) -> None:
    session = session_over(built_index, repeats=False)
    told(session, "työ")
    assert told(session, ":region Keski-Suomi").text == ""
    assert [line.split()[1] for line in titles(told(session, "työ"))] == ["S90002"]
    session.index.close()


@pytest.mark.parametrize(
    ("line", "filters", "shown"),
    [
        (":kunta ii", Filters(municipality=("ii",)), "kunta: ii"),
        (":toimintalinja 5", Filters(priority_axis=("5",)), "toimintalinja: 5"),
        (":erityistavoite 10.1.", Filters(specific_objective=("10.1.",)), "erityistavoite: 10.1."),
        (":hakija ammattiopisto", Filters(applicant=("ammattiopisto",)), "hakija: ammattiopisto"),
        (
            ":organisaatiotyyppi oppilaitos",
            Filters(organisation_type=("oppilaitos",)),
            "organisaatiotyyppi: oppilaitos",
        ),
        (":tila Käynnissä", Filters(status=("Käynnissä",)), "tila: Käynnissä"),
        (":vuodet 2016", Filters(running_from=2016, running_to=2016), "vuodet: 2016"),
        (":vuodet 2016–2018", Filters(running_from=2016, running_to=2018), "vuodet: 2016–2018"),
        (":vuodet 2019-", Filters(running_from=2019), "vuodet: 2019–"),
        (":rahoitus-vähintään 150 000 €", Filters(granted_from=150_000), "rahoitus-vähintään: 150 000 €"),
        (":granted-to 200.000", Filters(granted_to=200_000), "rahoitus-enintään: 200 000 €"),
        (":kohta 4.1, 9.", Filters(sections=("4.1", "9")), "kohta: 4.1, 9"),
    ],
)
def test_every_filter_can_be_set_shown_and_taken_away(
    session: Session, line: str, filters: Filters, shown: str
) -> None:
    assert not told(session, line).failed
    assert session.preferences.filters == filters
    assert told(session, ":rajaukset").text.splitlines()[0] == shown
    told(session, ":vuodet 2015-", f":tyhjennä {line[1:].split()[0]}")
    left = Filters() if line.startswith(":vuodet") else Filters(running_from=2015)
    assert session.preferences.filters == left
    assert told(session, ":tyhjennä").note.startswith("ei rajauksia; ")
    assert session.preferences.filters == Filters()


def test_a_filter_without_a_value_lists_its_values(session: Session) -> None:
    answer = told(session, ":maakunta")
    assert "Pohjois-Savo  (1)" in answer.text.splitlines()
    assert told(session, ":kohta").text.splitlines()[:3] == ["3", "4.1", "4.2"]
    years = told(session, ":vuodet")
    assert years.failed
    assert years.note.splitlines()[-1] == "Kirjoita :vuodet 2018[-2020]"


def test_a_hit_is_opened_by_its_number_as_a_project_or_one_section(session: Session) -> None:
    told(session, "etsivä nuorisotyö satamissa")
    whole, section = told(session, ":avaa 1"), told(session, ":open 1 4.1")
    assert whole.text.startswith("S90001")
    assert "Toimintalinja:" in whole.text
    assert "9 Loppuraportin tiivistelmä" in whole.text
    assert section.text.splitlines()[2].startswith("4.1 ")
    assert "Toimintalinja:" not in section.text
    assert whole.long
    assert told(session, ":avaa s90003").text.startswith("S90003")


def test_a_passage_is_opened_as_its_section(session: Session) -> None:
    told(session, ":by passage", "kokemusasiantuntijat ryhmissä")
    hit = session.hits[1]
    assert hasattr(hit, "passage")
    opened = told(session, ":avaa 1")
    assert hit.passage.chunk.text.split()[0] in opened.text
    assert f"{hit.passage.chunk.section} " in opened.text.splitlines()[2]


def test_the_projects_most_like_a_draft_are_the_hits_from_then_on(session: Session, tmp_path: Path) -> None:
    draft = tmp_path / "oma luonnos.md"
    draft.write_text(
        "# Satamakahvila\n\nEtsivä työpari vie kahvilavaunun satamaan, ja nuori saa jutella veloista ja opinnoista.\n",
        encoding="utf-8",
    )
    told(session, "työ")
    answer = told(session, f":samankaltaiset {draft}")
    assert len(titles(answer)) == 2, "as many as :limit says"
    assert answer.text.startswith("1. S90001")
    assert "samankaltaisuus" in answer.text.lower()
    assert answer.long
    assert told(session, ":avaa 1").text.startswith("S90001")
    for dragged in (f'"{draft}"', f"'{draft}'", str(draft).replace(" ", "\\ ")):
        assert told(session, f":samankaltaiset {dragged}").text == answer.text
    assert told(session, ":lisää").failed


def test_a_hit_and_a_project_of_the_index_have_their_like_within_the_filters(session: Session) -> None:
    told(session, "etsivä nuorisotyö satamissa")
    by_number, by_code = told(session, ":similar 1"), told(session, ":similar s90001")
    assert by_number.text == by_code.text
    assert "S90001" not in {line.split()[1] for line in titles(by_number)}
    narrowed = told(session, ":maakunta Pohjois-Savo", ":similar S90001")
    assert {line.split()[1] for line in titles(narrowed)} <= {"S90004"}


def test_a_draft_in_the_folder_of_a_user_that_there_is_not_is_told_by_its_path(session: Session) -> None:
    answer = told(session, ":samankaltaiset ~eiole/luonnos.docx")
    assert answer.failed
    assert "~eiole/luonnos.docx" in answer.note


def test_a_command_that_is_longer_than_a_query_may_be_is_told_so(session: Session) -> None:
    for command in (":avaa", ":määrä", ":samankaltaiset", ":rahoitus-vähintään"):
        answer = told(session, f"{command} {'9' * 5_000}")
        assert answer.failed
        assert "enintään 4000" in answer.note


def test_explanations_tell_the_nearest_words(session: Session) -> None:
    answer = told(session, ":hakutapa yhdistelmä", ":perustelut näkyviin", "vertaisryhmät")
    assert "Lähimmät sanat: " in answer.text


def test_mode_kind_of_hits_limit_and_explanations_can_be_changed(session: Session) -> None:
    told(session, "työttömien valmennus")
    assert len(titles(told(session, ":määrä 1"))) == 1
    assert "Pisteet" in told(session, ":perustelut näkyviin").text
    assert "Pisteet" not in told(session, ":explain off").text
    answer = told(session, ":hakutapa yhdistelmä")
    assert "merkitys lähellä" in answer.text
    assert answer.note == "ei rajauksia; hakutapa: yhdistelmä; osumat: hankkeet; määrä: 1"
    assert session.preferences == Preferences("hybrid", "project", 1)


@pytest.mark.parametrize(
    ("line", "message", "cure"),
    [
        ("-nuoret", "Haku kertoo vain, mitä jätetään pois.", 'Kerro, mitä etsit: "matalan kynnyksen palvelut"'),
        (":maakunta Keski-Sumi", "”Keski-Sumi” rajauksessa :maakunta.", "Kokeile: Keski-Suomi"),
        (":toimintalinja 77", "”77” rajauksessa :toimintalinja.", "Kokeile: "),
        (":vuodet viime", "”viime” ei ole vuosi", "Kirjoita :vuodet 2018 tai :vuodet 2018-2020."),
        (":rahoitus-vähintään paljon", "ei ole summa", "150000"),
        (":kohta 77", "kohdassa 77", "Kohdat: 3, 4.1, 4.2, "),
        (":avaa", "Mikä osuma avataan?", ":avaa 3"),
        (":avaa 3", "Osumaa 3 ei ole.", "Hae ensin"),
        (":samankaltaiset", "Mitä verrataan?", ":samankaltaiset luonnos.docx"),
        (":samankaltaiset 3", "Osumaa 3 ei ole.", "Hae ensin"),
        (":samankaltaiset /ei/ole.docx", "/ei/ole.docx ei ole", "Tarkista"),
        (":samankaltaiset -", "Mitä verrataan?", ":samankaltaiset luonnos.docx"),
        (':samankaltaiset ""', "Mitä verrataan?", ":samankaltaiset luonnos.docx"),
        (":samankaltaiset '/ei ole.docx'", " /ei ole.docx ei ole", "Tarkista"),
        (":samankaltaiset /ei.docx --limit 2", "/ei.docx --limit 2 ei ole", "Tarkista"),
        (":avaa S9000", "ei ole hanketta S9000", "Tarkoititko: S9000"),
        (":lisää", "Vielä ei ole haettu mitään.", "Kirjoita, mitä etsit."),
        (":hakutapa sumea", "ei voi olla ”sumea”", "yhdistelmä, sanat, merkitys"),
        (":määrä nolla", "ei ole osumien määrä", ":määrä 10"),
        (":määrä 1001", "ei ole osumien määrä", "enintään 1000"),
        (":tyhjennä avaa", ":avaa ei ole rajaus", ":tyhjennä maakunta"),
        (":maakutna Uusimaa", "Komentoa :maakutna ei ole.", "Tarkoititko: :maakunta"),
        (":oph", "Komentoa :oph ei ole.", ":ohje"),
        (":m", "Komentoa :m ei ole.", ":lisää, :maakunta, :kunta, :hakutapa, :määrä"),
        (":", "Komentoa : ei ole.", ":ohje luettelee komennot."),
    ],
)
def test_what_cannot_be_done_is_told_with_its_cure_and_the_conversation_goes_on(
    session: Session, line: str, message: str, cure: str
) -> None:
    answer = told(session, line)
    assert answer.failed
    assert answer.text == ""
    first, last = answer.note.splitlines()
    assert message in first
    assert cure in last
    assert told(session, "satama").text.startswith("1. S90001")


@pytest.mark.parametrize("line", [":lopeta", ":quit", ":q", ": lopeta "])
def test_commands_have_names_in_both_languages_and_may_be_cut_short(session: Session, line: str) -> None:
    assert told(session, line) == Answer(quit=True)


def test_dots_may_be_left_out_of_a_commands_name(session: Session) -> None:
    told(session, ":maara 7")
    assert session.preferences.limit == 7


@pytest.mark.parametrize(("language", "other"), [("fi", "en"), ("en", "fi")])
def test_the_help_tells_every_command_in_the_users_language(
    session: Session, monkeypatch: pytest.MonkeyPatch, language: str, other: str
) -> None:
    from search.shell.commands import COMMANDS

    monkeypatch.setenv(LANGUAGE_VARIABLE, language)
    text = told(session, ":help").text
    for command in COMMANDS:
        assert f":{command.names.in_language(language)} " in text
        assert command.help.in_language(language) in text
        assert f"\n:{command.names.in_language(other)} " not in text
    assert max(map(len, text.splitlines())) <= 100


def test_a_correction_and_a_query_without_hits_are_told(session: Session) -> None:
    assert told(session, "vertaisryhmt").note.startswith("Haettiin: ")
    answer = told(session, ":maakunta Uusimaa", '"vihreä traktori"')
    assert (answer.text, answer.failed) == ("", False)
    assert answer.note.splitlines()[0] == 'Ei osumia: "vihreä traktori"'
    assert "rajausten" in answer.note


def test_no_line_brings_a_control_character_back(session: Session) -> None:
    for line in ("\x1b[2Jtraktori", ":maakunta \x1b[2J", ":\x9b31m", ":avaa \x1b]0;x\x07", ":hakutapa \x1b"):
        answer = told(session, line)
        assert not {"\x1b", "\x9b", "\x07"} & set(answer.text + answer.note)


def test_hits_are_written_in_the_format_that_was_asked_for(built_index: Path) -> None:
    index = WarmIndex(built_index, "keyword")
    session = Session(index, Preferences("keyword", limit=1), Format.JSONL, repeats=False)
    assert told(session, "satama").text.startswith('{"query": "satama", "rank": 1, "project": "S90001"')
    index.close()
