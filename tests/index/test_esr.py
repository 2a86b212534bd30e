from __future__ import annotations

import textwrap
import unicodedata
from datetime import date

import pytest

from index.esr import parse_esr
from index.esr_form import SECTIONS
from index.model import Partner, SustainabilityScore
from tests.index.conftest import dense, form, parsed, prose, section


class TestForm:
    def test_every_numbered_section_is_there_under_the_forms_own_heading(self) -> None:
        document = parsed(form())
        assert {one.number: one.heading for one in document.sections} == SECTIONS

    def test_facts_are_typed(self) -> None:
        facts = parsed(form()).facts
        assert (facts.code, facts.title) == ("S12345", "Laiturilla")
        assert (facts.start, facts.end) == (date(2016, 9, 1), date(2018, 12, 31))
        assert facts.specific_objective == "9.1. Siirtymävaiheita tukevien palvelujen parantaminen"
        assert (facts.applicant, facts.business_id) == ("Ulkosaariston kehitysyhdistys ry", "7654321-0")
        assert facts.granted_eu_and_state_funding == 1_234_567
        assert facts.realised_public_funding == 1_450_300
        assert facts.regions == ("Varsinais-Suomi", "Ahvenanmaa")
        assert facts.municipalities == ("Parainen", "Kustavi", "Kökar")

    def test_the_same_labels_in_two_sections_are_different_facts(self) -> None:
        facts = parsed(form()).facts
        assert (facts.street_address, facts.postcode, facts.post_office) == ("Rantatie 7", "21600", "Parainen")
        assert facts.site_street_address == "Laiturikuja 1"
        assert (facts.site_postcode, facts.site_post_office) == ("21710", "Korppoo")
        assert (facts.planned_companies, facts.realised_companies) == (6, 4)
        assert (facts.planned_persons, facts.realised_persons) == (1100, None)

    def test_answers_of_8_1_are_facts_and_their_explanations_are_blocks(self) -> None:
        document = parsed(form())
        facts = document.facts
        assert facts.gender_analysis_made is True
        assert facts.gender_perspective_mainstreamed is True
        assert facts.gender_equality_main_goal is False
        assert prose(document, "8.1") == [
            (
                "Hankkeessa on tehty toimintaympäristön analyysi sukupuolinäkökulmasta",
                "Pojat jäävät saareen useammin kuin tytöt.",
            ),
            (
                "Sukupuolinäkökulma on huomioitu hankkeen toiminnassa (valtavirtaistaminen)",
                "Veneellä on kaksi ohjaajaa.",
            ),
            ("Hankkeen päätavoite on sukupuolten tasa-arvon edistäminen", "Ohjaus on kaikille."),
        ]

    def test_scores_of_8_2_are_facts_and_their_explanations_are_blocks(self) -> None:
        document = parsed(form())
        scores = document.facts.sustainability
        assert len(scores) == 15
        assert scores[10] == SustainabilityScore(
            "Sosiaalinen ja kulttuurinen kestävyys sekä yhdenvertaisuus", "Hyvinvoinnin edistäminen", 0, 1
        )
        assert prose(document, "8.2")[5] == (
            "Materiaalit ja jätteet",
            "Selitys arviolle 0: materiaalit ja jätteet huomioidaan.",
        )

    def test_a_section_of_facts_has_no_blocks(self) -> None:
        document = parsed(form())
        assert [one.number for one in document.sections if not one.blocks] == [
            "1", "2", "4", "5", "6", "7", "7.1", "7.2", "8",
        ]  # fmt: skip

    def test_the_contact_person_is_nowhere_in_the_document(self) -> None:
        document = parsed(form())
        for secret in ("Merivirta", "satamakapteeni", "765 4321", "02 123 456", "yhteyshenkilö", "Puhelinnumero"):
            assert secret.casefold() not in repr(document).casefold()

    def test_a_text_in_another_form_is_not_parsed(self) -> None:
        assert parse_esr("Luonnos\n\nHaluamme perustaa kahvilan. 3 Suunnitelman mukainen tiivistelmä.", "x") is None


