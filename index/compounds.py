"""Split Finnish compounds into the base forms of their parts."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate, pairwise

from index.voikko import Analysis, analyses

# WORDBASES: +surface(base) for each morpheme, the later of two in one step without "+", suffixes' bases with one:
# +haastat(haastattaa)tel(+ella)+u(+u)+tutkimus(tutkimus).
_MORPHEME = re.compile(r"\+?([^+()]+)(?:\(([^)]*)\))?(?:\([^)]*\))*")


def parts(analysis: Analysis) -> tuple[str, ...]:
    """Return the base forms of a compound's parts, in lower case; empty for a word that is no compound.

    The cuts are the boundaries of STRUCTURE that are boundaries of WORDBASES too: WORDBASES alone cuts
    derivations (työ+tön+ys), STRUCTURE alone cuts lexicalised words (hyvin+vointi). The last part's base form
    is the tail of BASEFORM as it stands: analysing it again would turn tuki into tukea.
    """
    segments = analysis.structure.lstrip("=").split("=")
    if len(segments) < 2:
        return ()
    base = analysis.base
    morphemes = _MORPHEME.findall(analysis.word_bases)
    surface = "".join(morpheme for morpheme, _ in morphemes)
    ends = list(accumulate(len(morpheme) for morpheme, _ in morphemes))
    boundaries = accumulate(len(segment) for segment in segments[:-1])
    cuts = [0, *(cut for cut in boundaries if cut in ends[:-1] or base[cut - 1 : cut] == "-")]
    if surface[: cuts[-1]] != base[: cuts[-1]]:  # inflected inside as well: isossa-britanniassa, kahdellekymmenelle
        return tuple(base.split("-")) if "-" in base else ()
    if len(cuts) == 1:
        return ()
    found = []
    for start, end in pairwise(cuts):
        within = (m for m, at in zip(morphemes, ends, strict=True) if start < at <= end and m[0] != "-")
        found.append(_part_base(base[start:end].strip("-"), tuple(within)))
    found.append(base[cuts[-1] :].strip("-"))
    return tuple(filter(None, found))


@lru_cache(maxsize=100_000)
def _part_base(surface: str, morphemes: tuple[tuple[str, str], ...]) -> str:
    """Return the base form of a part before the last, from its surface and its (surface, base) morphemes."""
    verbal_noun = surface.removesuffix("mis") + "minen"  # its morpheme's base is the verb: kehittämis(kehittää)
    if surface.endswith("mis") and analyses(verbal_noun):
        return verbal_noun
    if len(morphemes) == 1 and morphemes[0][1]:
        return morphemes[0][1].replace("=", "").partition("-")[0]  # pk(pk-yritys)
    for candidate in (surface, surface.removesuffix("is") + "inen"):  # the stem aikuis- of aikuinen
        readings = analyses(candidate)
        if readings:
            return readings[0].base.strip("-")
    return surface
