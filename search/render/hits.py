"""The hits of a search in every format."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from index.model import ProjectFacts
from search.explain import Place, Why
from search.group import PassageHit, ProjectHit, SearchResult
from search.language import say
from search.render.as_json import hits_to_json, result_to_json
from search.render.formats import Format, to_csv, to_json, to_jsonl, to_markdown
from search.render.snippet import snippet
from search.render.terminal import Style, mark, printable

_CSV_COLUMNS = (
    "rank",
    "project",
    "title",
    "section",
    "heading",
    "score",
    "start",
    "end",
    "regions",
    "applicant",
    "text",
)
_SNIPPET_LINES = 3
_INDENT = "   "
_FOUND_SHOWN = 6


def render_result(result: SearchResult, form: Format, style: Style, *, explain: bool = False) -> str:
    """Return the hits of a search as text, without a final newline. `explain` adds ranks and scores to the table."""
    if form is Format.JSON:
        return to_json(result_to_json(result))
    if form is Format.JSONL:
        return to_jsonl(hits_to_json(result))
    if form is Format.CSV:
        return to_csv(_CSV_COLUMNS, (_csv_row(rank, passage) for rank, passage in _ranked_passages(result)))
    if form is Format.MARKDOWN:
        return "\n\n".join(_markdown(result))
    return "\n\n".join(_table(result, style, explain))


def _ranked_passages(result: SearchResult) -> Iterator[tuple[int, PassageHit]]:
    """Yield each passage with the rank of its hit."""
    yield from ((project.rank, passage) for project in result.projects for passage in project.passages)
    yield from ((passage.rank, passage) for passage in result.passages)


def _csv_row(rank: int, hit: PassageHit) -> dict[str, object]:
    facts, chunk = hit.project.facts, hit.passage.chunk
    return {
        "rank": rank,
        "project": hit.project.project,
        "title": hit.project.title,
        "section": chunk.section,
        "heading": chunk.heading or chunk.section_heading,
        "score": round(hit.score, 4),
        "start": facts.start,
        "end": facts.end,
        "regions": facts.regions,
        "applicant": facts.applicant,
        "text": chunk.text,
    }


def _table(result: SearchResult, style: Style, explain: bool) -> Iterator[str]:
    for project in result.projects:
        passages = chain.from_iterable(_passage_lines(hit, style, explain) for hit in project.passages)
        named = [style.dim(f"{_INDENT}{_by_name()}")] if project.by_name else []
        yield "\n".join((*_title_lines(project, style), *named, *passages))
    for hit in result.passages:
        yield "\n".join((*_title_lines(hit, style), *_passage_lines(hit, style, explain)))


def _by_name() -> str:
    return say("Asked for by name, code or applicant", "Haettu nimellä, koodilla tai hakijalla")


def _title_lines(hit: ProjectHit | PassageHit, style: Style) -> Iterator[str]:
    yield style.bold(style.wrap(printable(f"{hit.rank}. {hit.project.project} {hit.project.title}")))
    if facts := _facts_line(hit.project.facts):
        yield style.wrap(printable(facts), indent=_INDENT)


def _facts_line(facts: ProjectFacts) -> str:
    years = ""
    if facts.start and facts.end:
        years = f"{facts.start.year}–{facts.end.year}" if facts.start.year != facts.end.year else str(facts.start.year)
    return " · ".join(part for part in (years, ", ".join(facts.regions), facts.applicant) if part)


def _passage_lines(hit: PassageHit, style: Style, explain: bool) -> Iterator[str]:
    yield style.dim(style.wrap(printable(_place_in_document(hit)), indent=_INDENT))
    cut = snippet(hit.passage.chunk.text, hit.why.words, _SNIPPET_LINES * (style.width - len(_INDENT)) - 10)
    yield style.wrap(printable(cut.text), cut.spans, indent=_INDENT)
    yield style.dim(style.wrap(printable(_why_line(hit.why)), indent=_INDENT))
    if explain:
        yield from (style.dim(style.wrap(printable(line), indent=_INDENT)) for line in _explanation(hit))


def _place_in_document(hit: PassageHit) -> str:
    chunk = hit.passage.chunk
    heading = f" › {chunk.heading}" if chunk.heading else ""
    return f"[{chunk.section} {chunk.section_heading}{heading}]"


def _why_line(why: Why) -> str:
    """Say in a line why the passage matched: by the words found in it, its project's facts, or its meaning alone."""
    found = list(dict.fromkeys(one.text.lower() for word in why.words for one in word.found))
    if not found and not why.keyword:
        return say("Why: near in meaning, other words", "Miksi: merkitys lähellä, eri sanat")
    shown = ", ".join(found[:_FOUND_SHOWN]) + (", …" if len(found) > _FOUND_SHOWN else "")
    if not found and why.in_names:
        shown = say("the project's name, applicant or area", "hankkeen nimi, hakija tai alue")
    elif not found:
        shown = say("related words", "aiheeseen liittyviä sanoja")
    near = say("; near in meaning", "; merkitys lähellä") if why.vector else ""
    return say(f"Why: {shown}{near}", f"Miksi: {shown}{near}")


