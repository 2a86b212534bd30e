"""How well drafts find the projects like them: judged drafts, measures, and other ways to rank projects beside them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Any

from index.errors import QueryError, Text
from index.filters import Filters
from index.limits import LARGEST_JUDGEMENTS
from index.small_files import read_small_text
from search.evaluation.judgements import not_opened
from search.evaluation.measures import ndcg
from search.similar.answer import SimilarFinder
from search.similar.model import Passage
from search.similar.profile import Profile, read_profiles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from search.retrieve import Retriever

    Matrix = NDArray[np.float32]

DEPTH = 5
MEASURES = ("nDCG@5", "hit@1")
PRODUCT = "similar"
# BM25's usual constants (Robertson & Zaragoza 2009).
_K1, _B = 1.2, 0.75
_FOLDER = "drafts"
_CURE = Text(
    'A line is {"draft": "NAME", "similar": [{"project", "grade"}]}; the draft NAME.txt stands in the folder drafts.',
    'Rivi on {"draft": "NIMI", "similar": [{"project", "grade"}]}; luonnos NIMI.txt on kansiossa drafts.',
)

# Scores of projects, by document id.
Scores = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class JudgedDraft:
    """A draft, a file or the code of a project in the index, with the grades of the projects that are like it."""

    name: str
    source: str
    grades: dict[str, int]


@dataclass(frozen=True, slots=True)
class DraftScores:
    """One draft's measures by system, and the project that the product ranks first ("" where it finds none)."""

    draft: str
    first: str
    systems: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class DraftEvaluation:
    """The measures of all drafts, and their means by system."""

    drafts: tuple[DraftScores, ...]
    means: dict[str, dict[str, float]]


