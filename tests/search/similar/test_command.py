"""`hankehaku similar` as a user starts it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.collection import COAST, WORKSHOP, description
from tests.search.conftest import Hankehaku
from tests.search.similar.conftest import HARBOUR_CAFE, written


def test_a_draft_file_finds_its_likest_project_in_the_users_language(hankehaku: Hankehaku, tmp_path: Path) -> None:
    draft = tmp_path / "luonnos.md"
    draft.write_text(HARBOUR_CAFE, encoding="utf-8")
    done = hankehaku("samankaltaiset", str(draft), "--limit", "1", LANG="fi_FI.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"1. {COAST.code} {COAST.title}\n")
    assert "Samankaltaisuus 0," in done.stdout
    assert "*kahvilavaunun*" in done.stdout


def test_drafts_are_answered_in_turn_and_standard_input_is_one(hankehaku: Hankehaku, tmp_path: Path) -> None:
    draft = written(tmp_path / "paja.txt")
    done = hankehaku("similar", str(draft), "-", "--format", "json", given=HARBOUR_CAFE)
    answers = json.loads(done.stdout)["answers"]
    assert [answer["draft"]["name"] for answer in answers] == [str(draft), "-"]
    assert answers[1]["projects"][0]["project"] == COAST.code
    assert f"The draft is project {WORKSHOP.code} of the index" in done.stderr


def test_a_code_and_filters_narrow_to_what_is_asked(hankehaku: Hankehaku) -> None:
    done = hankehaku("similar", COAST.code, "--axis", "5", "--format", "csv")
    assert done.returncode == 0
    assert [line.split(",")[2] for line in done.stdout.splitlines() if line.startswith(f"{COAST.code},")] == ["S90004"]


def test_nothing_within_the_filters_is_exit_code_1_and_an_unknown_draft_2(hankehaku: Hankehaku) -> None:
    nothing = hankehaku("similar", COAST.code, "--years", "1995")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "fewer filters may help" in nothing.stderr
    unknown = hankehaku("similar", "S99999")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "There is no file S99999" in unknown.stderr


def test_a_description_given_with_its_contact_person_shows_none_of_it(hankehaku: Hankehaku) -> None:
    done = hankehaku("similar", "-", "--format", "json", given=description(COAST).replace(COAST.code, "S90777"))
    assert done.returncode == 0
    assert "ruispelto" not in done.stdout.casefold()
