"""What is offered while a line is being typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.language import LANGUAGE_VARIABLE
from search.shell.completion import Suggestion, suggestions
from search.shell.session import Session
from tests.search.shell_collection import session_over, told


@pytest.fixture
def session(built_index: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv(LANGUAGE_VARIABLE, "fi")
    opened = session_over(built_index)
    assert opened.index.retriever
    yield opened
    opened.index.close()


def completed(before: str, session: Session) -> list[str]:
    """Return the lines that the suggestions would make."""
    found = suggestions(before, session)
    return [before[: len(before) - one.replaced] + one.text for one in found]


def test_commands_are_offered_in_the_users_language_with_what_they_do(session: Session) -> None:
    assert suggestions(":maa", session) == [Suggestion("maakunta", 3, "vain tämä maakunta")]
    assert completed(":o", session) == [":ohje", ":organisaatiotyyppi", ":osumat"]
    assert completed(":", session)[0] == ":ohje"


def test_commands_of_the_other_language_are_offered_where_the_users_has_none(session: Session) -> None:
    assert completed(":reg", session) == [":region"]
    assert suggestions(":xyz", session) == []


def test_the_values_of_a_filter_are_offered_by_any_part_with_their_numbers(session: Session) -> None:
    assert suggestions(":maakunta keski-su", session) == [Suggestion("Keski-Suomi", 8, "1 hanketta")]
    assert set(completed(":maakunta savo", session)) == {":maakunta Pohjois-Savo"}
    assert completed(":region +POHJOIS-s", session) == [":region +Pohjois-Savo"]
    assert ":kunta Ii" in completed(":kunta ", session)
    assert completed(":toimintalinja osallisuus", session)[0].startswith(":toimintalinja 5. Sosiaalinen")
    assert completed(":kohta 4", session) == [":kohta 4.1", ":kohta 4.2"]
    assert suggestions(":vuodet 20", session) == []


def test_fixed_values_filters_that_are_set_and_hits_are_offered(session: Session) -> None:
    assert completed(":hakutapa ", session) == [":hakutapa yhdistelmä", ":hakutapa sanat", ":hakutapa merkitys"]
    assert completed(":perustelut p", session) == [":perustelut piiloon"]
    told(session, ":vuodet 2015-", "satama")
    assert completed(":tyhjennä ", session) == [":tyhjennä vuodet"]
    first, *_ = suggestions(":avaa ", session)
    assert first.text == "1"
    assert first.about.startswith("S90001 ")
    assert suggestions(":eiole ", session) == []


def test_words_of_the_collection_are_offered_the_commonest_first(session: Session) -> None:
    offered = completed("nuorten työpa", session)
    assert "nuorten työpaja" in offered
    assert all(line.startswith("nuorten työpa") for line in offered)
    keywords = session.index.retriever.keywords
    often = [max(keywords.document_frequency(term) for term in (word, f"={word}")) for word in completed("va", session)]
    assert often == sorted(often, reverse=True)
    assert often[0] > often[-1]


@pytest.mark.parametrize("before", ['"', "-", "=", 'palvelu "', "-nuoret -"])
def test_words_are_offered_within_phrases_exclusions_and_exact_words(session: Session, before: str) -> None:
    assert f"{before}vertaisryhmä" in completed(f"{before}vertaisr", session)


@pytest.mark.parametrize("before", ["", "   ", "v", "palvelu ", '"', "xyzzy"])
def test_nothing_is_offered_where_nothing_can_be_guessed(session: Session, before: str) -> None:
    assert suggestions(before, session) == []


def test_only_commands_are_offered_until_the_index_is_warm(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(session.index), "ready", property(lambda self: False))
    assert suggestions("työpa", session) == []
    assert suggestions(":maakunta p", session) == []
    assert completed(":maa", session) == [":maakunta"]
