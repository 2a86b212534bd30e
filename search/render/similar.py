"""The projects most like drafts, in every format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.sentences import split_sentences
from search.language import say
from search.render.formats import Format, to_csv, to_json, to_jsonl, to_markdown
from search.render.similar_json import answer_to_json, project_to_json
from search.render.similar_words import (
    calibration_line,
    fact_parts,
    kinship_line,
    standing,
    strength_words,
    terms_text,
)
from search.render.terminal import Style, mark, printable
from search.similar.model import DraftAnswer, Passage, PassagePair, SimilarProject, Span

_CSV_COLUMNS = (
    "draft",
    "rank",
    "project",
    "title",
    "similarity",
    "percentile",
    "draft_covered",
    "project_covered",
    "kinship",
    "pairs",
    "best_pair_draft",
    "best_pair_project",
    "terms",
    "missing_terms",
    "start",
    "end",
    "regions",
    "applicant",
)
_INDENT = "   "
_PAIRS = 3
_MISSING = 3
_TERMS = 8
_PASSAGE_LENGTH = 180


def render_answers(answers: Sequence[DraftAnswer], form: Format, style: Style) -> str:
    """Return the answers for drafts as text, without a final newline.

    JSON is `{"answers": [...]}`; JSON lines and CSV have a row for each draft and project.
    """
    if form is Format.JSON:
        return to_json({"answers": [answer_to_json(answer) for answer in answers]})
    if form is Format.JSONL:
        return to_jsonl(
            {"draft": answer.draft.name, **project_to_json(project)}
            for answer in answers
            for project in answer.projects
        )
    if form is Format.CSV:
        rows = (_csv_row(answer, project) for answer in answers for project in answer.projects)
        return to_csv(_CSV_COLUMNS, rows)
    draw = _markdown if form is Format.MARKDOWN else _table
    found = [answer for answer in answers if answer.found]
    return "\n\n".join(block for answer in found for block in draw(answer, style, titled=len(answers) > 1))


def _csv_row(answer: DraftAnswer, project: SimilarProject) -> dict[str, object]:
    facts, best = project.project.facts, project.pairs[0] if project.pairs else None
    return {
        "draft": answer.draft.name,
        "rank": project.rank,
        "project": project.project.project,
        "title": project.project.title,
        "similarity": round(project.similarity, 4),
        "percentile": None if project.percentile is None else round(project.percentile, 1),
        "draft_covered": round(project.draft_covered, 4),
        "project_covered": round(project.project_covered, 4),
        "kinship": project.kinship.kind.value if project.kinship else None,
        "pairs": len(project.pairs),
        "best_pair_draft": best.draft.text if best else None,
        "best_pair_project": best.project.text if best else None,
        "terms": [term.term for term in project.terms],
        "missing_terms": [term.term for term in project.missing_terms],
        "start": facts.start,
        "end": facts.end,
        "regions": facts.regions,
        "applicant": facts.applicant,
    }


def _table(answer: DraftAnswer, style: Style, *, titled: bool) -> Iterator[str]:
    if titled:
        yield style.bold(style.wrap(printable(answer.draft.name)))
    for project in answer.projects:
        title = f"{project.rank}. {project.project.project} {project.project.title}"
        lines = [style.bold(style.wrap(printable(title)))]
        lines += [style.wrap(printable(line), indent=_INDENT) for line in _summary(answer, project)]
        for pair in project.pairs[:_PAIRS]:
            lines += _pair_lines(pair, style)
        lines += [style.dim(style.wrap(printable(line), indent=_INDENT)) for line in _lacking(project)]
        yield "\n".join(lines)
    if line := calibration_line(answer.calibration):
        yield style.dim(style.wrap(line))


def _summary(answer: DraftAnswer, project: SimilarProject) -> Iterator[str]:
    text = standing(project, answer)
    yield text[0].upper() + text[1:]
    if line := kinship_line(project):
        yield line
    shared, differing = fact_parts(project)
    if shared:
        yield say(f"Shared: {shared}", f"Yhteistä: {shared}")
    if differing:
        yield say(f"Different: {differing}", f"Eroaa: {differing}")
    if project.terms:
        terms = terms_text(tuple(term.term for term in project.terms), _TERMS)
        yield say(f"Words in common: {terms}", f"Yhteisiä sanoja: {terms}")


def _lacking(project: SimilarProject) -> Iterator[str]:
    if project.missing:
        places = "; ".join(_excerpt(passage, (), _PASSAGE_LENGTH // 3)[0] for passage in project.missing[:_MISSING])
        count = len(project.missing)
        yield say(
            f"Passages of the draft without a counterpart ({count}): {places}",
            f"Luonnoksen kohtia vailla vastinetta ({count}): {places}",
        )
    if project.missing_terms:
        terms = terms_text(tuple(term.term for term in project.missing_terms), _TERMS)
        yield say(f"Only in the draft: {terms}", f"Vain luonnoksessa: {terms}")


def _pair_lines(pair: PassagePair, style: Style) -> Iterator[str]:
    yield style.dim(style.wrap(printable(_pair_title(pair)), indent=_INDENT))
    names = (say("draft", "luonnos"), say("project", "hanke"))
    sides = ((names[0], pair.draft, _spans(pair, draft=True)), (names[1], pair.project, _spans(pair, draft=False)))
    for name, passage, spans in sides:
        text, shown = _excerpt(passage, spans, _PASSAGE_LENGTH)
        shift = len(name) + 2
        moved = [(start + shift, end + shift) for start, end in shown]
        yield style.wrap(printable(f"{name}: {text}"), moved, indent=_INDENT * 2)


def _pair_title(pair: PassagePair) -> str:
    return f"[{_place(pair.draft)} ↔ {_place(pair.project)}] {strength_words(pair.strength)}"


def _place(passage: Passage) -> str:
    return f"{passage.section} {passage.heading or passage.section_heading}"


def _spans(pair: PassagePair, *, draft: bool) -> list[Span]:
    return sorted({span for term in pair.terms for span in (term.draft if draft else term.project)})


def _excerpt(passage: Passage, spans: Sequence[Span], length: int) -> tuple[str, list[Span]]:
    """Return about `length` characters from the start of the sentence that shows most spans, and the spans in it."""
    starts = [sentence.start for sentence in split_sentences(passage.text)] or [0]
    start = max(starts, key=lambda at: (sum(at <= first < at + length for first, _ in spans), -at))
    end = len(passage.text)
    if end - start > length:
        space = passage.text.rfind(" ", start, start + length)
        end = space if space > start else start + length
    before, after = "… " if start > starts[0] else "", " …" if end < len(passage.text) else ""
    shift = len(before) - start
    shown = [(first + shift, last + shift) for first, last in spans if first >= start and last <= end]
    return f"{before}{passage.text[start:end]}{after}", shown


def _markdown(answer: DraftAnswer, _style: Style, *, titled: bool) -> Iterator[str]:
    if titled:
        yield f"# {to_markdown(answer.draft.name)}"
    for project in answer.projects:
        yield "## " + to_markdown(f"{project.rank}. {project.project.project} {project.project.title}")
        yield "\n".join(f"- {to_markdown(line)}" for line in (*_summary(answer, project), *_lacking(project)))
        for pair in project.pairs[:_PAIRS]:
            yield f"### {to_markdown(_pair_title(pair).replace('[', '').replace(']', ','))}"
            yield "> " + _marked(pair.draft.text, _spans(pair, draft=True))
            yield "> " + _marked(pair.project.text, _spans(pair, draft=False))
    if line := calibration_line(answer.calibration):
        yield f"*{to_markdown(line)}*"


def _marked(text: str, spans: Sequence[Span]) -> str:
    marked = mark(printable(text), spans, "\ue000", "\ue001")
    return to_markdown(" ".join(marked.split())).replace("\ue000", "**").replace("\ue001", "**")
