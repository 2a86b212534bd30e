"""Embed a short query by its words' base forms, so that all its inflections mean the same.

A model's vectors of two words change with their endings more than with a neighbouring topic. Of the first ten passages
60 pairs of forms ("työtön nuori", "työttömille nuorille") had 7.6 in common as typed and 9.8 by base forms, and the
ranking was as good (nDCG@10 .654 either way on the judged queries). In longer queries endings tell how the words belong
together: base forms for all queries cost .005.
"""

from __future__ import annotations

from index.finnish import analyse, is_stop_word
from search.query import Query

# Content words of a query that is taken by its base forms.
_SHORT = 2


def embedded_texts(query: Query) -> list[str]:
    """Return what is embedded for an interpreted query: its text, and its variant where it has one.

    A query of at most two content words, all known to Voikko, is written in base forms; phrases and exact words mean
    what they say.
    """
    texts = [text for text in (query.text, query.variant) if text]
    words = query.keywords.words
    said = query.keywords.phrases or any(word.exact for word in words)
    if said or len(words) > _SHORT or not all(word.token.known for word in words):
        return texts
    return [_in_base_forms(text) for text in texts]


def _in_base_forms(text: str) -> str:
    """Return `text` with the first base form of each word that Voikko knows; function words stay."""
    pieces: list[str] = []
    copied = 0
    for token in analyse(text):
        if token.known and not is_stop_word(token):
            pieces += [text[copied : token.start], token.lemmas[0]]
            copied = token.end
    return "".join([*pieces, text[copied:]])