def _explanation(hit: PassageHit) -> Iterator[str]:
    keyword, vector = _place(hit.why.keyword), _place(hit.why.vector)
    score = _number(hit.score)
    late = "" if hit.why.late is None else say("; word by word: ", "; sana sanalta: ") + _number(hit.why.late)
    near = hit.why.near_words
    alone = "" if near is None else say("; words by themselves: ", "; sanat itsessään: ") + _number(near)
    yield say(
        f"Score {score}; keywords: {keyword}; meaning: {vector}{late}{alone}",
        f"Pisteet {score}; sanat: {keyword}; merkitys: {vector}{late}{alone}",
    )
    if hit.why.pairs:
        pairs = ", ".join(f"{pair.query} ~ {pair.text} ({_number(pair.cosine)})" for pair in hit.why.pairs)
        yield say(f"Nearest words: {pairs}", f"Lähimmät sanat: {pairs}")
    kinds = {
        "word": say("the word itself", "sana itse"),
        "compound": say("within a compound", "yhdyssanan osana"),
        "similar": say("similar spelling", "samankaltainen kirjoitusasu"),
        "synonym": say("another term", "toinen nimitys"),
        "translation": say("translation", "käännös"),
    }
    for word in hit.why.words:
        found = ", ".join(dict.fromkeys(one.text for one in word.found))
        yield f"{word.query} → {word.lemma} ({kinds[word.kind]}): {found}"


def _place(place: Place | None) -> str:
    if place is None:
        return say("not among the best", "ei parhaiden joukossa")
    score = _number(place.score)
    return say(f"rank {place.rank} ({score})", f"sija {place.rank} ({score})")


def _number(value: float) -> str:
    return say(f"{value:.3f}", f"{value:.3f}".replace(".", ","))


def _markdown(result: SearchResult) -> Iterator[str]:
    for project in result.projects:
        yield _markdown_title(project)
        if facts := _facts_line(project.project.facts):
            yield to_markdown(facts)
        yield from chain.from_iterable(_markdown_passage(hit) for hit in project.passages)
    for hit in result.passages:
        yield _markdown_title(hit)
        yield from _markdown_passage(hit)


def _markdown_title(hit: ProjectHit | PassageHit) -> str:
    return "## " + to_markdown(f"{hit.rank}. {hit.project.project} {hit.project.title}")


def _markdown_passage(hit: PassageHit) -> Iterator[str]:
    yield f"### {to_markdown(_place_in_document(hit).strip('[]'))}"
    marked = mark(printable(hit.passage.chunk.text), hit.why.spans, "\ue000", "\ue001")
    yield "> " + to_markdown(" ".join(marked.split())).replace("\ue000", "**").replace("\ue001", "**")
    yield f"*{to_markdown(_why_line(hit.why))}*"
