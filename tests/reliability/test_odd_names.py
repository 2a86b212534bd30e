"""Files and folders may have any name that the system takes: line ends, dashes in front, bytes that are no text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.layout import CURRENT
from search.render.terminal import HARMFUL
from tests.collection import PEERS, description
from tests.reliability.tally import TALLY, outcome_of
from tests.reliability.world import World, answer, build

NAMES = (
    "rivi\nvaihto",
    "-viiva",
    "--index",
    "väli lyönti",
    "lainaus\"ja'heitto",
    "kapea\x1b[31mpunainen",
    "ääri\udcff",
)


@pytest.mark.parametrize("name", NAMES[:-1], ids=ascii)
def test_an_index_folder_may_have_any_name_that_is_text(world: World, tmp_path: Path, name: str) -> None:
    index = world.built(tmp_path / name, "uusi")
    TALLY.judge("odd name of a folder", outcome_of(lambda: answer(index)), {world.answers["uusi"]}, told=False)
    (index / CURRENT).unlink()
    TALLY.judge("odd name of a damaged index", outcome_of(lambda: answer(index)), ())


def test_an_index_folder_whose_name_is_no_text_is_refused_with_the_cure(world: World, tmp_path: Path) -> None:
    TALLY.judge("odd name of a folder", outcome_of(lambda: str(world.built(tmp_path / NAMES[-1], "uusi"))), ())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_document_may_have_any_name(world: World, tmp_path: Path, name: str) -> None:
    collection = tmp_path / "hankkeet" / name
    collection.mkdir(parents=True)
    text = description(PEERS)
    (collection / f"{name}.txt").write_text(text, encoding="utf-8")
    # Without a project code the file's name is the project's.
    (collection / f"{name} 2.txt").write_text(f"Muistio\n\nKokouksessa puhuttiin {PEERS.title}", encoding="utf-8")
    index = tmp_path / "hakemisto"
    report = build(tmp_path / "hankkeet", index)
    assert (report.generation.manifest.documents, report.skipped) == (2, ())
    assert os.fsencode(report.generation.manifest.sources[0]).startswith(os.fsencode(tmp_path))
    found = outcome_of(lambda: answer(index))
    assert "S90004" in found.text
    TALLY.judge("odd name of a document", found, {found.text}, told=False)


def test_a_build_of_a_folder_with_an_odd_name_is_repeated_unchanged(world: World, tmp_path: Path) -> None:
    collection = tmp_path / "-hank\nkeet\udcff"
    collection.mkdir()
    (collection / "S90004.txt").write_text(description(PEERS), encoding="utf-8")
    first = build(collection, tmp_path / "hakemisto")
    assert first.embedded > 0
    assert build(collection, tmp_path / "hakemisto").embedded == 0
    assert not HARMFUL.search(ascii(first.generation.manifest.sources))
