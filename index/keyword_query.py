"""What is asked of the keyword index: words, phrases and other terms (how tantivy is asked: `keyword_evidence`)."""

from __future__ import annotations

from dataclasses import dataclass

from index.finnish import grams
from index.model import Token

# Weights of evidence beside a lemma in the text, alone or as a compound's part (1.0 each): a project's name says what
# all its passages share, and 5-grams only stand in for an analysis.
TITLE_WEIGHT = 0.3
GRAM_WEIGHT = 0.7
# Another term for what is asked counts less than the term itself.
RELATED_WEIGHT = 0.6
# Of an unknown word's 5-grams this share must be in a passage's words before they count.
GRAM_SHARE = 0.5
EXACT = "="


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query; `exact` asks for the written form alone."""

    token: Token
    exact: bool = False

    @property
    def terms(self) -> tuple[str, ...]:
        """Return the terms of the field `words` that stand for the word, each as good as the others."""
        return (EXACT + self.token.text,) if self.exact else self.token.lemmas


Phrase = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class KeywordQuery:
    """Words that rank, phrases that must stand in a passage, and phrases or words that must not.

    `related` adds evidence of other terms for what is asked: for each thing the terms, of which the best counts.
    """

    words: tuple[Word, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    related: tuple[tuple[Phrase, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The passages that may be found: those of these documents (None: all) and exact section numbers (none: all)."""

    documents: tuple[int, ...] | None = None
    sections: tuple[str, ...] = ()


def fallback_form(token: Token) -> str:
    """Return the form whose 5-grams stand for a word: of an abbreviation with an ending (ESR:n) the abbreviation."""
    return token.text.replace(" ", "") if token.known else token.lemmas[0]


def fallback_terms(token: Token) -> list[str]:
    """Return the 5-grams that stand for a word."""
    return grams(fallback_form(token))
