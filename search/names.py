"""Notice which projects a query asks for by name, code or applicant: they come first, whatever others say of its words.

Who types a project's name looks for that project, and passages that tell of the same things in other words are nearer
in meaning than its name is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from index.catalogue import Catalogue, StoredProject
from index.finnish import analyse, is_stop_word
from index.keyword_query import Word
from index.keywords import KeywordIndex
from index.model import Token
from search.query import KINDS_OF_NAMES, Query

# A query of several words that are only a part of a name asks for it when so few projects have them in their names.
_FEW = 3
# What follows explains the name: "Ovi raollaan – matalan kynnyksen ohjausta".
_NAME_ENDS = re.compile(r"\s[-–—]\s|[:(]")


def asked_by_name(
    query: Query, documents: Collection[int], keywords: KeywordIndex, catalogue: Catalogue
) -> frozenset[int]:
    """Return those of `documents` whose code, name or applicant the query is, or whose few names hold its words."""
    words = [word for word in query.keywords.words if KINDS_OF_NAMES.isdisjoint(word.terms)]
    if not words or any(word.exact for word in words) or query.keywords.phrases:
        return frozenset()
    named = keywords.in_names(words)
    found = set(catalogue.documents_of(named).values()) & set(documents)
    projects = catalogue.projects(found) if found else {}
    whole = {document for document, project in projects.items() if _is_name(words, project)}
    holding = {document for document, project in projects.items() if _stand_in(words, _telling(project.title))}
    return frozenset(whole or (holding if len(words) > 1 and len(holding) <= _FEW else ()))


def _is_name(words: Sequence[Word], project: StoredProject) -> bool:
    """Tell whether the query is one of a project's names, in any form of its words."""
    return any(
        _stand_in(words, tokens) and all(any(_is_form(token, word) for word in words) for token in tokens)
        for tokens in _names(project)
    )


def _names(project: StoredProject) -> Iterator[list[Token]]:
    """Yield the words of the project's code, of its name with and without what explains it, and of its applicant."""
    title = project.title
    for name in (project.project, title, _NAME_ENDS.split(title)[0], project.facts.applicant or ""):
        if tokens := _telling(name):
            yield tokens


def _telling(name: str) -> list[Token]:
    tokens = [token for token in analyse(name) if not is_stop_word(token)]
    return [token for token in tokens if KINDS_OF_NAMES.isdisjoint(token.lemmas)]


def _stand_in(words: Sequence[Word], tokens: Sequence[Token]) -> bool:
    return all(any(_is_form(token, word) for token in tokens) for word in words)


def _is_form(token: Token, word: Word) -> bool:
    return not set(token.lemmas).isdisjoint(word.terms)
