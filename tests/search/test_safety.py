"""Checking, going back and examining from the command line, and searching without a model."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from index.layout import CURRENT, pointer_text
from index.manifest import MANIFEST, read_manifest, write_manifest
from tests.search.conftest import Hankehaku


@pytest.fixture
def two_generations(built_index: Path, tmp_path: Path) -> Path:
    """The built index with an older generation, a copy of it."""
    index = Path(shutil.copytree(built_index, tmp_path / "hakemisto"))
    (old,) = index.glob("gen-*")
    new = Path(shutil.copytree(old, index / "gen-000007"))
    checksum = write_manifest(new / MANIFEST, read_manifest(new / MANIFEST))
    (index / CURRENT).write_bytes(pointer_text(new.name, checksum))
    return index


def test_a_whole_index_is_told_so_with_exit_code_0(hankehaku: Hankehaku, two_generations: Path) -> None:
    done = hankehaku("tarkista", "--index", str(two_generations), LANG="fi_FI.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    first, second, last = done.stdout.splitlines()
    assert first.startswith("gen-000007 (käytössä): ehjä; rakennettu ")
    assert second.startswith("gen-000001: ehjä; rakennettu ")
    assert last == "Hakemisto on ehjä."


def test_a_damaged_index_is_refused_checked_and_rolled_back(hankehaku: Hankehaku, two_generations: Path) -> None:
    place = ("--index", str(two_generations))
    damaged = two_generations / "gen-000007" / "mean.npy"
    damaged.unlink()
    refused = hankehaku("search", "työ", *place)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.splitlines()[0] == f"hankehaku: {damaged} is damaged: the file is missing"
    assert f"hankehaku rollback --index {two_generations}" in refused.stderr.splitlines()[1]
    checked = hankehaku("verify", *place, "--format", "json")
    assert (checked.returncode, checked.stderr) == (2, "")
    told = json.loads(checked.stdout)
    assert list(told) == ["index", "whole", "deep", "damages", "generations", "notes", "cure"]
    assert told["generations"][0]["damages"] == [{"file": str(damaged), "reason": "the file is missing"}]
    assert "hankehaku rollback" in told["cure"]
    back = hankehaku("palauta", *place, LANG="fi_FI.UTF-8")
    assert back.returncode == 0
    assert back.stdout.startswith("Nyt käytössä: gen-000001, rakennettu ")
    assert "4 asiakirjaa" in back.stdout
    assert hankehaku("search", "työ", "--mode", "keyword", *place).returncode == 0


def test_status_lists_the_generation_that_is_kept_besides(hankehaku: Hankehaku, two_generations: Path) -> None:
    place = ("--index", str(two_generations))
    (kept,) = json.loads(hankehaku("status", *place, "--format", "json").stdout)["other_generations"]
    assert (kept["generation"], kept["whole"], kept["documents"]) == ("gen-000001", True, 4)
    assert "\nLisäksi säilytetty: gen-000001, " in hankehaku("tila", *place, LANG="fi").stdout


def test_without_the_model_the_words_are_searched_and_it_is_said(hankehaku: Hankehaku, tmp_path: Path) -> None:
    (tmp_path / "tiedosto").touch()
    without = {"XDG_CACHE_HOME": str(tmp_path / "tiedosto"), "LANG": "fi_FI.UTF-8"}
    done = hankehaku("hae", "etsivä nuorisotyö", "--format", "jsonl", **without)
    assert done.returncode == 0
    assert json.loads(done.stdout.splitlines()[0])["project"] == "S90001"
    assert done.stderr.startswith("Haettiin vain sanojen mukaan: ")
    refused = hankehaku("hae", "etsivä nuorisotyö", "--mode", "vector", **without)
    assert (refused.returncode, refused.stdout) == (2, "")


def test_a_dry_run_lists_the_files_and_writes_nothing(hankehaku: Hankehaku, tmp_path: Path) -> None:
    folder = tmp_path / "hankkeet"
    folder.mkdir()
    (folder / "-muistio.txt").write_text("Muistio\n\nSeuraava kokous on torikahvilassa.\n", encoding="utf-8")
    done = hankehaku("rakenna", str(folder), "--dry-run", "--index", str(tmp_path / "uusi"), LANG="fi_FI.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"Uusi: {folder}/-muistio.txt",
        "Tiedostoja: uusia 1, muuttuneita 0, poistuneita 0, ennallaan 0, lukukelvottomia 0; mitään ei kirjoitettu.",
    ]
    assert not (tmp_path / "uusi").exists()


def test_the_doctor_answers_in_lines_and_exits_with_2_when_something_does_not_work(
    hankehaku: Hankehaku, two_generations: Path
) -> None:
    place = ("--index", str(two_generations))
    assert hankehaku("doctor", *place, LC_ALL="C.UTF-8").returncode == 0
    (two_generations / "gen-000007" / "mean.npy").unlink()
    done = hankehaku("tutki", *place, LANG="fi_FI.UTF-8", HANKEHAKU_LANG="fi")
    assert done.returncode == 2
    (bad,) = [line for line in done.stdout.splitlines() if line.startswith("VIKA: ")]
    assert "hankehaku palauta" in bad
