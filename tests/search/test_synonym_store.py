"""The vocabulary in the user's cache: read once, noticed when it is edited, and never in a search's way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import SettingsError
from index.finnish import analyse
from index.program import code_hash
from search import synonym_store
from search.synonym_groups import Group
from search.synonym_store import SynonymStore, query_keys
from tests.search.conftest import ROOT, surroundings

TEXT = """\
[[group]]
fi = ["etsivä työ", "työkkäri", "kyky"]
sv = ["uppsökande arbete"]

[[group]]
fi = ["kyläkoulu", "koulu"]
en = ["village school", "schools"]
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small vocabulary, with a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "synonyms.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def cached(path: Path) -> list[Path]:
    return sorted((path.parent / "cache" / "hankehaku" / "vocabulary").glob("*.sqlite"))


def terms(store: SynonymStore, query: str) -> list[str]:
    return [text for _, _, text in store.terms_with(set().union(*map(query_keys, analyse(query))))]


def refuse_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> list[Group]:
        pytest.fail(f"{path} is read")

    monkeypatch.setattr("search.synonym_groups.read_groups", refuse)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("työkkärissä", ["työkkäri"]),  # nor "etsivä työ", of which one word alone is there
        ("etsivästä työstä", ["etsivä työ"]),
        ("kylien koulut", ["kyky", "kyläkoulu", "koulu"]),
        ("uppsökande arbeten", []),
        ("Village Schools", ["village school", "schools"]),
        ("pyöräily", []),
    ],
)
def test_those_terms_are_given_whose_words_begin_as_the_querys_do(path: Path, query: str, expected: list[str]) -> None:
    assert terms(SynonymStore.open(path), query) == expected


def test_a_term_comes_with_its_groups_number_and_its_language(path: Path) -> None:
    store = SynonymStore.open(path)
    assert store.terms_with(query_keys(analyse("schools")[0])) == [(1, "en", "schools")]
    assert store.group(0)[2:] == (("fi", "kyky"), ("sv", "uppsökande arbete"))
    assert store.group(1)[-1] == ("en", "schools")


def test_the_vocabulary_is_read_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terms(SynonymStore.open(path), "koulu")
    assert len(cached(path)) == 1
    refuse_reading(monkeypatch)
    assert terms(SynonymStore.open(path), "koulu") == ["koulu"]


def test_one_of_the_same_size_and_time_with_other_terms_is_another(path: Path) -> None:
    terms(SynonymStore.open(path), "koulu")
    state = path.stat()
    path.write_text(TEXT.replace('"koulu"', '"kuoro"'), encoding="utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert path.stat().st_size == state.st_size
    assert terms(SynonymStore.open(path), "kuorossa") == ["kuoro"]


def test_one_that_other_code_has_read_is_read_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terms(SynonymStore.open(path), "koulu")
    before = cached(path)
    monkeypatch.setattr(synonym_store, "_CODE", code_hash(["search.synonym_store"]))
    assert terms(SynonymStore.open(path), "koulu") == ["koulu"]
    assert len(cached(path)) == 1
    assert cached(path) != before


def test_an_edited_vocabulary_is_read_anew_and_the_old_file_removed(path: Path) -> None:
    terms(SynonymStore.open(path), "koulu")
    before = cached(path)
    path.write_text(TEXT.replace('"koulu"', '"koulutalo"'), encoding="utf-8")
    assert terms(SynonymStore.open(path), "koulutalo") == ["koulutalo"]
    assert len(cached(path)) == 1
    assert cached(path) != before


def test_a_vocabulary_that_can_not_be_used_is_told_again_and_again(path: Path) -> None:
    terms(SynonymStore.open(path), "koulu")
    path.write_text(TEXT + '\n[[group]]\nfi = ["velka"]\n', encoding="utf-8")
    for _ in range(2):
        with pytest.raises(SettingsError, match="line 9, group 3"):
            terms(SynonymStore.open(path), "koulu")
    path.write_text(TEXT, encoding="utf-8")
    assert terms(SynonymStore.open(path), "koulu") == ["koulu"]
    assert [one.name for one in cached(path)[0].parent.iterdir() if one.suffix == ".tmp"] == []


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\0" + b"\xff" * 4_000])
def test_a_damaged_file_is_made_anew(path: Path, damage: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    terms(SynonymStore.open(path), "koulu")
    cached(path)[0].write_bytes(damage)
    assert terms(SynonymStore.open(path), "koulu") == ["koulu"]
    refuse_reading(monkeypatch)
    assert terms(SynonymStore.open(path), "koulu") == ["koulu"]


@pytest.mark.parametrize("is_damaged", [False, True])
def test_where_the_cache_can_not_be_written_the_vocabulary_is_read_each_time(
    path: Path, monkeypatch: pytest.MonkeyPatch, is_damaged: bool
) -> None:
    (path.parent / "file").write_text("", encoding="utf-8")
    if is_damaged:
        terms(SynonymStore.open(path), "koulu")
        cached(path)[0].write_bytes(b"")
        monkeypatch.setattr("pathlib.Path.rename", lambda *_: (_ for _ in ()).throw(PermissionError()))
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", str(path.parent / "file"))
    store = SynonymStore.open(path)
    assert terms(store, "koulu") == ["koulu"]
    assert store.group(1)[1] == ("fi", "koulu")


def test_several_processes_that_need_it_at_once_all_get_it(path: Path) -> None:
    ask = (
        "import sys; from pathlib import Path; from search.synonym_store import SynonymStore\n"
        "print(SynonymStore.open(Path(sys.argv[1])).group(1)[1][1])"
    )
    asking = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", ask, str(path)], cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    assert [process.communicate()[0] for process in asking] == ["koulu\n"] * 3
    assert len(cached(path)) == 1
