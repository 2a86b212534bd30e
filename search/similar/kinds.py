"""What a passage tells, by its form's section or by the Finnish or English words of its headings."""

from __future__ import annotations

import re

from index.esr_form import SECTIONS
from search.similar.model import SectionKind

_BY_NUMBER = {
    "4": SectionKind.TARGET_GROUP,
    "4.1": SectionKind.TARGET_GROUP,
    "4.2": SectionKind.TARGET_GROUP,
    "8": SectionKind.HORIZONTAL,
    "8.1": SectionKind.HORIZONTAL,
    "8.2": SectionKind.HORIZONTAL,
    "9": SectionKind.FINAL_REPORT,
}
# Beginnings of words, so that every inflection is met; the first kind of which a word is there is it.
_BY_WORDS = tuple(
    (kind, re.compile(rf"\b(?:{words})"))
    for kind, words in (
        (SectionKind.FINAL_REPORT, "loppurapor|final report"),
        (SectionKind.HORIZONTAL, "kestäv|horisont|tasa-arv|yhdenvertai|sustainab|gender|equality|horizontal"),
        (SectionKind.TARGET_GROUP, "kohderyhm|kenelle|keille|ketä var|osallistujat|asiakk|target group|participants"),
        (SectionKind.BACKGROUND, "taust|lähtöko|lähtötil|nykytil|tarve|tarpe|ongelm|miksi|background|need|why"),
        (SectionKind.AIMS, "(?:pää|osa)?tavoit|tarkoitu|päämäär|ide[ao]|mitä halu|aim|objective|goal|purpose"),
        (SectionKind.RESULTS, "tulos|tulok|tuloks|tuoto|vaikut|hyöty|hyödy|mitä jää|mitä toivo|result|impact|outcome"),
        (SectionKind.MEASURES, "toimenpi|toteut|toimin|menetel|työpake|mitä tehd|miten|measure|activit|implement|work"),
    )
)
_LIKE = {SectionKind.FINAL_REPORT: SectionKind.RESULTS}

# What a passage counts. The horizontal principles say much the same of all projects, and a draft has no report yet.
_WEIGHTS = {SectionKind.HORIZONTAL: 0.25, SectionKind.FINAL_REPORT: 0.5}
# What likeness counts between passages of kinds that don't go together; OTHER goes with every kind.
_OTHER_KIND = 0.8
_HORIZONTAL_WITH_OTHERS = 0.4
# Horizontal principles meet in every two projects, and results tell less of a plan than what it is to do.
_LIKE_KINDS = {SectionKind.HORIZONTAL: 0.6, SectionKind.RESULTS: 0.9}


def section_kind(number: str, section_heading: str, heading: str | None) -> SectionKind:
    """Return what a passage tells: by the ESR form's section, else by its sub-heading, else by its section's heading.

    A free-form document's sections have numbers as well; the form's are known by their headings.
    """
    in_form = SECTIONS.get(number) == section_heading
    if in_form and number in _BY_NUMBER:
        return _BY_NUMBER[number]
    headings = (heading,) if in_form else (heading, section_heading)
    for text in headings:
        for kind, words in _BY_WORDS:
            if text and words.search(text.casefold()):
                return kind
    return SectionKind.OTHER


def kind_weight(kind: SectionKind) -> float:
    """Return what a passage of this kind counts among its document's."""
    return _WEIGHTS.get(kind, 1.0)


def affinity(one: SectionKind, other: SectionKind) -> float:
    """Return what likeness between passages of these two kinds counts when they are ordered and paired, up to 1."""
    first, second = _LIKE.get(one, one), _LIKE.get(other, other)
    if first == second:
        return _LIKE_KINDS.get(first, 1.0)
    if SectionKind.HORIZONTAL in (first, second):
        return _HORIZONTAL_WITH_OTHERS
    return 1.0 if SectionKind.OTHER in (first, second) else _OTHER_KIND
