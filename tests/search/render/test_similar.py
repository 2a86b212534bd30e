from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from index.catalogue import StoredProject
from index.errors import Text
from index.filters import Filters
from index.model import ProjectFacts
from search.render.formats import Format
from search.render.similar import render_answers
from search.render.terminal import Style
from search.similar.model import (
    Agreement,
    Calibration,
    ComparedFact,
    Draft,
    DraftAnswer,
    KeyTerm,
    Kinship,
    KinshipKind,
    Passage,
    PassagePair,
    SectionKind,
    SharedTerm,
    SimilarProject,
    Strength,
)
from tests.search.render.conftest import HARMFUL

PLAIN = Style(90, False)
FACTS = ProjectFacts(start=date(2016, 9, 1), end=date(2018, 12, 31), regions=("Uusimaa",), applicant="=Merikylä ry")
OURS = Passage(
    SectionKind.MEASURES, "2", "Mitä tehdään", None, 0, 45, "Vaunu ajetaan satamaan. *Kahvi* on <b>aina</b>."
)
THEIRS = Passage(SectionKind.MEASURES, "3", "Tiivistelmä", "Toimenpiteet", 9, 40, "Kahvilavaunu käy satamissa.", 7)
ALONE = Passage(SectionKind.AIMS, "1", "Tavoite", None, 50, 80, "Lisäksi rakennetaan sauna.")
PAIR = PassagePair(OURS, THEIRS, 0.41234, Strength.STRONG, (SharedTerm("satama", ((14, 22),), ((17, 26),)),))
PROJECT = SimilarProject(
    rank=1,
    project=StoredProject(4, "S90009", f"Laituri {HARMFUL}", "S90009.txt", FACTS),
    similarity=0.34567,
    percentile=97.25,
    draft_covered=0.5,
    project_covered=0.25,
    pairs=(PAIR,),
    terms=(KeyTerm("satama", 0.02),),
    facts=(
        ComparedFact("regions", Agreement.SAME, ("Uusimaa",), (), ()),
        ComparedFact("period", Agreement.DIFFERENT, (), ("2020–2021",), ("2016–2018",)),
        ComparedFact("applicant", Agreement.UNKNOWN, (), (), ("=Merikylä ry",)),
    ),
    missing=(ALONE,),
    missing_terms=(KeyTerm("sauna", 0.01),),
    kinship=Kinship(KinshipKind.PREDECESSOR, (Text("a kindred title: Laituri", "samanlainen nimi: Laituri"),)),
)
DRAFT = Draft("luonnos.txt", "Laituri 2", None, 30, (OURS, ALONE), (KeyTerm("satama", 0.02),))
ANSWER = DraftAnswer(DRAFT, Filters(), (PROJECT,), Calibration(24, 276, True, 0.1, 0.2), ())
NOTHING = DraftAnswer(DRAFT, Filters(), (), None, ())


def test_the_table_tells_how_like_where_they_meet_and_what_is_missing() -> None:
    shown = " ".join(render_answers([ANSWER], Format.TABLE, PLAIN).split())
    assert "Similarity 0.35; more alike than 97 of 100 pairs of projects in the index" in shown
    assert "has 50 % of the draft's telling words, the draft 25 % of its" in shown
    assert "Seems to be what the draft carries on: a kindred title: Laituri" in shown
    assert "Shared: region Uusimaa" in shown
    assert "Different: period 2020–2021 (draft), 2016–2018" in shown
    assert "[2 Mitä tehdään ↔ 3 Toimenpiteet] much alike" in shown
    assert "draft: Vaunu ajetaan *satamaan*." in shown
    assert "project: Kahvilavaunu käy *satamissa*." in shown
    assert "without a counterpart (1): Lisäksi rakennetaan sauna." in shown
    assert "Only in the draft: sauna" in shown
    assert "half of 276 pairs of projects (an even sample) have a similarity over 0.10" in shown


@pytest.mark.usefixtures("finnish")
def test_the_table_speaks_finnish() -> None:
    shown = " ".join(render_answers([ANSWER], Format.TABLE, PLAIN).split())
    assert "Samankaltaisuus 0,35; samankaltaisemmat kuin 97 sadasta hakemiston hankeparista" in shown
    assert "Vaikuttaa hankkeelta, jota luonnos jatkaa: samanlainen nimi: Laituri" in shown
    assert "Yhteistä: maakunta Uusimaa" in shown
    assert "Eroaa: toteutusaika 2020–2021 (luonnos), 2016–2018" in shown
    assert "hyvin samanlaiset" in shown
    assert "Luonnoksen kohtia vailla vastinetta (1)" in shown


def test_several_drafts_have_their_names_above_them() -> None:
    assert render_answers([ANSWER, ANSWER], Format.TABLE, PLAIN).count("luonnos.txt") == 2
    assert "luonnos.txt" not in render_answers([ANSWER], Format.TABLE, PLAIN)


def test_json_has_everything_under_stable_keys() -> None:
    (answer,) = json.loads(render_answers([ANSWER], Format.JSON, PLAIN))["answers"]
    assert set(answer) == {"draft", "filters", "calibration", "notes", "projects"}
    assert answer["calibration"] == {"projects": 24, "pairs": 276, "sampled": True, "typical": 0.1, "close": 0.2}
    (project,) = answer["projects"]
    assert list(project) == [
        "rank",
        "project",
        "title",
        "similarity",
        "percentile",
        "draft_covered",
        "project_covered",
        "kinship",
        "facts",
        "compared_facts",
        "terms",
        "pairs",
        "missing",
        "missing_terms",
    ]
    assert (project["similarity"], project["percentile"]) == (0.3457, 97.2)
    pair = project["pairs"][0]
    assert (pair["strength"], pair["likeness"]) == ("strong", 0.4123)
    assert pair["draft"]["text"][slice(*pair["terms"][0]["draft"][0])] == "satamaan"
    assert project["missing"][0]["kind"] == "aims"


def test_json_lines_and_csv_have_a_row_for_each_project_with_its_draft() -> None:
    line = json.loads(render_answers([ANSWER], Format.JSONL, PLAIN))
    assert (line["draft"], line["project"]) == ("luonnos.txt", "S90009")
    (row,) = csv.DictReader(io.StringIO(render_answers([ANSWER], Format.CSV, PLAIN)))
    assert (row["draft"], row["similarity"], row["kinship"]) == ("luonnos.txt", "0.3457", "predecessor")
    assert row["applicant"] == "'=Merikylä ry"
    assert row["missing_terms"] == "sauna"


def test_markdown_marks_the_shared_words_and_escapes_the_rest() -> None:
    shown = render_answers([ANSWER], Format.MARKDOWN, PLAIN)
    assert "> Vaunu ajetaan **satamaan**. \\*Kahvi\\* on \\<b\\>aina\\</b\\>." in shown
    assert "> Kahvilavaunu käy **satamissa**." in shown


@pytest.mark.parametrize("form", list(Format))
def test_nothing_that_steers_a_terminal_comes_through(form: Format) -> None:
    shown = render_answers([ANSWER], form, PLAIN)
    assert not set(shown) & set(HARMFUL) - set(" 0123456789[JmRanta")


def test_a_draft_that_nothing_is_like_shows_nothing() -> None:
    assert render_answers([NOTHING], Format.TABLE, PLAIN) == ""
    assert json.loads(render_answers([NOTHING], Format.JSON, PLAIN))["answers"][0]["projects"] == []
