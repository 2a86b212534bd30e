"""From the repository's own collection to an answer, through the command line, as the README shows it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "seeds").glob("S*.txt"))


def hankehaku(*arguments: str, index: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = kept | {"PYTHONPATH": str(ROOT), "HANKEHAKU_INDEX": str(index), "HANKEHAKU_LANG": "fi"}
    started = [sys.executable, "-c", "from search.main import main; main()", *arguments]
    return subprocess.run(started, env=environment, cwd=index.parent, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index that `hankehaku rakenna` makes of the collection in seeds/ with the default model."""
    index = tmp_path_factory.mktemp("seeds") / "index"
    built = hankehaku("rakenna", index=index)
    assert built.returncode == 0, built.stderr
    assert built.stderr == ""
    assert built.stdout.startswith(f"Hakemistossa {len(SEEDS)} asiakirjaa ja ")
    return index


def test_a_theme_finds_projects_with_the_words_that_tell_why(seeds_index: Path) -> None:
    done = hankehaku("hae", "matalan kynnyksen palvelut", index=seeds_index)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1. S2")
    assert "*matalan kynnyksen*" in done.stdout
    assert "Miksi: " in done.stdout


def test_a_phrase_and_a_region_narrow_the_hits(seeds_index: Path) -> None:
    done = hankehaku("hae", '"etsivä aikuistyö"', "--region", "Etelä-Karjala", "-f", "json", index=seeds_index)
    hits = json.loads(done.stdout)["hits"]
    assert [hit["project"] for hit in hits] == ["S21620"]
    found = {
        one["text"] for passage in hits[0]["passages"] for word in passage["why"]["words"] for one in word["found"]
    }
    assert any(form.startswith("aikuisty") for form in found)


def test_another_language_finds_finnish_text(seeds_index: Path) -> None:
    done = hankehaku("hae", "low-threshold services for the long-term unemployed", "-f", "json", index=seeds_index)
    first = json.loads(done.stdout)["hits"][0]["passages"][0]
    assert "työttöm" in first["text"]


def test_every_seed_can_be_shown_and_has_its_facts(seeds_index: Path) -> None:
    for path in SEEDS:
        done = hankehaku("näytä", path.stem.lower(), "-f", "json", index=seeds_index)
        shown = json.loads(done.stdout)
        assert shown["project"] == path.stem
        assert {"title", "priority_axis", "start", "end", "applicant", "regions"} <= set(shown["facts"])
        assert "3" in [section["section"] for section in shown["sections"]]


def test_the_state_of_the_installation_is_sound(seeds_index: Path) -> None:
    state = json.loads(hankehaku("tila", "-f", "json", index=seeds_index).stdout)
    assert state["problems"] == []
    assert state["queries_encoded_by"] == "numpy"
    assert state["sources"] == [str(ROOT / "seeds")]
