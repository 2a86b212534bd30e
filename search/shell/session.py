"""A conversation with one index: lines in, answers out. It reads no keyboard and writes to no screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from index.errors import HankehakuError, ModelError, ModelMismatchError
from index.filters import Filters, fold
from index.limits import MOST_HITS, MOST_SIMILAR
from index.paths import expand_home
from search.group import By, PassageHit, ProjectHit, SearchResult, search
from search.language import say
from search.query import Query, check_length, parse_query
from search.render.formats import Format
from search.render.named_rows import render_named
from search.render.notes import draft_notes, no_hits_notes, understanding_notes, words_alone_note
from search.render.project import render_project
from search.render.terminal import Style, printable
from search.retrieve import Mode
from search.shell.commands import (
    SIGN,
    Command,
    choices,
    find_command,
    help_lines,
    split_command,
    told,
    unquoted,
    value_name,
)
from search.shell.narrowing import described, narrowed, value_lines, without
from search.shell.problems import (
    no_filter,
    no_such_choice,
    no_such_hit,
    no_such_limit,
    nothing_asked,
    nothing_to_compare,
    nothing_to_open,
)
from search.shell.warm_index import WarmIndex
from search.show import read_project
from search.similar.model import SimilarProject

if TYPE_CHECKING:
    from search.similar.answer import SimilarFinder

Hit = ProjectHit | PassageHit
Shown = Hit | SimilarProject


@dataclass(frozen=True, slots=True)
class Preferences:
    """What holds for every query until it is changed."""

    mode: Mode = "hybrid"
    by: By = "project"
    limit: int = 10
    explain: bool = False
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a line gave: `text` is the result, `note` what is told beside it; either may be empty.

    `hits` says that the text is the hits of a query, `failed` that the line couldn't be answered, `long` that the text
    is for reading in a pager, and `quit` that the conversation is over.
    """

    text: str = ""
    note: str = ""
    hits: bool = False
    failed: bool = False
    long: bool = False
    quit: bool = False


