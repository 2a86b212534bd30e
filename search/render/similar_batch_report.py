"""What a report tells of a batch of applications: first the pairs to look at, then each application in short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from search.language import current_language, say
from search.render.report import Block, Bullets, Heading, Line, Paragraph, Report, Table, line
from search.render.similar_batch import match_title, reasons_text, suspicious_heading
from search.render.similar_report import limits as told_limits
from search.render.similar_report import made_by, pair_block, percent, reading_help
from search.render.similar_words import calibration_line, decimal, terms_text
from search.similar.batch_model import Application, BatchAnswer, Match, SuspiciousPair

# Pairs that are shown with their passages: more than these nobody reads in one file.
_DETAILED = 50
_TERMS = 15


def batch_report(answer: BatchAnswer) -> Report:
    """Return the report on a batch of applications."""
    count = len(answer.applications)
    title = say(f"Comparison of {count} applications", f"{count} hakemuksen vertailu")
    return Report(title, tuple(_blocks(answer)), made_by())


def _blocks(answer: BatchAnswer) -> Iterator[Block]:
    anchors = {one.name: f"application-{at}" for at, one in enumerate(answer.applications, 1)}
    yield from told_limits(answer.filters)
    yield Heading(2, suspicious_heading(answer))
    if answer.suspicious:
        yield _summary(answer)
    else:
        yield Paragraph(line(say("No pair stands out.", "Mikään pari ei erotu muista.")))
    yield reading_help()
    if told := calibration_line(answer.calibration):
        yield Paragraph(line(told), "small")
    for at, pair in enumerate(answer.suspicious[:_DETAILED], 1):
        yield from _detailed(at, pair, anchors)
    yield Heading(2, say("Each application", "Kukin hakemus"), new_page=True)
    for application in answer.applications:
        yield from _application(application, anchors)
    if answer.unreadable:
        yield Heading(2, say("Not compared", "Vertaamatta jäivät"), "unreadable")
        language = current_language()
        yield Bullets(
            tuple(
                line(f"{error.message.in_language(language)} {error.hint.in_language(language)}")
                for _, error in answer.unreadable
            )
        )


def _summary(answer: BatchAnswer) -> Table:
    columns = (
        say("Application", "Hakemus"),
        say("Is like", "Muistuttaa"),
        say("Similarity", "Samankaltaisuus"),
        say("Of 100 pairs", "Sadasta parista"),
        say("Passages copied", "Kopioituja kohtia"),
        say("Why", "Miksi"),
    )
    rows = tuple(
        (
            line(one.application.name, target=f"pair-{at}" if at <= _DETAILED else None),
            line(match_title(one.match)),
            *_figures(one.match),
            line(f"{one.match.copied}/{one.application.passages}"),
            line(reasons_text(one)),
        )
        for at, one in enumerate(answer.suspicious, 1)
    )
    caption = say("Pairs to look at, the most suspicious first", "Tarkastettavat parit, epäilyttävin ensin")
    return Table(caption, columns, rows, frozenset({2, 3, 4}))


def _figures(match: Match) -> tuple[Line, Line]:
    percentile = "–" if match.percentile is None else str(int(match.percentile))
    return line(decimal(match.similarity, 2)), line(percentile)


def _detailed(at: int, pair: SuspiciousPair, anchors: Mapping[str, str]) -> Iterator[Block]:
    match = pair.match
    title = f"{at}. {pair.application.name} ↔ {match_title(match)}"
    yield Heading(3, title, f"pair-{at}", new_page=at == 1)
    reasons = reasons_text(pair)
    yield Paragraph(line(f"{reasons[:1].upper()}{reasons[1:]}."), "note")
    signs = () if match.kinship is None else match.kinship.signs
    yield from (Paragraph(line(sign.in_language(current_language()))) for sign in signs)
    if match.terms:
        terms = terms_text(match.terms, _TERMS)
        yield Paragraph(line(say(f"Words in common: {terms}", f"Yhteisiä sanoja: {terms}")))
    yield Paragraph((*line(say("All it is like: ", "Kaikki, mitä se muistuttaa: ")), *_link(pair.application, anchors)))
    for number, one in enumerate(match.pairs, 1):
        yield pair_block(number, one, pair.application.name, match.other)


def _application(application: Application, anchors: Mapping[str, str]) -> Iterator[Block]:
    title = f"{application.name}: {application.title}" if application.title else application.name
    yield Heading(3, title, anchors[application.name])
    if application.project is not None:
        yield Paragraph(
            line(
                say(
                    f"It is project {application.project} of the index, with which it wasn't compared.",
                    f"Se on hakemiston hanke {application.project}, johon sitä ei verrattu.",
                )
            )
        )
    matches = (*application.projects, *application.applications)
    if not matches:
        yield Paragraph(line(say("Nothing is like it.", "Mikään ei muistuta sitä.")))
        return
    columns = (
        say("Is like", "Muistuttaa"),
        say("Kind", "Laji"),
        say("Similarity", "Samankaltaisuus"),
        say("Of 100 pairs", "Sadasta parista"),
        say("Of the application", "Hakemuksesta"),
        say("Of the other", "Toisesta"),
    )
    rows = tuple(_match_row(match, anchors) for match in matches)
    yield Table(say("Most like it", "Eniten sen kaltaiset"), columns, rows, frozenset({2, 3, 4, 5}))


def _link(application: Application, anchors: Mapping[str, str]) -> Line:
    return line(application.name, target=anchors[application.name])


def _match_row(match: Match, anchors: Mapping[str, str]) -> tuple[Line, ...]:
    kind = say("application", "hakemus") if match.is_application else say("project", "hanke")
    target = anchors.get(match.other) if match.is_application else None
    shares = (line(percent(match.draft_covered)), line(percent(match.project_covered)))
    return (line(match_title(match), target=target), line(kind), *_figures(match), *shares)
