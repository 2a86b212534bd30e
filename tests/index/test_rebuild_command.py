"""The command that an error gives for building an index again builds the same index."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from index.build import build_index
from index.errors import DamagedIndexError, IndexMismatchError
from index.generation import current_generation
from index.vectors import VECTORS_FILE
from tests.index.bench import Bench
from tests.index.readers.table_files import BUS_SUMMARY, write_csv
from tests.sealing import reseal


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench.set_up(tmp_path, monkeypatch)


def test_it_repeats_the_columns_of_tables_and_the_model(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = write_csv(tmp_path / "luettelo.csv", ("Tunniste", "Mistä on kyse"), ("S70001", BUS_SUMMARY))
    columns = tmp_path / "omat sarakkeet.toml"
    columns.write_text('[columns]\n"Tunniste" = "Hankekoodi"\n"Mistä on kyse" = "text"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    report = build_index([table], bench.index, "kirjaimet", lambda stage, done, total: None, Path(columns.name))
    (report.generation.path / VECTORS_FILE).unlink()
    with pytest.raises(DamagedIndexError) as caught:
        current_generation(bench.index)
    asked = shlex.join(("hankehaku", "build", str(table), "--columns", str(columns), "--model", "kirjaimet"))
    assert f"{asked} --index {bench.index}" in caught.value.hint.en
    reseal(bench.index, schema=1)
    with pytest.raises(IndexMismatchError) as other:
        current_generation(bench.index)
    assert f"{asked} --index {bench.index}" in other.value.hint.en


def test_without_columns_it_names_the_sources_and_another_model_alone(bench: Bench) -> None:
    manifest = bench.build().generation.manifest
    assert (manifest.columns, manifest.build_arguments) == (None, (str(bench.collection), "--model", "kirjaimet"))
