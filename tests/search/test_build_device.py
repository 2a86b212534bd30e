"""`build --device`: what computes the meanings is chosen by the user alone, and checked before anything is read."""

from __future__ import annotations

from pathlib import Path

from tests.search.conftest import Hankehaku


def test_a_graphics_processor_that_is_not_there_is_told_with_the_cure(hankehaku: Hankehaku, tmp_path: Path) -> None:
    (tmp_path / "muistio.txt").write_text("Torikahvila\n\nNaapurit leipovat yhdessä pullaa.\n", encoding="utf-8")
    asked = ("rakenna", str(tmp_path / "muistio.txt"), "--index", str(tmp_path / "hakemisto"), "--device", "cuda")
    done = hankehaku(*asked, CUDA_VISIBLE_DEVICES="", HANKEHAKU_LANG="fi")
    assert (done.returncode, done.stdout) == (2, "")
    assert "ei löydä näytönohjainta" in done.stderr
    assert "Jätä --device cuda pois" in done.stderr
    assert not list((tmp_path / "hakemisto").glob("gen-*"))


def test_another_device_is_refused_with_those_that_there_are(hankehaku: Hankehaku) -> None:
    done = hankehaku("build", "--device", "abakus")
    assert done.returncode == 2
    assert "cpu" in done.stderr
    assert "cuda" in done.stderr
