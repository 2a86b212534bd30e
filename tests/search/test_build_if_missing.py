"""What `build --if-missing`, which every set-up runs, leaves as it is and what it builds again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.errors import IndexMismatchError
from index.generation import current_generation
from index.layout import pointed_name
from index.word_table import WordTable
from search.cli import app
from tests.collection import write_collection
from tests.sealing import reseal

TABLE = "fi_experimental_web_md-0.15.0"


def build_if_missing(index: Path, *arguments: str) -> str | None:
    """Run the command, and return which generation is in use then."""
    app(["build", "--if-missing", "--index", str(index), *arguments], standalone_mode=False)
    return pointed_name(index)


@pytest.fixture
def index(built_index: Path, tmp_path: Path) -> Path:
    """An index whose sources are still there."""
    copied = Path(shutil.copytree(built_index, tmp_path / "hakemisto"))
    write_collection(tmp_path / "hankkeet")
    reseal(copied, sources=(str(tmp_path / "hankkeet"),))
    return copied


def test_an_index_of_this_version_stays(index: Path) -> None:
    assert pointed_name(index) == build_if_missing(index)


def test_an_index_of_another_version_is_built_again_from_its_own_sources(index: Path, tmp_path: Path) -> None:
    reseal(index, schema=1)
    with pytest.raises(IndexMismatchError):
        current_generation(index)
    build_if_missing(index)
    manifest = current_generation(index).manifest
    assert manifest.sources == (str(tmp_path / "hankkeet"),)
    assert (manifest.columns, manifest.word_table) == (None, TABLE)


@pytest.mark.parametrize("changed", [{"word_table": None}, {"analyser": "libvoikko 4.1"}])
def test_an_index_that_lacks_the_vectors_of_words_or_has_another_analysis_is_built_again(
    index: Path, changed: dict[str, str | None]
) -> None:
    before = reseal(index, **changed)
    build_if_missing(index)
    after = current_generation(index).manifest
    assert (after.sources, after.word_table) == (before.sources, TABLE)
    assert after.analyser != "libvoikko 4.1"


def test_the_columns_of_tables_are_those_of_before(index: Path, tmp_path: Path) -> None:
    columns = tmp_path / "omat sarakkeet.toml"
    columns.write_text('[columns]\n"Tunniste" = "Hankekoodi"\n', encoding="utf-8")
    reseal(index, schema=1, columns=str(columns))
    build_if_missing(index)
    assert current_generation(index).manifest.columns == str(columns)


def test_sources_that_are_named_decide(index: Path, tmp_path: Path) -> None:
    write_collection(tmp_path / "muut hankkeet")
    reseal(index, schema=1)
    build_if_missing(index, str(tmp_path / "muut hankkeet"))
    assert current_generation(index).manifest.sources == (str(tmp_path / "muut hankkeet"),)


def test_an_index_that_nothing_can_be_put_in_the_place_of_stays(index: Path, tmp_path: Path) -> None:
    reseal(index, schema=1)
    shutil.rmtree(tmp_path / "hankkeet")
    assert pointed_name(index) == build_if_missing(index)
    with pytest.raises(IndexMismatchError):
        current_generation(index)
    next(index.glob("gen-*/manifest.json")).unlink()
    assert pointed_name(index) == build_if_missing(index)


def test_vectors_of_words_that_are_gone_are_no_reason_to_lose_those_of_the_index(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WordTable, "find", lambda: None)
    assert pointed_name(index) == build_if_missing(index)
    assert current_generation(index).manifest.word_table == TABLE
