"""A folder of applications: each is compared with the index and with the others, whatever breaks it off."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from index.errors import UnreadableDocumentError
from index.filters import Filters
from search.retrieve import Retriever
from search.similar.answer import SimilarFinder
from search.similar.batch import compare_applications
from search.similar.batch_model import Application, BatchAnswer, Match, Reason, suspicious_pairs
from search.similar.model import Calibration, KinshipKind
from tests.search.conftest import Hankehaku
from tests.search.similar.applications import COPY, HARBOUR, ORCHARD, write_applications

Steps = list[tuple[str, int, int, int]]


class Killed(Exception):  # noqa: N818 - no error of the program
    """What stands for the end of the process."""


def compare(
    index: Path, folder: Path, states: Path | None, steps: Steps | None = None, end: int = 0, limit: int = 3
) -> BatchAnswer:
    """Compare the applications in `folder`; killed after `end` steps (0: never)."""
    told: Steps = [] if steps is None else steps

    def progress(stage: str, done: int, total: int, taken_over: int) -> None:
        told.append((stage, done, total, taken_over))
        if len(told) == end:
            raise Killed

    return compare_applications(index, [folder], Filters(), limit, states, progress)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_applications(tmp_path_factory.mktemp("erä") / "hakemukset")


@pytest.fixture(scope="module")
def answer(built_index: Path, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> BatchAnswer:
    """The answer of a run that nothing disturbed."""
    return compare(built_index, folder, tmp_path_factory.mktemp("tila"))


def test_each_application_is_compared_with_the_index_and_with_every_other(answer: BatchAnswer) -> None:
    assert [one.name for one in answer.applications] == ["laituri.md", "omena.md", "saari.md"]
    harbour = answer.applications[0]
    assert harbour.title == "Laiturilta liikkeelle"
    assert harbour.projects[0].other == "S90001"
    assert [match.other for match in harbour.applications] == ["saari.md", "omena.md"]
    assert all(match.is_application for match in harbour.applications)
    assert [match.rank for match in harbour.applications] == [1, 2]


def test_a_near_copy_among_the_applications_is_the_first_of_the_suspicious_pairs(answer: BatchAnswer) -> None:
    first = answer.suspicious[0]
    assert {first.application.name, first.match.other} == {"laituri.md", "saari.md"}
    assert {Reason.COPIED_TEXT, Reason.NEAR_COPY} <= set(first.reasons)
    assert first.match.kinship is not None
    assert first.match.kinship.kind is KinshipKind.COPIED_TEXT
    assert first.match.copied == first.application.passages
    assert "Työpari jalkautuu" in " ".join(pair.draft.text for pair in first.match.pairs)


def test_two_applications_make_one_suspicious_pair_and_the_others_none(answer: BatchAnswer) -> None:
    assert [one for one in answer.suspicious if "omena.md" in (one.application.name, one.match.other)] == []
    assert len([one for one in answer.suspicious if one.match.is_application]) == 1


def test_a_low_limit_hides_no_suspicious_pair(built_index: Path, tmp_path: Path) -> None:
    folder = write_applications(tmp_path / "hakemukset")
    (folder / "vene.md").write_text(COPY.replace("Kelaan", "pankkiin"), encoding="utf-8")
    alike = {frozenset(pair) for pair in combinations(("laituri.md", "saari.md", "vene.md"), 2)}
    for limit in (1, 3):
        answer = compare(built_index, folder, tmp_path / f"tila {limit}", limit=limit)
        pairs = {
            frozenset((one.application.name, one.match.other)) for one in answer.suspicious if one.match.is_application
        }
        assert pairs == alike
        orchard = next(one for one in answer.applications if one.name == "omena.md")
        assert len(orchard.applications) == limit
        again = compare(built_index, folder, tmp_path / f"tila {limit}", limit=limit)
        assert replace(again, taken_over=0) == answer


def test_where_nothing_can_be_kept_the_result_is_the_same(built_index: Path, folder: Path, answer: BatchAnswer) -> None:
    assert compare(built_index, folder, None) == answer
    assert compare(built_index, folder, None).taken_over == 0


def test_applications_are_measured_as_a_draft_and_a_project_are(
    answer: BatchAnswer, retriever: Retriever, folder: Path
) -> None:
    finder = SimilarFinder(retriever)
    one, other = (finder.profile(str(folder / name), lambda: "") for name in ("laituri.md", "saari.md"))
    expected = finder.comparer.compare(finder.view(one), other).similarity
    assert answer.applications[0].applications[0].similarity == pytest.approx(expected, abs=1e-6)
    alone = finder.answer("laituri", one, Filters(), 3)
    assert [project.similarity for project in alone.projects] == pytest.approx(
        [match.similarity for match in answer.applications[0].projects], abs=1e-6
    )


@pytest.mark.parametrize("end", [1, 2, 3, 4, 5])
def test_broken_off_anywhere_it_goes_on_where_it_was_with_the_same_result(
    built_index: Path, folder: Path, answer: BatchAnswer, tmp_path: Path, end: int
) -> None:
    with pytest.raises(Killed):
        compare(built_index, folder, tmp_path, end=end)
    steps: Steps = []
    again = compare(built_index, folder, tmp_path, steps)
    assert again.taken_over == min(end, 3)
    assert replace(again, taken_over=0) == answer
    assert steps[0] == ("index", 1, 3, 1)
    assert steps[-1] == ("each_other", 3, 3, max(0, end - 3))


def test_a_state_file_that_was_cut_short_costs_the_last_application_alone(
    built_index: Path, folder: Path, answer: BatchAnswer, tmp_path: Path
) -> None:
    compare(built_index, folder, tmp_path)
    (state,) = tmp_path.glob("*.jsonl")
    lines = state.read_bytes().splitlines(keepends=True)
    state.write_bytes(b"".join(lines[:2]) + lines[2][:-100])
    again = compare(built_index, folder, tmp_path)
    assert again.taken_over == 2
    assert replace(again, taken_over=0) == answer


@pytest.mark.parametrize("part", ['"kind"', '"signs"', '"value"', '"passages"', '"matches"', '"units"'])
def test_a_damaged_state_file_costs_what_is_damaged_alone(
    built_index: Path, folder: Path, answer: BatchAnswer, tmp_path: Path, part: str
) -> None:
    compare(built_index, folder, tmp_path)
    (state,) = tmp_path.glob("*.jsonl")
    whole = state.read_bytes()
    for at in (whole.index(part.encode()) + 1, whole.index(part.encode()) + len(part) + 4):
        state.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        again = compare(built_index, folder, tmp_path)
        assert again.taken_over == 2
        assert replace(again, taken_over=0) == answer


def test_an_application_that_changed_is_compared_anew_and_one_that_was_moved_is_not(
    built_index: Path, tmp_path: Path
) -> None:
    folder = write_applications(tmp_path / "hakemukset")
    compare(built_index, folder, tmp_path / "tila")
    (folder / "haku").mkdir()
    (folder / "omena.md").rename(folder / "haku" / "omena.md")
    (folder / "saari.md").write_text(HARBOUR + "\nLisäksi opetellaan purjehtimaan.\n", encoding="utf-8")
    again = compare(built_index, folder, tmp_path / "tila")
    assert again.taken_over == 2
    assert [one.name for one in again.applications] == ["haku/omena.md", "laituri.md", "saari.md"]


def test_applications_of_the_same_content_are_none_that_an_earlier_run_had(built_index: Path, tmp_path: Path) -> None:
    folder = write_applications(tmp_path / "hakemukset")
    (folder / "kopiot").mkdir()
    (folder / "kopiot" / "omena.md").write_text(ORCHARD, encoding="utf-8")
    steps: Steps = []
    first = compare(built_index, folder, tmp_path / "tila", steps)
    assert first.taken_over == 0
    assert {taken for *_, taken in steps} == {0}
    again = compare(built_index, folder, tmp_path / "tila")
    assert again.taken_over == len(again.applications) == 4
    assert replace(again, taken_over=0) == first


def test_the_same_bytes_under_other_names_are_other_documents(built_index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "hakemukset"
    folder.mkdir()
    text = "# Tausta\nNuori jää kotiin.\n\n# Tavoitteet\nEtsivä nuorisotyö tuodaan laitureille.\n"
    for name in ("Laituri.md", "Satama.md", "Satama.txt"):
        (folder / name).write_text(text, encoding="utf-8")
    answer = compare(built_index, folder, tmp_path / "tila")
    alone = [
        compare(built_index, folder / name, tmp_path / f"tila {name}").applications[0]
        for name in ("Laituri.md", "Satama.md", "Satama.txt")
    ]
    assert [(one.title, one.passages) for one in answer.applications] == [(one.title, one.passages) for one in alone]
    assert [one.title for one in alone[:2]] == ["Laituri", "Satama"]


def test_other_settings_take_nothing_over(built_index: Path, folder: Path, tmp_path: Path) -> None:
    compare(built_index, folder, tmp_path)
    narrowed = compare_applications(
        built_index, [folder], Filters(region=("Uusimaa",)), 3, tmp_path, lambda stage, done, total, taken: None
    )
    assert narrowed.taken_over == 0
    assert [match.other for match in narrowed.applications[0].projects] == ["S90001"]


def test_a_file_that_cannot_be_read_is_told_and_stops_nothing(built_index: Path, tmp_path: Path) -> None:
    folder = write_applications(tmp_path / "hakemukset")
    (folder / "rikki.pdf").write_bytes(b"%PDF-1.7 katkesi")
    (folder / "tyhja.txt").write_text("  \n", encoding="utf-8")
    answer = compare(built_index, folder, tmp_path / "tila")
    assert len(answer.applications) == 3
    assert [name for name, _ in answer.unreadable] == ["rikki.pdf", "tyhja.txt"]
    assert all(error.hint.fi for _, error in answer.unreadable)


def test_the_rows_of_a_table_are_applications_too(built_index: Path, tmp_path: Path) -> None:
    (tmp_path / "haku").mkdir()
    summary = HARBOUR.split("## Toimenpiteet\n")[1].split("\n\n")[0].replace("\n", " ")
    rows = f'Hankekoodi,Hankkeen nimi,Tiivistelmä\nH1,Laituri,"{summary}"\nH2,Saari,"{summary}"\n'
    (tmp_path / "haku" / "hakemukset.csv").write_text(rows, encoding="utf-8")
    answer = compare(built_index, tmp_path / "haku", tmp_path / "tila")
    assert [one.name for one in answer.applications] == ["hakemukset.csv: H1", "hakemukset.csv: H2"]
    assert answer.applications[0].applications[0].similarity > 0.8


def test_a_folder_without_an_application_that_can_be_read_is_an_error(built_index: Path, tmp_path: Path) -> None:
    (tmp_path / "tyhjä").mkdir()
    with pytest.raises(UnreadableDocumentError) as empty:
        compare(built_index, tmp_path / "tyhjä", tmp_path / "tila")
    assert empty.value.message.en.startswith("There are no applications in ")
    (tmp_path / "tyhjä" / "a.txt").write_text("", encoding="utf-8")
    with pytest.raises(UnreadableDocumentError) as unreadable:
        compare(built_index, tmp_path / "tyhjä", tmp_path / "tila")
    assert "Yhtäkään 1 hakemuksesta" in unreadable.value.message.fi


def match(similarity: float, percentile: float | None, copied: int = 0) -> Match:
    return Match(1, "S1", "Hanke", False, similarity, percentile, 0.5, 0.5, 5, copied, None, (), ())


def test_being_likelier_than_all_pairs_is_suspicious_only_where_there_are_many_pairs() -> None:
    one = Application("a", "A", None, 10, (match(0.3, 100.0),), ())
    many, few = Calibration(24, 276, True, 0.1, 0.2), Calibration(4, 6, False, 0.1, 0.2)
    assert [pair.reasons for pair in suspicious_pairs([one], many)] == [(Reason.UNUSUAL,)]
    assert suspicious_pairs([one], few) == suspicious_pairs([one], None) == ()


def test_copied_passages_make_a_pair_more_suspicious() -> None:
    copied = Application("b", "B", None, 10, (match(0.3, 50.0, copied=6),), ())
    alike = Application("a", "A", None, 10, (match(0.6, 50.0),), ())
    pairs = suspicious_pairs([alike, copied], None)
    assert [(pair.application.name, pair.suspicion) for pair in pairs] == [("b", pytest.approx(0.9)), ("a", 0.6)]


def test_a_folder_on_the_command_line_gives_rows_and_a_report(
    hankehaku: Hankehaku, folder: Path, tmp_path: Path
) -> None:
    arguments = ("similar", str(folder), "--format", "json", "--report", str(tmp_path / "vertailu.csv"))
    done = hankehaku(*arguments, XDG_STATE_HOME=str(tmp_path / "tila"))
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["suspicious"][0]["kind"] == "application"
    assert [one["name"] for one in told["applications"]] == ["laituri.md", "omena.md", "saari.md"]
    header, *rows = (tmp_path / "vertailu.csv").read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith("application,application_title,kind,rank,project,title,similarity,percentile,")
    assert len(rows) == sum(len(one["projects"]) + len(one["applications"]) for one in told["applications"])
    again = hankehaku(*arguments, XDG_STATE_HOME=str(tmp_path / "tila"))
    assert again.stderr == "Taken over from an earlier run: 3/3\n"
    assert again.stdout == done.stdout


def test_a_state_folder_that_cannot_be_written_is_told_once_and_stops_nothing(
    hankehaku: Hankehaku, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "tiedosto").write_text("", encoding="utf-8")
    done = hankehaku("similar", str(folder), XDG_STATE_HOME=str(tmp_path / "tiedosto"))
    assert done.returncode == 0
    assert "1. saari.md ↔ application laituri.md" in done.stdout
    (note,) = done.stderr.splitlines()
    assert note.startswith(f"Nothing can be kept in {tmp_path / 'tiedosto'}")
    assert "XDG_STATE_HOME" in note
