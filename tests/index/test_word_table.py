"""The vectors of Finnish words: what is near to what, and a package that isn't there or isn't what it should be."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bert import unit
from index.word_table import PACKAGE, WordTable
from tests.index.floret import SETTINGS, write_table


@pytest.fixture(scope="module")
def table() -> WordTable:
    found = WordTable.find()
    assert found is not None
    return found


def nearness(table: WordTable, word: str, other: str) -> float:
    first, second = unit(table.vectors([word, other]))
    return float(first @ second)


def written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a package with a small table first on the import path; return the file of its rows."""
    monkeypatch.syspath_prepend(folder)
    return write_table(folder)


def test_the_table_tells_its_name_and_version(table: WordTable) -> None:
    assert table.name == "fi_experimental_web_md-0.15.0"
    assert PACKAGE.endswith(f"=={table.name.rpartition('-')[2]}")
    assert table.rows.shape == (50_000, 300)


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("bändi", "yhtye", "päiväkoti"),
        ("fillari", "polkupyörä", "perunamaa"),
        ("kämppä", "asunto", "traktori"),
        ("mummo", "isoäiti", "traktori"),
        ("läppäri", "tietokone", "lumikenkä"),
        ("duuni", "työ", "järvi"),
    ],
)
def test_a_word_is_nearer_to_what_means_the_same_than_to_anything_else(
    table: WordTable, word: str, near: str, far: str
) -> None:
    assert nearness(table, word, near) > 0.1 + nearness(table, word, far)


@pytest.mark.parametrize(
    ("base", "form", "other"),
    [
        ("nuorisotyö", "nuorisotyötä", "maanviljely"),
        ("työpaja", "työpajoillammekin", "lastenhoito"),
        ("kunta", "kuntien", "avaruus"),
        ("nuorisotyö", "nuorisotyo", "maanviljely"),
        ("kuntoutus", "kuntuotus", "perunamaa"),
        ("yrittäjyys", "yrittäyys", "leipäjuusto"),
    ],
)
def test_an_inflected_or_misspelt_form_is_near_its_base_form(
    table: WordTable, base: str, form: str, other: str
) -> None:
    assert nearness(table, base, form) > 0.1 + nearness(table, base, other)


def test_a_vector_is_the_same_in_any_company(table: WordTable) -> None:
    words = [f"sana{at}" for at in range(1_100)]
    together = table.vectors(words)
    assert together.shape == (1_100, 300)
    for at in (0, 511, 512, 1_023, 1_024, 1_099):
        np.testing.assert_allclose(together[at], table.vectors([words[at]])[0], rtol=1e-5, atol=1e-6)


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_has_a_vector(words: list[str]) -> None:
    table = WordTable.find()
    assert table is not None
    found = table.vectors([*words, "\ud800", ""])
    assert found.shape == (len(words) + 2, 300)
    assert np.isfinite(found).all()


def test_a_words_vector_is_the_mean_of_the_rows_of_all_its_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mmh3 import hash128

    written(tmp_path, monkeypatch)
    table = WordTable.find()
    assert table is not None
    pieces = ["<työ>", "<ty", "työ", "yö>", "<työ", "työ>"]
    hashes = [hash128(piece, 7, True) for piece in pieces]
    rows = [table.rows[(one >> 32 * at & 0xFFFF_FFFF) % 500] for one in hashes for at in range(2)]
    np.testing.assert_allclose(table.vectors(["työ"])[0], np.mean(rows, axis=0), rtol=1e-5)


def test_without_the_package_there_is_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert WordTable.find() is None


def test_a_package_without_a_table_gives_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, monkeypatch).unlink()
    assert WordTable.find() is None


def saved(array: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


def packed() -> bytes:
    file = io.BytesIO()
    np.savez(file, rows=np.zeros((5, 3), np.float32))
    return file.getvalue()


class Touch:
    """Unpickled, it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x93NUMPY",
        b"not an array",
        b"PK\x03\x04 no archive",
        packed(),
        saved(np.zeros((5, 3), np.float64)),
        saved(np.zeros(5, np.float32)),
        saved(np.zeros((0, 3), np.float32)),
        saved(np.zeros((500, 12), np.float32))[:-1],
    ],
    ids=["empty", "cut head", "text", "broken archive", "archive", "double", "one row", "no rows", "cut short"],
)
def test_rows_that_are_none_give_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    written(tmp_path, monkeypatch).write_bytes(content)
    assert WordTable.find() is None


@pytest.mark.parametrize("as_array", [True, False])
def test_a_pickle_is_never_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_array: bool) -> None:
    import pickle

    trap = tmp_path / "ansa"
    hostile = Touch(trap)
    content = saved(np.array([[hostile]], object)) if as_array else pickle.dumps(hostile)
    written(tmp_path, monkeypatch).write_bytes(content)
    assert WordTable.find() is None
    assert not trap.exists()


@pytest.mark.parametrize(
    "settings",
    [
        "",
        "[]",
        "null",
        "{}",
        json.dumps(SETTINGS | {"mode": "default"}),
        json.dumps(SETTINGS | {"minn": None}),
        json.dumps(SETTINGS | {"hash_count": "kaksi"}),
        json.dumps({name: value for name, value in SETTINGS.items() if name != "hash_seed"}),
    ],
)
def test_settings_that_are_not_florets_give_no_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str
) -> None:
    written(tmp_path, monkeypatch).with_name("vectors.cfg").write_text(settings, encoding="utf-8")
    assert WordTable.find() is None


def test_nothing_of_the_package_is_run_and_its_rows_are_not_read_before_they_are_needed() -> None:
    script = (
        "import resource, sys; from index.word_table import WordTable\n"
        "table = WordTable.find()\n"
        "assert table is not None and not [name for name in sys.modules if name.startswith('spacy')]\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "table.vectors(['bändi'])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    kilobytes = int(done.stdout) / (1024 if sys.platform == "darwin" else 1)
    rows = WordTable.find()
    assert rows is not None
    assert kilobytes < rows.rows.nbytes / 1024 / 4
