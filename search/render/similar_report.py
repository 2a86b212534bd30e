"""What a report tells of drafts and the projects most like them, in the order in which it is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.errors import Text
from index.filters import Filters
from search.language import current_language, say
from search.render.filter_words import told_filters
from search.render.report import (
    Block,
    Bullets,
    Facing,
    Heading,
    Line,
    Paragraph,
    Report,
    Side,
    Table,
    line,
    marked_line,
)
from search.render.similar_words import (
    calibration_line,
    decimal,
    fact_name,
    kinship_line,
    standing,
    strength_words,
    terms_text,
)
from search.similar.model import Agreement, ComparedFact, DraftAnswer, Passage, PassagePair, SimilarProject

# What a report shows of each project; --format json has all.
_PAIRS = 6
_MISSING = 10
_TERMS = 15
_EXCERPT = 240

_AGREEMENTS = {
    Agreement.SAME: Text("the same", "sama"),
    Agreement.PARTLY: Text("in part", "osittain sama"),
    Agreement.DIFFERENT: Text("different", "eri"),
    Agreement.UNKNOWN: Text("not told", "ei kerrottu"),
}


def similar_report(answers: Sequence[DraftAnswer]) -> Report:
    """Return the report on drafts, each with the projects most like it."""
    title = say("Projects like the draft", "Luonnoksen kaltaiset hankkeet")
    if len(answers) > 1:
        title = say(f"Projects like {len(answers)} drafts", f"{len(answers)} luonnoksen kaltaiset hankkeet")
    blocks = (block for at, answer in enumerate(answers, 1) for block in _draft(at, answer))
    return Report(title, tuple(blocks), made_by())


def made_by() -> str:
    """Return the line that stands under every report."""
    return say(
        "Made by Hankehaku on this computer. Similarity is measured, not judged: read the passages first.",
        "Tehty Hankehaulla tällä tietokoneella. Samankaltaisuus on mitattu, ei arvioitu: lue ensin kohdat itse.",
    )


def reading_help() -> Paragraph:
    """Explain the figures of a summary table."""
    return Paragraph(
        line(
            say(
                "Similarity is 0 for texts that have nothing in common and 1 for the same text. “Of 100 pairs” tells "
                "how many of a hundred pairs of different projects of the index are less alike than these two. The "
                "shares tell how much of the one's telling words the other has.",
                "Samankaltaisuus on 0, kun teksteillä ei ole mitään yhteistä, ja 1, kun teksti on sama. ”Sadasta "
                "parista” kertoo, kuinka moni sadasta hakemiston eri hankkeiden parista on vähemmän samankaltainen "
                "kuin nämä kaksi. Osuudet kertovat, kuinka suuri osa toisen kuvaavista sanoista toisella on.",
            )
        ),
        "small",
    )


def pair_block(number: int, pair: PassagePair, draft: str, other: str) -> Facing:
    """Show a pair of passages, the one of `draft` and the one of `other`."""
    strength = strength_words(pair.strength)
    terms = ", ".join(term.term for term in pair.terms)
    return Facing(
        caption=f"{number}. {strength[:1].upper()}{strength[1:]} ({decimal(pair.likeness, 2)})",
        left=Side(draft, place(pair.draft), marked_line(pair.draft.text, spans(pair, draft=True))),
        right=Side(other, place(pair.project), marked_line(pair.project.text, spans(pair, draft=False))),
        words=say(f"Words in common: {terms}", f"Yhteisiä sanoja: {terms}") if terms else "",
    )


def place(passage: Passage) -> str:
    """Return where a passage stands in its document."""
    return " › ".join(part for part in (f"{passage.section} {passage.section_heading}", passage.heading) if part)


def spans(pair: PassagePair, *, draft: bool) -> list[tuple[int, int]]:
    """Return where the shared words stand in one of the passages, in order."""
    return sorted({span for term in pair.terms for span in (term.draft if draft else term.project)})


def percent(share: float) -> str:
    """Return a share from 0 to 1 as people write it."""
    return f"{round(100 * share)} %"


def _draft(at: int, answer: DraftAnswer) -> Iterator[Block]:
    draft = answer.draft
    yield Heading(2, f"{draft.name}: {draft.title}" if draft.title else draft.name, new_page=at > 1)
    terms = terms_text(tuple(term.term for term in draft.terms), _TERMS)
    count = len(draft.passages)
    yield Paragraph(
        line(
            say(
                f"{draft.words} words in {count} passages. Telling words: {terms}",
                f"{draft.words} sanaa, {count} tekstikohtaa. Kuvaavia sanoja: {terms}",
            )
        )
    )
    for note in answer.notes:
        yield Paragraph(line(note.text.in_language(current_language())), "note")
    yield from limits(answer.filters)
    if not answer.found:
        yield Paragraph(line(say("No project is like it.", "Mikään hanke ei ole sen kaltainen.")), "note")
        return
    yield _summary(at, answer)
    yield reading_help()
    if told := calibration_line(answer.calibration):
        yield Paragraph(line(told), "small")
    for project in answer.projects:
        yield from _project(_anchor(at, project), project, answer)


def limits(filters: Filters) -> Iterator[Block]:
    """Tell what the projects were limited to."""
    if told := "; ".join(told_filters(filters)):
        yield Paragraph(line(say(f"Compared only with: {told}", f"Verrattu vain: {told}")))


def _summary(at: int, answer: DraftAnswer) -> Table:
    columns = (
        say("Project", "Hanke"),
        say("Similarity", "Samankaltaisuus"),
        say("Of 100 pairs", "Sadasta parista"),
        say("Of the draft", "Luonnoksesta"),
        say("Of the project", "Hankkeesta"),
        say("To be noted", "Huomattavaa"),
    )
    rows = tuple(_summary_row(_anchor(at, project), project) for project in answer.projects)
    return Table(
        say("The projects most like it", "Eniten sen kaltaiset hankkeet"), columns, rows, frozenset({1, 2, 3, 4})
    )


def _summary_row(anchor: str, project: SimilarProject) -> tuple[Line, ...]:
    return (
        line(_title(project), target=anchor),
        line(decimal(project.similarity, 2)),
        line("–" if project.percentile is None else str(int(project.percentile))),
        line(percent(project.draft_covered)),
        line(percent(project.project_covered)),
        line(kinship_line(project) or "–"),
    )


def _project(anchor: str, project: SimilarProject, answer: DraftAnswer) -> Iterator[Block]:
    yield Heading(3, _title(project), anchor, new_page=project.rank > 1)
    told = standing(project, answer)
    yield Paragraph(line(f"{told[:1].upper()}{told[1:]}."))
    if kinship := kinship_line(project):
        yield Paragraph(line(kinship), "note")
    yield Heading(4, say("Facts compared", "Tietojen vertailu"))
    yield _facts(project.facts)
    yield from _meeting(project)
    yield from _lacking(project)


def _facts(facts: Sequence[ComparedFact]) -> Table:
    columns = (
        say("Fact", "Tieto"),
        say("Comparison", "Vertailu"),
        say("In both", "Kummassakin"),
        say("Only in the draft", "Vain luonnoksessa"),
        say("Only in the project", "Vain hankkeessa"),
    )
    rows = tuple(
        (
            line(fact_name(fact.name).capitalize()),
            line(_AGREEMENTS[fact.agreement].in_language(current_language())),
            *(line(", ".join(values) or "–") for values in (fact.shared, fact.only_draft, fact.only_project)),
        )
        for fact in facts
    )
    return Table(say("Facts of the draft and the project", "Luonnoksen ja hankkeen tiedot"), columns, rows)


def _meeting(project: SimilarProject) -> Iterator[Block]:
    yield Heading(4, say("Where they meet", "Missä ne kohtaavat"))
    if project.terms:
        terms = terms_text(tuple(term.term for term in project.terms), _TERMS)
        yield Paragraph(line(say(f"Words in common: {terms}", f"Yhteisiä sanoja: {terms}")))
    if not project.pairs:
        yield Paragraph(line(say("No two passages are alike.", "Mitkään kaksi kohtaa eivät ole samanlaisia.")))
    for number, pair in enumerate(project.pairs[:_PAIRS], 1):
        yield pair_block(number, pair, say("Draft", "Luonnos"), project.project.project)
    if (left := len(project.pairs) - _PAIRS) > 0:
        yield Paragraph(line(say(f"Less alike and not shown: {left}", f"Heikompia, näyttämättä: {left}")), "small")


def _lacking(project: SimilarProject) -> Iterator[Block]:
    yield Heading(4, say("What the draft has and the project doesn't", "Mitä luonnoksessa on, mutta hankkeessa ei"))
    if not project.missing and not project.missing_terms:
        yield Paragraph(line(say("Nothing that could be told.", "Ei mitään osoitettavaa.")))
    if project.missing_terms:
        terms = terms_text(tuple(term.term for term in project.missing_terms), _TERMS)
        yield Paragraph(line(say(f"Words only in the draft: {terms}", f"Sanoja vain luonnoksessa: {terms}")))
    if project.missing:
        count = len(project.missing)
        yield Paragraph(
            line(
                say(
                    f"Passages of the draft without a counterpart: {count}",
                    f"Luonnoksen kohtia vailla vastinetta: {count}",
                )
            )
        )
        yield Bullets(tuple(_excerpt(passage) for passage in project.missing[:_MISSING]))


def _excerpt(passage: Passage) -> Line:
    text = " ".join(passage.text.split())
    if len(text) > _EXCERPT:
        text = text[: text.rfind(" ", 0, _EXCERPT) if " " in text[:_EXCERPT] else _EXCERPT] + " …"
    return (*line(f"{place(passage)}: ", strong=True), *line(text))


def _title(project: SimilarProject) -> str:
    return f"{project.rank}. {project.project.project} {project.project.title}"


def _anchor(at: int, project: SimilarProject) -> str:
    return f"draft-{at}-project-{project.rank}"
