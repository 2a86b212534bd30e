"""The language of the user interface."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language import choose_language, language_first, say


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fi_FI.UTF-8"}, "fi"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "sv_FI.UTF-8"}, "en"),
        ({"LANG": "fil_PH.UTF-8"}, "en"),
        ({"LANG": "fi_FI.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "en_GB.UTF-8", "LC_ALL": "fi_FI"}, "fi"),
        ({"LANG": "fi_FI.UTF-8", "LC_ALL": ""}, "fi"),
        ({"LC_ALL": "fi_FI.UTF-8", "HANKEHAKU_LANG": "en"}, "en"),
    ],
)
def test_the_locale_of_messages_decides_and_our_own_variable_before_it(
    environment: dict[str, str], language: str
) -> None:
    assert choose_language([], environment) == language


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lang", "fi", "search", "työ"],
        ["--lang=fi", "search", "työ"],
        ["search", "--lang", "fi", "työ"],
        ["search", "työ", "--lang=fi"],
        ["--lang", "en", "search", "--lang", "fi", "työ"],
    ],
)
def test_the_option_overrides_the_locale_wherever_it_is_typed(arguments: list[str]) -> None:
    first = language_first(arguments)
    assert choose_language(first, {"LANG": "en_GB.UTF-8"}) == "fi"
    assert [one for one in first if one not in ("--lang", "--lang=fi", "fi")] == ["search", "työ"]


def test_what_stands_behind_two_hyphens_is_no_option() -> None:
    assert language_first(["search", "--", "--lang", "fi"]) == ["search", "--", "--lang", "fi"]
    assert choose_language(["search", "--", "--lang", "fi"], {}) == "en"


@given(st.lists(st.sampled_from(["search", "työ", "--lang", "--lang=fi", "--", "fi", "-n"])))
def test_other_arguments_keep_their_order(arguments: list[str]) -> None:
    first = language_first(arguments)
    others = first[2:] if first[:1] == ["--lang"] else first[1:] if first[:1] == ["--lang=fi"] else first
    remaining = iter(arguments)
    assert all(one in remaining for one in others)


def test_words_are_said_in_the_language_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    assert say("project", "hanke") == "project"
    monkeypatch.setenv("HANKEHAKU_LANG", "fi")
    assert say("project", "hanke") == "hanke"