class TestSubHeadings:
    def test_a_sub_heading_is_found_with_and_without_a_line_of_its_own(self) -> None:
        assert prose(parsed(form()), "3") == [
            ("Tausta", "Saariston nuorilla on pitkä matka palveluihin. Lautta kulkee kahdesti päivässä."),
            ("Tavoitteet", "Hanke tuo ohjauksen nuorten omille kylille."),
            ("Toimenpiteet", "Ohjaaja kiertää kylissä veneellä ja tapaa nuoria laitureilla."),
            ("Tulokset", "Jokaisessa kylässä on tuttu aikuinen, jolle voi soittaa."),
        ]

    def test_a_blank_line_may_follow_a_sub_heading(self) -> None:
        document = parsed(form(summary="Hankkeen taustaa\n\nSaaret ovat kaukana kaikesta, mitä nuori tarvitsee."))
        assert prose(document, "3") == [("Hankkeen taustaa", "Saaret ovat kaukana kaikesta, mitä nuori tarvitsee.")]

    def test_a_short_line_with_a_colon_is_a_sub_heading_in_any_section(self) -> None:
        text = "Nuoret saarilta.\n\nOhjautuminen veneelle:\nNuori voi tulla mukaan ilman lähetettä."
        assert prose(parsed(form(target=text)), "4.1") == [
            (None, "Nuoret saarilta."),
            ("Ohjautuminen veneelle", "Nuori voi tulla mukaan ilman lähetettä."),
        ]

    def test_a_sentence_before_a_list_is_prose(self) -> None:
        text = "Hankkeen kolme satamaa olivat:\n1. Utön vanha satama\n2. Jurmon laituri\n3. Nauvon vierassatama"
        assert prose(parsed(form(summary=text)), "3") == [(None, text)]

    def test_numbered_headings_over_prose_are_sub_headings_and_numbered_items_are_not(self) -> None:
        text = (
            "Työt jaettiin kahtia:\n1. Veneen kunnostus\n2. Nuorten tapaamiset\n\n"
            "1. Veneen kunnostus\nVene sai uuden moottorin, ja nuoret maalasivat sen itse.\n\n"
            "2. Nuorten tapaamiset\nTapaamisia oli joka viikko eri saaressa."
        )
        headings = [heading for heading, _ in prose(parsed(form(summary=text)), "3")]
        assert headings == [None, "1. Veneen kunnostus", "2. Nuorten tapaamiset"]

    def test_a_measure_begins_with_its_number(self) -> None:
        text = "Toimenpide 1. Vene kunnostetaan. Sen jälkeen se katsastetaan.\n\nToimenpide 2. Reitti suunnitellaan."
        assert prose(parsed(form(summary=text)), "3") == [
            ("Toimenpide 1", "Vene kunnostetaan. Sen jälkeen se katsastetaan."),
            ("Toimenpide 2", "Reitti suunnitellaan."),
        ]

    def test_a_named_aim_above_its_prose_is_a_sub_heading_and_a_list_of_aims_is_not(self) -> None:
        listed = "Tavoite 1: Laituripäivät – nuorten oma paikka\nTavoite 2: Talvireitti jään yli"
        named = "Tavoite 1: Laituripäivät – nuorten oma paikka\n\nPäiviä järjestettiin kesällä kahdeksan."
        assert prose(parsed(form(summary=listed)), "3") == [(None, listed)]
        assert prose(parsed(form(summary=named)), "3") == [
            ("Tavoite 1: Laituripäivät – nuorten oma paikka", "Päiviä järjestettiin kesällä kahdeksan.")
        ]

    def test_a_sub_heading_without_prose_is_not_lost_when_it_says_something(self) -> None:
        document = parsed(form(indirect="Henkilöstö"))
        assert prose(document, "4.2") == [(None, "Henkilöstö")]


