"""One project looked up by its code."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import QueryError
from search.show import read_project


def test_a_project_is_found_by_its_code_in_any_letter_case(built_index: Path) -> None:
    project, sections = read_project(built_index, "s90002", None)
    assert (project.project, project.title) == ("S90002", "Pajalta palkkatyöhön")
    assert project.facts.partners[0].name == "Pohjanpellon ammattiopisto"
    by_number = {section.number: section for section in sections}
    assert by_number["3"].text.startswith("Tausta:")
    assert all(section.text for section in sections)


def test_a_section_is_shown_alone_or_with_those_below_it(built_index: Path) -> None:
    numbers = [section.number for section in read_project(built_index, "S90002", "9.")[1]]
    assert numbers == ["9"]
    below = [section.number for section in read_project(built_index, "S90002", "4")[1]]
    assert below[-2:] == ["4.1", "4.2"]


def test_an_unknown_code_is_refused_with_those_that_look_like_it(built_index: Path) -> None:
    with pytest.raises(QueryError) as refused:
        read_project(built_index, "s9002", None)
    assert "S90002" in refused.value.hint.fi


def test_a_code_like_no_other_is_refused_with_the_command_that_searches(built_index: Path) -> None:
    with pytest.raises(QueryError) as refused:
        read_project(built_index, "Q", None)
    assert "hankehaku hae" in refused.value.hint.fi


def test_a_section_that_is_not_there_is_refused_with_those_that_are(built_index: Path) -> None:
    with pytest.raises(QueryError, match="section 9") as refused:
        read_project(built_index, "S90003", "9")
    assert "8.1, 8.2" in refused.value.hint.en
