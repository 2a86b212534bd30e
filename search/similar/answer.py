"""From a draft to the projects most like it: the orchestration, top-down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalogue import StoredProject
from index.chunking import count_words
from index.errors import QueryError, Text
from index.filters import Filters
from index.model import Document
from search.query import check_limit
from search.retrieve import Retriever
from search.similar.alignment import align, draft_terms, missing_terms, shared_terms
from search.similar.calibration import SAMPLE, Scale, kept, pair_similarities, scale_of
from search.similar.candidates import allowed_documents, candidates
from search.similar.compare import Comparer, Comparison, View
from search.similar.draft import MOST_EMBEDDED, DraftReader, own_project, read_draft, stored_draft
from search.similar.facts import compare_facts, mentioned_places
from search.similar.kinship import find_kinship
from search.similar.meaning import evenly
from search.similar.model import Draft, DraftAnswer, Note, SimilarProject
from search.similar.profile import Profile, read_profiles
from search.similar.terms import TermWeights, covered

if TYPE_CHECKING:
    from index.model import ProjectFacts

# Token vectors of a draft that are compared: as good as all of them on the judged drafts.
_TOKENS = 200
# Words that stand in one passage of the collection only tell projects apart but not together, and would make them seem
# less like a draft than they are (nDCG@5 on the judged drafts .868 with them, .919 without).
_FEWEST_PASSAGES = 2


class SimilarFinder:
    """Find the projects of one index that are most like drafts; what all drafts need is worked out once."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever

    def find(self, name: str, filters: Filters, limit: int, standard_input: Callable[[], str]) -> DraftAnswer:
        """Return the answer for a draft: a file, "-" for standard input, or the code of a project in the index.

        Raises UnreadableDocumentError, QueryError, and what opening the index's parts raises.
        """
        return self.answer(name, self.profile(name, standard_input), filters, limit)

    def profile(self, name: str, standard_input: Callable[[], str]) -> Profile:
        """Return a draft as it is compared; it is named and raises as in `find`."""
        found = read_draft(name, self._retriever, standard_input)
        if isinstance(found, int):
            return _with_prose(name, stored_draft(self._retriever, found))
        return self.profile_of(name, found)

    def profile_of(self, name: str, document: Document) -> Profile:
        """Return a document that has been read already as it is compared; raises QueryError where it has no prose."""
        own = own_project(document, self._retriever)
        return _with_prose(name, DraftReader(self._retriever).profile(document, own, self._telling))

    def answer(self, name: str, profile: Profile, filters: Filters, limit: int) -> DraftAnswer:
        """Return the answer for a draft's profile. Raises QueryError for a limit below one."""
        check_limit(limit)
        view = self.view(profile)
        allowed = allowed_documents(self._retriever, filters, profile.project)
        chosen = candidates(self._retriever, view, allowed, filters)
        ranked = self._ranked(view, self._profiles(chosen, filters.sections))[:limit]
        mentioned = mentioned_places(profile, self._retriever.catalogue)
        stored = self._retriever.catalogue.projects(
            one for one in (profile.project, *(other.project for other, _ in ranked)) if one is not None
        )
        projects = tuple(
            self.similar_project(rank, stored[other.project], view, other, comparison, mentioned)
            for rank, (other, comparison) in enumerate(ranked, 1)
            if other.project is not None
        )
        own = stored[profile.project].project if profile.project is not None else None
        draft = Draft(
            name,
            profile.title,
            own,
            sum(count_words(passage.text) for passage in profile.passages),
            profile.passages,
            draft_terms(self.comparer, view),
        )
        notes = _notes(profile, own)
        return DraftAnswer(draft, filters, projects, self.scale.told if self.scale else None, notes)

    def _profiles(self, documents: Sequence[int], sections: tuple[str, ...]) -> list[Profile]:
        """Return the profiles of these documents; those of the sample are there already."""
        known = {} if sections else {one.project: one for one in self._sample if one.project in set(documents)}
        others = [one for one in documents if one not in known]
        return [*known.values(), *read_profiles(self._retriever, others, sections)]

    def view(self, profile: Profile) -> View:
        """Return a draft as it looks at others."""
        return self.comparer.view(profile, _TOKENS)

    def _ranked(self, view: View, profiles: Sequence[Profile]) -> list[tuple[Profile, Comparison]]:
        compared = [(other, self.comparer.compare(view, other)) for other in profiles]
        alike = [(other, comparison) for other, comparison in compared if comparison.similarity > 0]
        return sorted(alike, key=lambda one: (-one[1].similarity, one[0].project))

    def similar_project(
        self,
        rank: int,
        project: StoredProject,
        view: View,
        other: Profile,
        comparison: Comparison,
        mentioned: ProjectFacts,
    ) -> SimilarProject:
        """Return what is said of a `project` with the profile `other`; `mentioned` are the places in the draft."""
        draft = view.profile
        alignment = align(self.comparer, view, other, comparison)
        similarity = comparison.similarity
        return SimilarProject(
            rank=rank,
            project=project,
            similarity=similarity,
            percentile=self.scale.percentile(similarity) if self.scale else None,
            draft_covered=covered(view.words, comparison.words),
            project_covered=covered(comparison.words, view.words),
            pairs=alignment.pairs,
            terms=shared_terms(self.comparer, view, other, comparison),
            facts=compare_facts(draft, other, mentioned, self.comparer.weights),
            missing=alignment.missing,
            missing_terms=missing_terms(self.comparer, view, other),
            kinship=find_kinship(draft.facts, draft.title, other.facts, other.title, alignment.pairs),
        )

    def _telling(self, counts: Mapping[str, float]) -> float:
        weights = self.comparer.weights
        return sum(weights(term) for term in counts)

    @cached_property
    def _sample(self) -> list[Profile]:
        """An even sample of the collection's projects: what is usual among them."""
        documents = self._retriever.catalogue.document_ids()
        chosen = [documents[at] for at in evenly(len(documents), SAMPLE).tolist()] if documents else []
        return read_profiles(self._retriever, chosen, ())

    @cached_property
    def comparer(self) -> Comparer:
        """What compares documents, by the collection's words and an even sample of its projects."""
        return Comparer(TermWeights(self._retriever.keywords, _FEWEST_PASSAGES), self._sample)

    @cached_property
    def scale(self) -> Scale | None:
        """What similarities mean in this collection; None where it has too few projects to tell."""
        folder, sample = self._retriever.generation.path, self._sample
        similarities = kept(folder, lambda: pair_similarities(self.comparer, sample))
        return scale_of(similarities, len(sample), self._retriever.catalogue.count("documents"))