class TestVariation:
    def test_a_running_project_has_no_final_report(self) -> None:
        document = parsed(form(final=""))
        assert [one.number for one in document.sections] == list(SECTIONS)[:-1]

    def test_a_missing_first_section_is_none(self) -> None:
        banner, rest = form().split("1 Hanke\n")
        rest = rest[rest.index("2 Hakijan") :]
        for text in (rest, banner + rest):
            document = parsed(text)
            assert [one.number for one in document.sections] == list(SECTIONS)[1:]
            assert document.facts.code is None

    def test_a_missing_heading_costs_no_facts(self) -> None:
        document = parsed(form().replace("1 Hanke\n", "").replace("2 Hakijan perustiedot\n", ""))
        assert document.facts == parsed(form()).facts
        assert [one.number for one in document.sections][:2] == ["1", "3"]

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
            pytest.param(lambda text: text.replace("\n", "\r"), id="CR"),
            pytest.param(lambda text: "\ufeff" + text, id="byte order mark"),
            pytest.param(lambda text: unicodedata.normalize("NFD", text), id="NFD"),
            pytest.param(lambda text: text.replace(" ", "\u00a0"), id="no-break spaces"),
            pytest.param(lambda text: text.replace(" ", "\u202f"), id="narrow no-break spaces"),
            pytest.param(lambda text: text.replace("ll", "l\u00adl"), id="soft hyphens"),
            pytest.param(lambda text: text.replace("tt", "t\u200bt"), id="zero-width spaces"),
            pytest.param(lambda text: text.replace("\n", "  \n\t"), id="spaces around lines"),
            pytest.param(lambda text: text.replace("\n\n", "\n\n\n\n"), id="more blank lines"),
            pytest.param(lambda text: text.replace("\n", "\x0c\n"), id="form feeds"),
            pytest.param(lambda text: text.replace("\n\n", "\n"), id="no blank lines"),
        ],
    )
    def test_the_same_text_in_another_guise_is_the_same_document(self, change: object) -> None:
        assert callable(change)
        document = parsed(change(form()))
        expected = parsed(form())
        assert document.facts == expected.facts
        assert [one.number for one in document.sections] == [one.number for one in expected.sections]
        for number in SECTIONS:
            assert prose(document, number) == prose(expected, number)

    @pytest.mark.parametrize(
        ("part", "text", "field", "value"),
        [
            ("title", "Hankkeen nimi: Laiturilla –\nnuorten satama", "title", "Laiturilla – nuorten satama"),
            ("title", "Hankkeen nimi:\nLaiturilla", "title", "Laiturilla"),
            ("title", "Hankkeen nimi:\n\nLaiturilla", "title", "Laiturilla"),
            ("title", "HANKKEEN  NIMI : Laiturilla", "title", "Laiturilla"),
            ("title", "Hankkeen\nnimi: Laiturilla", "title", "Laiturilla"),
            ("title", "Hankkeen nimi:", "title", None),
            ("business_id", "Y-tunnus: ei tiedossa", "business_id", None),
            ("period", "Suunnitelman mukainen toteutusaika: Alkaa 31.2.2016 ja päättyy 31.12.2018", "start", None),
            ("municipalities", "Kunnat: Parainen,\nKustavi", "municipalities", ("Parainen", "Kustavi")),
            ("municipalities", "Kunnat:", "municipalities", ()),
            ("funding", "Myönnetty EU- ja valtion rahoitus: 1.234.567 €", "granted_eu_and_state_funding", 1_234_567),
            ("funding", "Myönnetty EU- ja valtion rahoitus: avoin", "granted_eu_and_state_funding", None),
        ],
    )
    def test_a_row_may_be_written_in_another_way(self, part: str, text: str, field: str, value: object) -> None:
        assert getattr(parsed(form(**{part: text})).facts, field) == value

    def test_partners_are_listed_with_their_business_ids(self) -> None:
        document = parsed(form(partners="Osatoteuttajat\n\nMeriasema ry, 1111111-1\n\nKökarin kunta, 2222222-2"))
        assert document.facts.partners == (Partner("Meriasema ry", "1111111-1"), Partner("Kökarin kunta", "2222222-2"))
        assert not section(document, "2").blocks

    @pytest.mark.parametrize(
        "text",
        [
            "Osuus kasvoi vuodessa\n4.1 prosenttia, mikä on paljon.",
            "Aineistossa oli lukuja\n2 Hakijan ja kumppanin tiedoista saatuja lukuja.",
            "Luku 3 Suunnitelman mukainen tiivistelmä toteutuksesta luettiin ääneen.",
            "Raportin osa on nimeltään\n9 Loppuraportin tiivistelmä\nja se on lyhyt.",
        ],
    )
    def test_a_number_in_running_text_starts_no_section(self, text: str) -> None:
        document = parsed(form(target=text))
        assert [one.number for one in document.sections] == list(SECTIONS)
        assert dense("".join(block for _, block in prose(document, "4.1"))) == dense(text)

    def test_a_line_break_may_cut_a_section_heading_and_a_row_of_8_2(self) -> None:
        text = form().replace("hankekohtaisista seurantiedoista", "hankekohtaisista\nseurantiedoista")
        text = text.replace("ilma (ja kasvihuonekaasujen", "ilma (ja\nkasvihuonekaasujen")
        document = parsed(text)
        assert [one.number for one in document.sections] == list(SECTIONS)
        assert len(document.facts.sustainability) == 15

    def test_an_answer_may_share_its_line_with_the_explanation_or_stand_below(self) -> None:
        gender = (
            "Hankkeessa on tehty toimintaympäristön analyysi sukupuolinäkökulmasta: Kyllä. Luvut koottiin.\n"
            "Sukupuolinäkökulma on huomioitu hankkeen toiminnassa (valtavirtaistaminen):\nKyllä\nVeneitä on kaksi.\n"
            "Hankkeen päätavoite on sukupuolten tasa-arvon edistäminen: Ei ole päätavoite."
        )
        document = parsed(form(gender=gender))
        assert [text for _, text in prose(document, "8.1")] == [
            "Luvut koottiin.",
            "Veneitä on kaksi.",
            "Ei ole päätavoite.",
        ]
        assert document.facts.gender_perspective_mainstreamed is True
        assert document.facts.gender_equality_main_goal is False

    def test_an_impossible_score_is_no_score(self) -> None:
        rows = "Kulttuuriympäristö 3 11\nSaaren kirkko kunnostetaan.\nYmpäristöosaaminen\nOpitaan merestä."
        document = parsed(form(sustainability=rows))
        assert document.facts.sustainability == ()
        assert prose(document, "8.2") == [
            ("Kulttuuriympäristö", "Saaren kirkko kunnostetaan."),
            ("Ympäristöosaaminen", "Opitaan merestä."),
        ]

    def test_a_line_that_is_no_row_is_prose_even_among_facts(self) -> None:
        document = parsed(form(municipalities="Kunnat: Kustavi\n\nKohdealueeseen kuuluu myös avomeri."))
        assert prose(document, "6") == [(None, "Kohdealueeseen kuuluu myös avomeri.")]