class Session:
    """Answer queries and commands one after another; `preferences` and the hits shown so far are its state.

    `repeats` tells whether a change of preferences answers the last query again at once.
    """

    def __init__(self, index: WarmIndex, preferences: Preferences, form: Format, *, repeats: bool) -> None:
        self.index = index
        self.preferences = preferences
        self.hits: dict[int, Shown] = {}
        self._finder: SimilarFinder | None = None
        self._query: Query | None = None
        self.form = form
        self._repeats = repeats
        self._commands: Mapping[str, Callable[[str, Style], Answer]] = {
            "help": lambda argument, style: Answer("\n".join(help_lines())),
            "more": self._more,
            "open": self._open,
            "similar": self._similar,
            "filters": lambda argument, style: Answer("\n".join(self._settings())),
            "clear": self._clear,
            "limit": self._limit,
            "quit": lambda argument, style: Answer(quit=True),
        }

    def answer(self, line: str, style: Style) -> Answer:
        """Return the answer to a query or a command, laid out in `style`; what goes wrong is an answer, too."""
        line = line.strip()
        if not line:
            return Answer()
        news = []
        try:
            check_length(line)  # of a command, too: Python converts no numbers of many more digits
            if self.index.refresh():
                news, self._finder = [_rebuilt()], None
            answer = self._obey(line, style) if line.startswith(SIGN) else self._ask(parse_query(line), style)
        except HankehakuError as error:
            answer = Answer(note=printable(told(error, line)), failed=True)
        return replace(answer, note="\n".join((*news, *filter(None, [answer.note]))))

    def _obey(self, line: str, style: Style) -> Answer:
        name, argument = split_command(line)
        command = find_command(name)
        if command.field:
            return self._narrow(command, argument, style)
        if command.key in self._commands:
            return self._commands[command.key](argument, style)
        return self._choose(command, argument, style)

    def _ask(self, query: Query, style: Style) -> Answer:
        self._query, self.hits = query, {}
        return self._next_hits(query, style)

    def _more(self, argument: str, style: Style) -> Answer:
        if self._query is None:
            raise nothing_asked()
        return self._next_hits(self._query, style)

    def _next_hits(self, query: Query, style: Style) -> Answer:
        """Return the hits behind those shown, numbered on; none comes twice, though a deeper ranking may move some."""
        wish, shown = self.preferences, len(self.hits)
        found, notes = self._searched(query, shown + wish.limit)
        seen = {_identity(hit) for hit in self.hits.values()}
        hits: tuple[Hit, ...] = (*found.projects, *found.passages)
        fresh = [hit for hit in hits if _identity(hit) not in seen][: wish.limit]
        numbered = [replace(hit, rank=rank) for rank, hit in enumerate(fresh, shown + 1)]
        self.hits |= {hit.rank: hit for hit in numbered}
        text = render_named(_only(found, numbered), self.form, style, explain=wish.explain)
        if shown:
            notes += [] if fresh else [say("No more hits.", "Ei enempää osumia.")]
        else:
            notes += understanding_notes(found.query, found=found.found)
            notes += [] if fresh else no_hits_notes(query.given, filtered=bool(wish.filters.active()))
        return Answer(text, "\n".join(notes), hits=True)

    def _searched(self, query: Query, hits: int) -> tuple[SearchResult, list[str]]:
        """Return what is found, by words alone where the model is missing, and what is to be said of that."""
        wish, retriever = self.preferences, self.index.retriever

        def found(mode: Mode) -> SearchResult:
            return search(retriever, query, wish.filters, mode, wish.by, hits, explain=wish.explain)

        try:
            return found(wish.mode), []
        except ModelError as error:
            if wish.mode != "hybrid" or isinstance(error, ModelMismatchError):
                raise
            return found("keyword"), [words_alone_note(error)]

    def _open(self, argument: str, style: Style) -> Answer:
        """Return a project by the number of its hit or by its code, or one of its sections."""
        which, _, section = argument.partition(" ")
        if not which:
            raise nothing_to_open()
        code, number = which, section.strip() or None
        if which.isdecimal():
            hit = self._hit(which)
            code = hit.project.project
            if isinstance(hit, PassageHit):
                number = number or hit.passage.chunk.section
        project, sections = read_project(self.index.folder, code, number)
        return Answer(render_project(project, sections, self.form, style, with_facts=number is None), long=True)

    def _hit(self, number: str) -> Shown:
        hit = self.hits.get(int(number))
        if hit is None:
            raise no_such_hit(number, len(self.hits))
        return hit

    def _similar(self, argument: str, style: Style) -> Answer:
        """Return the projects most like a draft: a file, a hit by its number, or a project by its code.

        They are the hits from then on.
        """
        from search.render.similar import render_answers
        from search.similar.answer import SimilarFinder
        from search.similar.draft import STANDARD_INPUT

        argument = unquoted(argument)
        if argument in ("", STANDARD_INPUT):
            raise nothing_to_compare()
        name = self._hit(argument).project.project if argument.isdecimal() else str(expand_home(argument))
        if self._finder is None:
            self._finder = SimilarFinder(self.index.retriever)
        limit = min(self.preferences.limit, MOST_SIMILAR)
        answer = self._finder.find(name, self.preferences.filters, limit, lambda: "")
        self._query, self.hits = None, {project.rank: project for project in answer.projects}
        return Answer(render_answers([answer], self.form, style), "\n".join(draft_notes(answer)), long=True)

    def _narrow(self, command: Command, value: str, style: Style) -> Answer:
        catalogue = self.index.retriever.catalogue
        if not value:
            return Answer("\n".join(value_lines(catalogue, command)), long=True)
        return self._changed(style, filters=narrowed(self.preferences.filters, command, value, catalogue))

    def _clear(self, name: str, style: Style) -> Answer:
        if not name:
            return self._changed(style, filters=Filters())
        command = find_command(name)
        if not command.field:
            raise no_filter(command)
        return self._changed(style, filters=without(self.preferences.filters, command))

    def _choose(self, command: Command, value: str, style: Style) -> Answer:
        possible = choices(command)
        if fold(value) not in possible:
            raise no_such_choice(command, value)
        chosen = possible[fold(value)]
        return self._changed(style, **{command.key: chosen == "on" if command.key == "explain" else chosen})

    def _limit(self, value: str, style: Style) -> Answer:
        if not value.isdecimal() or not 1 <= int(value) <= MOST_HITS:
            raise no_such_limit(value, MOST_HITS)
        return self._changed(style, limit=int(value))

    def _changed(self, style: Style, **values: Any) -> Answer:
        """Take over new preferences and tell them; on a terminal the last query is answered anew."""
        self.preferences = replace(self.preferences, **values)
        note = "; ".join(self._settings())
        self.hits = {}
        if self._query is None or not self._repeats:
            return Answer(note=note)
        again = self._next_hits(self._query, style)
        return replace(again, note="\n".join(filter(None, (note, again.note))))

    def _settings(self) -> list[str]:
        """Return the filters, then how hits are ranked and shown."""
        wish = self.preferences
        mode, by = value_name("mode", wish.mode), value_name("by", wish.by)
        settings = [
            *(described(wish.filters) or [say("no filters", "ei rajauksia")]),
            say(f"mode: {mode}", f"hakutapa: {mode}"),
            say(f"by: {by}", f"osumat: {by}"),
            say(f"limit: {wish.limit}", f"määrä: {wish.limit}"),
        ]
        return [*settings, say("with explanations", "perustelut näkyvissä")] if wish.explain else settings


def _identity(hit: Shown) -> tuple[object, ...]:
    """Return what tells a hit from others, also after the index was rebuilt."""
    if isinstance(hit, PassageHit):
        return hit.project.source, hit.passage.chunk.start, hit.passage.chunk.end
    return (hit.project.source,)


def _only(result: SearchResult, hits: Sequence[Hit]) -> SearchResult:
    return replace(
        result,
        projects=tuple(hit for hit in hits if isinstance(hit, ProjectHit)),
        passages=tuple(hit for hit in hits if isinstance(hit, PassageHit)),
    )


def _rebuilt() -> str:
    return say("The index was rebuilt; the new one is in use.", "Hakemisto on rakennettu uudelleen; uusi on käytössä.")
