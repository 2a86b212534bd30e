"""An index that stays open: warmed in the background, and opened anew when it was rebuilt."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from index.build import build_index
from index.errors import IndexMissingError, ModelError, ModelMismatchError, Text
from index.voikko import analyses
from search.language import LANGUAGE_VARIABLE
from search.retrieve import Retriever
from search.shell.session import Preferences
from search.shell.warm_index import WarmIndex
from tests.collection import COAST, WORKSHOP, write_collection
from tests.search.shell_collection import session_over, told


def rebuilt(index: Path, sources: Path) -> None:
    """Build the index of two of its projects again; their passages keep their vectors."""
    shutil.rmtree(sources, ignore_errors=True)
    write_collection(sources, (COAST, WORKSHOP))
    build_index([sources], index, None, lambda stage, done, total: None)


def test_what_the_first_query_needs_is_loaded_in_the_background(built_index: Path) -> None:
    index = WarmIndex(built_index, "hybrid")
    loaded = vars(index.retriever)
    assert index.ready
    assert {"keywords", "vectors", "encoder", "synonyms"} <= set(loaded)
    index.close()


def test_a_keyword_session_loads_no_model(built_index: Path) -> None:
    index = WarmIndex(built_index, "keyword")
    assert set(vars(index.retriever)).isdisjoint({"vectors", "encoder"})
    index.close()


def test_warming_in_another_thread_leaves_the_analyser_of_this_one_right(built_index: Path) -> None:
    words = ("palveluissa", "työpajoilla", "mielenterveyskuntoutujille", "jalkautuvasta", "kynnyksen")
    alone = [analyses(word) for word in words]
    indexes = [WarmIndex(built_index, "keyword") for _ in range(4)]
    while not all(index.ready for index in indexes):
        assert [analyses(word) for word in words] == alone
    for index in indexes:
        index.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("warming")]


def test_a_missing_index_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        WarmIndex(tmp_path / "tyhjä", "keyword")


def test_a_model_that_is_missing_leaves_the_words_and_serves_as_soon_as_it_is_there(
    built_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ModelError(Text("The model is missing.", "Malli puuttuu."), Text("Fetch it.", "Hae se."))

    monkeypatch.setenv(LANGUAGE_VARIABLE, "fi")
    with monkeypatch.context() as broken:
        broken.setattr("index.embedding.query_encoder_for", missing)
        session = session_over(built_index, Preferences("hybrid", limit=1))
        answer = told(session, "satama")
        assert answer.text.startswith("1. S90001")
        assert answer.note == "Haettiin vain sanojen mukaan: Malli puuttuu. Hae se."
        by_meaning = told(session, ":hakutapa merkitys")
        assert (by_meaning.failed, by_meaning.note) == (True, "Malli puuttuu.\nHae se.")
    cured = told(session, ":hakutapa yhdistelmä")
    assert cured.text.startswith("1. S90001")
    assert "Malli puuttuu" not in cured.note
    session.index.close()


def test_another_model_than_the_indexs_is_refused(built_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other(*_: object, **__: object) -> None:
        raise ModelMismatchError(Text("Another model.", "Toinen malli."), Text("Build again.", "Rakenna uudelleen."))

    monkeypatch.setattr("index.embedding.query_encoder_for", other)
    session = session_over(built_index, Preferences("hybrid", limit=1))
    assert told(session, "satama").failed
    session.index.close()


def test_a_rebuilt_index_is_noticed_told_once_and_searched(
    built_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LANGUAGE_VARIABLE, "fi")
    index = Path(shutil.copytree(built_index, tmp_path / "hakemisto"))
    session = session_over(index)
    assert "S90004" in told(session, "kokemusasiantuntijat").text
    rebuilt(index, tmp_path / "hankkeet")
    answer = told(session, "kokemusasiantuntijat")
    assert answer.note.splitlines()[0] == "Hakemisto on rakennettu uudelleen; uusi on käytössä."
    assert "S90004" not in answer.text
    assert told(session, "satama").note == ""
    assert session.index.manifest.documents == 2
    session.index.close()


def test_a_failed_line_still_tells_that_the_index_was_rebuilt(
    built_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LANGUAGE_VARIABLE, "en")
    index = Path(shutil.copytree(built_index, tmp_path / "hakemisto"))
    session = session_over(index)
    rebuilt(index, tmp_path / "hankkeet")
    assert told(session, ":opne 1").note.splitlines() == [
        "The index was rebuilt; the new one is in use.",
        "There is no command :opne.",
        "Did you mean :open?",
    ]
    session.index.close()


def test_an_index_whose_folder_is_gone_is_searched_on(built_index: Path, tmp_path: Path) -> None:
    index = Path(shutil.copytree(built_index, tmp_path / "hakemisto"))
    session = session_over(index)
    before = told(session, "satama").text
    shutil.rmtree(index)
    assert told(session, "satama").text == before
    session.index.close()


def test_an_index_that_another_version_rebuilt_is_refused_until_it_fits(
    built_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Path(shutil.copytree(built_index, tmp_path / "hakemisto"))
    session = session_over(index)
    (index / "CURRENT").write_text("gen-000099\n", encoding="utf-8")
    assert told(session, "satama").failed
    shutil.copy(built_index / "CURRENT", index / "CURRENT")
    assert told(session, "satama").text.startswith("1. S90001")
    session.index.close()


def test_the_same_retriever_answers_from_both_threads(built_index: Path, retriever: Retriever) -> None:
    session = session_over(built_index, Preferences("hybrid", limit=3))
    answers = {told(session, "nuorten tukeminen satamassa").text for _ in range(3)}
    assert len(answers) == 1
    session.index.close()
