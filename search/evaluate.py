"""Judged queries -> how well a mode ranks: section nDCG@10, by kind of query."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import QueryError, Text
from index.filters import Filters
from search.group import search
from search.query import parse_query
from search.retrieve import Mode, Retriever

MODES: tuple[Mode, ...] = ("hybrid", "keyword", "vector")

# A section as the judgements name it: project code and section number.
SectionKey = tuple[str, str]
_PASSAGES = 100


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query with the grades of the sections that answer it; sections that aren't named have grade 0."""

    id: str
    kind: str
    text: str
    grades: dict[SectionKey, int]


@dataclass(frozen=True, slots=True)
class KindScore:
    """The mean nDCG@10 of one kind of queries, for each mode."""

    kind: str
    queries: int
    ndcg: dict[Mode, float]


def read_judgements(path: Path) -> list[JudgedQuery]:
    """Read queries from JSON lines: {"id", "kind", "text", "relevant": [{"project", "section", "grade"}]}.

    Raises QueryError, naming the line, for anything else.
    """
    queries = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            grades = {(one["project"], one["section"]): int(one["grade"]) for one in row["relevant"]}
            queries.append(JudgedQuery(row["id"], row["kind"], row["text"], grades))
        except (ValueError, KeyError, TypeError) as error:
            raise _unreadable(path, number, error) from error
    if not queries:
        raise _unreadable(path, 1, ValueError("the file is empty"))
    return queries


def rank_sections(retriever: Retriever, text: str, mode: Mode) -> list[SectionKey]:
    """Return the sections in the order of their best passages."""
    result = search(retriever, parse_query(text), Filters(), mode, "passage", _PASSAGES)
    return list(dict.fromkeys((hit.project.project, hit.passage.chunk.section) for hit in result.passages))


def evaluate(retriever: Retriever, queries: Sequence[JudgedQuery], modes: Sequence[Mode]) -> list[KindScore]:
    """Return the mean nDCG@10 of each mode for each kind of query, in order of kind, and for all queries last."""
    scores = {
        (query.id, mode): ndcg(rank_sections(retriever, query.text, mode), query.grades)
        for query in queries
        for mode in modes
    }

    def over(kind: str, among: Sequence[JudgedQuery]) -> KindScore:
        means = {mode: math.fsum(scores[query.id, mode] for query in among) / len(among) for mode in modes}
        return KindScore(kind, len(among), means)

    kinds = sorted({query.kind for query in queries})
    return [over(kind, [query for query in queries if query.kind == kind]) for kind in kinds] + [over("all", queries)]


def ndcg(ranking: Sequence[SectionKey], grades: dict[SectionKey, int], depth: int = 10) -> float:
    """Return the normalised discounted cumulative gain at `depth`, with gain 2^grade - 1 (Burges et al. 2005)."""
    gained = _discounted(grades.get(section, 0) for section in ranking[:depth])
    ideal = _discounted(sorted(grades.values(), reverse=True)[:depth])
    return gained / ideal if ideal else 0.0


def _discounted(grades: Iterable[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def _unreadable(path: Path, line: int, error: Exception) -> QueryError:
    return QueryError(
        Text(
            en=f"{path}, line {line}: no judged query ({error}).",
            fi=f"{path}, rivi {line}: ei arvioitu haku ({error}).",
        ),
        Text(
            en='A line is {"id", "kind", "text", "relevant": [{"project", "section", "grade"}]}.',
            fi='Rivi on {"id", "kind", "text", "relevant": [{"project", "section", "grade"}]}.',
        ),
    )