def find_similar(
    index: Path, names: Sequence[str], filters: Filters, limit: int, standard_input: Callable[[], str]
) -> list[DraftAnswer]:
    """Open the index folder, answer for each draft in turn, and close it."""
    retriever = Retriever(index)
    try:
        finder = SimilarFinder(retriever)
        return [finder.find(name, filters, limit, standard_input) for name in names]
    finally:
        retriever.catalogue.close()


def _notes(profile: Profile, own: str | None) -> tuple[Note, ...]:
    notes = []
    if own is not None and profile.passages[0].chunk is None:
        notes.append(
            Note(
                "own_project_left_out",
                Text(
                    f"The draft is project {own} of the index, which is left out.",
                    f"Luonnos on hakemiston hanke {own}, joka on jätetty pois.",
                ),
            )
        )
    embedded = len(profile.embedded)
    if MOST_EMBEDDED <= embedded < len(profile.passages):
        notes.append(
            Note(
                "compared_in_part_by_meaning",
                Text(
                    f"All {len(profile.passages)} passages of the draft were compared by their words, and the "
                    f"{embedded} most telling ones by their meaning, too.",
                    f"Kaikkia luonnoksen {len(profile.passages)} tekstikohtaa verrattiin sanojen ja "
                    f"{embedded} sisällökkäintä myös merkityksen perusteella.",
                ),
            )
        )
    return tuple(notes)


def _with_prose(name: str, profile: Profile) -> Profile:
    if profile.passages:
        return profile
    raise QueryError(
        Text(f"The draft {name} has no running text to compare.", f"Luonnoksessa {name} ei ole verrattavaa tekstiä."),
        Text("Write its background, aims or measures out.", "Kirjoita auki sen tausta, tavoitteet tai toimenpiteet."),
    )
