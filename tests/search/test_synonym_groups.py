"""The file of synonyms: how it may be written, and what is told of one that can't be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SettingsError
from index.limits import LARGEST_VOCABULARY
from search.synonym_groups import Group, read_groups

PLAIN = """\
# Kommentti
[[group]]
fi = ["etsivä työ", "jalkautuva työ"]
sv = ["uppsökande arbete"]

[[group]]
sv = ["dagvård"]
en = ["day care"]
"""
GROUPS = [
    (("fi", "etsivä työ"), ("fi", "jalkautuva työ"), ("sv", "uppsökande arbete")),
    (("sv", "dagvård"), ("en", "day care")),
]


def written(folder: Path, text: str) -> list[Group]:
    path = folder / "sanat.toml"
    path.write_text(text, encoding="utf-8")
    return read_groups(path)


def test_toml_in_any_layout_says_the_same(tmp_path: Path) -> None:
    spread = PLAIN.replace("[[group]]", "[[ group ]]  # ryhmä").replace(", ", ",\n    ").replace('"]', '",\n]')
    for text in (PLAIN, spread, PLAIN.replace("\n", "\r\n"), PLAIN.replace('"day care"', "'day care'")):
        assert written(tmp_path, text) == GROUPS


def test_the_languages_come_in_one_order_however_they_are_written(tmp_path: Path) -> None:
    assert written(tmp_path, '[[group]]\nen = ["debt"]\nfi = ["velka"]\n') == [(("fi", "velka"), ("en", "debt"))]


def test_characters_that_stand_in_no_word_are_spaces(tmp_path: Path) -> None:
    text = r"""[[group]]
fi = ["velka\t\"laina\"", 'oma\raha']
"""
    assert written(tmp_path, text) == [(("fi", "velka  laina "), ("fi", "oma raha"))]


@pytest.mark.parametrize("text", ["", "# vain kommentti\n", "group = []"])
def test_a_file_may_have_no_groups(tmp_path: Path, text: str) -> None:
    assert written(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[group]]\nfi = ["velka" "laina"]\n', "line 2"),
        ('[[group]]\nfi = ["velka"]\nfi = ["laina"]\n', "line 3"),
        ('[[group]]\nfi = ["velka", "laina"]\n\n[[group]]\nfi = ["vanki"]', "line 4, group 2"),
        ("[[group]]", "line 1, group 1"),
        ('[[group]]\nfi = "velka"', "fi isn't a list"),
        ('[[group]]\nfi = ["velka", 7]', "fi isn't a list"),
        ('[[group]]\nde = ["Schuld", "Schulden"]', "de is none of"),
        ('[[group]]\nfi = ["velka", ""]', "fi has an empty term"),
        ('[[group]]\nfi = ["velka"]\nsv = [" - "]', "sv has an empty term"),
        ('fi = ["velka", "laina"]', "fi is not [[group]]"),
        ('[group]\nfi = ["velka", "laina"]', "group must be written [[group]]"),
        ("group = [1]", "group 1: it isn't a table"),
        ("group = " + "[" * 5_000, "can't be used"),
    ],
)
def test_a_file_that_can_not_be_used_is_named_with_the_place_in_it(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as refused:
        written(tmp_path, text)
    assert str(tmp_path / "sanat.toml") in refused.value.message.en
    assert told in refused.value.message.en
    assert str(tmp_path / "sanat.toml") in refused.value.message.fi
    assert "[[group]]" in refused.value.hint.fi


def test_the_place_is_told_in_finnish_too(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        written(tmp_path, '# Velat\n[[group]]\nfi = ["velka"]')
    assert "rivi 2, ryhmä 1: siinä on vähemmän kuin kaksi termiä" in refused.value.message.fi


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=str(LARGEST_VOCABULARY)):
        written(tmp_path, "#" * (LARGEST_VOCABULARY + 1))


def test_a_missing_file_and_one_in_another_encoding_are_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        read_groups(tmp_path / "puuttuu.toml")
    (tmp_path / "latin.toml").write_bytes('[[group]]\nfi = ["yö", "pimeä"]'.encode("latin-1"))
    with pytest.raises(SettingsError):
        read_groups(tmp_path / "latin.toml")
