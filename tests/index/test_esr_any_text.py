"""Read the real and the invented descriptions that lie beside the checkout, and forms with lines gone astray."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.esr import parse_esr
from index.esr_form import FACT_SECTIONS, SECTIONS, SUSTAINABILITY
from tests.index.conftest import assert_sound, dense, form, parsed

SHARED = Path(__file__).parents[2].parent / "shared"
SHARED_DOCUMENTS = sorted(SHARED.glob("seeds/*.txt")) + sorted(SHARED.glob("evaluation/esr/documents/*.txt"))
CONTACT_LABELS = ("Hankkeen yhteyshenkilön", "Yhteyshenkilön", "Puhelinnumero")


@pytest.mark.skipif(not SHARED_DOCUMENTS, reason="the shared descriptions are not here")
@pytest.mark.parametrize("path", SHARED_DOCUMENTS, ids=lambda path: path.stem)
class TestSharedDescriptions:
    def test_every_section_and_fact_is_read(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        document = parsed(text)
        assert_sound(document)
        expected = [number for number, heading in SECTIONS.items() if f"\n{number} {heading}\n" in text]
        assert [one.number for one in document.sections] == expected
        assert set(SECTIONS) - set(expected) <= {"9"}
        facts = document.facts
        assert facts.code == path.stem
        always = (
            facts.title, facts.priority_axis, facts.specific_objective, facts.start, facts.end, facts.status,
            facts.managing_authority, facts.applicant, facts.organisation_type, facts.business_id, facts.street_address,
            facts.postcode, facts.post_office, facts.website, facts.granted_eu_and_state_funding,
            facts.planned_public_funding, facts.regions, facts.sub_regions, facts.municipalities,
            facts.planned_companies, facts.planned_persons,
        )  # fmt: skip
        assert all(value not in (None, ()) for value in always)
        assert None not in (
            facts.gender_analysis_made, facts.gender_perspective_mainstreamed, facts.gender_equality_main_goal,
        )  # fmt: skip
        assert len(facts.sustainability) == 15
        assert bool(facts.partners) == ("Osatoteuttajat" in text)
        assert (facts.realised_companies is None) == ("Toteutunut seurantatietojen mukaan: " not in text)

    def test_no_character_is_lost_but_the_contact_rows(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        kept = [line for line in text.splitlines() if not line.startswith(CONTACT_LABELS)]
        assert dense(parsed(text).text) == dense("".join(kept))

    def test_all_prose_is_in_blocks(self, path: Path) -> None:
        document = parsed(path.read_text(encoding="utf-8"))
        form_lines = {
            "VälitönVälillinen",
            *SUSTAINABILITY,
            *(name for names in SUSTAINABILITY.values() for name in names),
        }
        for one in document.sections:
            if one.number in FACT_SECTIONS:
                assert not one.blocks
                continue
            bounds = [one.start, *(at for block in one.blocks for at in (block.start, block.end)), one.end]
            outside = [document.text[a:b].split("\n") for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
            headings = {block.heading for block in one.blocks}
            for line in filter(None, map(str.strip, chain.from_iterable(outside))):
                assert re.sub(r":(?: Kyllä| Ei)?$| \d+ \d+$|\.$", "", line) in headings | form_lines

    def test_contact_details_are_gone(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        shown = repr(parsed(text))
        for line in text.splitlines():
            label, _, value = line.partition(": ")
            if label.startswith(CONTACT_LABELS):
                assert label not in shown
                # A job title is a common word and may stand in the text.
                assert value not in shown or "asema" in label


LINES = form().split("\n")


class TestAnyText:
    @given(st.text())
    def test_arbitrary_text_is_read_or_refused(self, text: str) -> None:
        document = parse_esr(text, "x")
        assert document is None or document.text is not None

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(st.integers(0, len(LINES) - 1), max_size=40),
        st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(LINES)), max_size=15),
    )
    def test_a_form_with_lines_removed_and_doubled_is_read_soundly(
        self, removed: list[int], added: list[tuple[int, str]]
    ) -> None:
        lines: list[str] = []
        for i, line in enumerate(LINES):
            lines += [extra for at, extra in added if at == i]
            lines += [] if i in removed else [line]
        document = parse_esr("\n".join(lines), "x")
        assert document is None or document.sections
        if document:
            assert_sound(document)
            assert "050 765 4321" not in repr(document)