def holds_drafts(path: Path) -> bool:
    """Tell whether a file of judgements judges drafts, by its first line."""
    try:
        lines = read_small_text(path, LARGEST_JUDGEMENTS).split("\n")
        first = json.loads(next((line for line in lines if line.strip()), "null"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(first, dict) and "draft" in first


def read_drafts(path: Path) -> list[JudgedDraft]:
    """Read judged drafts from JSON lines; a draft's file stands in the folder "drafts" beside them, or beside them.

    Where there is no such file the name is the code of a project in the index. Raises QueryError, naming the line.
    """
    try:
        lines = read_small_text(path, LARGEST_JUDGEMENTS).split("\n")
    except OSError as error:
        raise not_opened(path, error) from error
    except ValueError as error:
        raise _no_draft(path, 1, error) from error
    drafts = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                drafts.append(_draft(path.parent, json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
                raise _no_draft(path, number, error) from error
    return drafts


def evaluate_drafts(retriever: Retriever, drafts: Sequence[JudgedDraft]) -> DraftEvaluation:
    """Rank the projects of an index for each draft, by the product and by the baselines, and measure."""
    finder = SimilarFinder(retriever)
    baselines = Baselines(retriever)
    codes = {
        one: stored.project for one, stored in retriever.catalogue.projects(retriever.catalogue.document_ids()).items()
    }
    scored = []
    for draft in drafts:
        profile = finder.profile(draft.source, _no_input)
        answer = finder.answer(draft.name, profile, Filters(), DEPTH)
        rankings = {PRODUCT: [one.project.project for one in answer.projects]}
        for name, scores in baselines.scores(profile).items():
            others = {one: score for one, score in scores.items() if one != profile.project}
            rankings[name] = [codes[one] for one in sorted(others, key=lambda one: (-others[one], one))]
        systems = {name: _measure(ranking, draft.grades) for name, ranking in rankings.items()}
        scored.append(DraftScores(draft.name, next(iter(rankings[PRODUCT]), ""), systems))
    return DraftEvaluation(tuple(scored), _means(scored))


class Baselines:
    """Other ways to rank whole projects: what the product's parts must beat together."""

    def __init__(self, retriever: Retriever) -> None:
        import numpy as np

        self._retriever = retriever
        self._projects = read_profiles(retriever, retriever.catalogue.document_ids(), ())
        self._pooled = {one.project: self._stored(one) for one in self._projects}
        self._mean = np.concatenate(list(self._pooled.values())).mean(axis=0)

    def scores(self, draft: Profile) -> dict[str, Scores]:
        """Return the scores of all projects by baseline."""
        pooled = self._stored(draft) if draft.passages[0].chunk is not None else self._embedded(draft)
        bm25 = self._bm25(draft)
        centred = self._by(pooled, self._centred_mean)
        return {
            "mean-vector": self._by(pooled, _mean_cosine),
            "centred-mean-vector": centred,
            "best-pair": self._by(pooled, lambda one, other: float((one @ other.T).max())),
            "bm25": bm25,
            "bm25+centred": _fused(bm25, centred),
        }

    def _by(self, draft: Matrix, likeness: Callable[[Matrix, Matrix], float]) -> Scores:
        return {project: likeness(draft, pooled) for project, pooled in self._pooled.items() if project is not None}

    def _centred_mean(self, one: Matrix, other: Matrix) -> float:
        return _mean_cosine(one - self._mean, other - self._mean)

    def _stored(self, profile: Profile) -> Matrix:
        import numpy as np

        chunks = np.array([passage.chunk for passage in profile.passages], np.int64)
        return self._retriever.vectors.of(chunks)

    def _embedded(self, draft: Profile) -> Matrix:
        import numpy as np

        texts = [_embedding_text(draft.title, passage) for passage in draft.passages]
        return np.stack([one.pooled for one in self._retriever.encoder.encode_documents(texts)])

    def _bm25(self, draft: Profile) -> Scores:
        """Return BM25 of the draft's distinct terms over the terms of whole projects."""
        lengths = {one.project: sum(one.whole.values()) for one in self._projects}
        average = sum(lengths.values()) / max(1, len(lengths))
        frequency = {term: sum(term in one.whole for one in self._projects) for term in draft.whole}
        scores: dict[int, float] = {}
        for one in self._projects:
            if one.project is not None:
                saturation = _K1 * (1 - _B + _B * lengths[one.project] / average)
                scores[one.project] = sum(
                    _idf(len(self._projects), found) * one.whole[term] / (one.whole[term] + saturation)
                    for term, found in frequency.items()
                    if term in one.whole
                )
        return scores


def _no_draft(path: Path, line: int, error: Exception) -> QueryError:
    return QueryError(
        Text(
            f"{path}, line {line}: no judged draft ({error}).",
            f"{path}, rivi {line}: ei arvioitu luonnos ({error}).",
        ),
        _CURE,
    )


def _embedding_text(title: str, passage: Passage) -> str:
    """Return what the index embeds of a passage: its document's title and its headings, then its text."""
    names = (title, passage.section_heading, passage.heading)
    return f"{' – '.join(name for name in names if name)}\n{passage.text}"


def _draft(folder: Path, row: Any) -> JudgedDraft:
    name = str(row["draft"])
    grades = {str(one["project"]): int(one["grade"]) for one in row["similar"]}
    places = (folder / _FOLDER, folder)
    files = [path for place in places for path in (place / name, *sorted(place.glob(f"{name}.*"))) if path.is_file()]
    return JudgedDraft(name, str(files[0]) if files else name, grades)


def _measure(ranking: Sequence[str], grades: Mapping[str, int]) -> dict[str, float]:
    gain = ndcg([(project, "") for project in ranking], {(code, ""): grade for code, grade in grades.items()}, DEPTH)
    best = max(grades.values(), default=0)
    hit = float(bool(ranking) and best > 0 and grades.get(ranking[0], 0) == best)
    return dict(zip(MEASURES, (gain, hit), strict=True))


def _means(drafts: Sequence[DraftScores]) -> dict[str, dict[str, float]]:
    systems = drafts[0].systems if drafts else {}
    return {
        system: {one: math.fsum(draft.systems[system][one] for draft in drafts) / len(drafts) for one in MEASURES}
        for system in systems
    }


def _mean_cosine(one: Matrix, other: Matrix) -> float:
    import numpy as np

    first, second = one.mean(axis=0), other.mean(axis=0)
    return float(first @ second / (np.linalg.norm(first) * np.linalg.norm(second)))


def _fused(bm25: Scores, centred: Scores) -> Scores:
    """Return both scores, standardised over the projects, in one: the words' twice the meaning's."""
    words, meaning = _standardised(bm25), _standardised(centred)
    return {project: 2 * words[project] + meaning[project] for project in words}


def _standardised(scores: Scores) -> Scores:
    mean, deviation = fmean(scores.values()), pstdev(scores.values())
    return {project: (score - mean) / (deviation or 1.0) for project, score in scores.items()}


def _idf(total: int, found: int) -> float:
    return math.log(1 + (total - found + 0.5) / (found + 0.5))


def _no_input() -> str:
    return ""