class TestWrappedParagraphs:
    def test_lines_of_sixty_characters_hide_no_row_and_no_sub_heading(self) -> None:
        summary = "Toimenpide 1. " + "Vene kunnostetaan talven aikana saaren omassa veistämössä. " * 3
        target = "Nuorten ohjautuminen veneelle:\n" + "Nuori voi tulla mukaan ilman lähetettä mistä saaresta vain. " * 2
        text = form(summary=summary.strip(), target=target.strip())
        wrapped = "\n".join(textwrap.fill(line, 60) for line in text.split("\n"))
        document, expected = parsed(wrapped), parsed(text)
        assert document.facts == expected.facts
        for number in ("3", "4.1", "9"):
            assert [(heading, text.split()) for heading, text in prose(document, number)] == [
                (heading, text.split()) for heading, text in prose(expected, number)
            ]

    def test_a_line_break_within_a_sentence_becomes_a_space(self) -> None:
        document = parsed(form(target="Kohderyhmänä ovat saaristossa\nasuvat nuoret, jotka\nodottavat lauttaa."))
        assert prose(document, "4.1") == [
            (None, "Kohderyhmänä ovat saaristossa asuvat nuoret, jotka odottavat lauttaa.")
        ]

    def test_paragraphs_and_list_items_keep_their_lines(self) -> None:
        text = "Nuoret saarilta.\nMyös vanhemmat.\n- kalastajat\n- luotsit"
        assert prose(parsed(form(target=text)), "4.1") == [(None, text)]
