"""Collections of any size, made from the sections of the default collection.

A document has the form and facts of one of seeds/ and sentences of the same section of all of them, each joined from
the halves of two: real words in natural numbers, and no two passages alike. A sentence as it stands would soon be
common to many documents, and the index leaves such sentences out.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.sentences import split_sentences

QUERIES = (
    "matalan kynnyksen palvelut",
    "etsivä työ",
    "työpajatoiminta nuorille",
    "pitkäaikaistyöttömien kuntoutus",
    "mielenterveyskuntoutujien työllistyminen",
    "maahanmuuttajien kielitaito",
    "vertaistuki",
    "järjestöjen ja kuntien yhteistyö",
    "digitaidot työnhaussa",
    "päihdetyö ja osallisuus",
    "palkkatuki yrityksissä",
    "outreach work with young people",
)
_HEADING = re.compile(r"(\d+(?:\.\d+)?) \S")
_PROSE = 80  # a line of fewer characters is a heading, a label or a fact
_NAMES = ("Aallokko", "Kaarna", "Polku", "Tuulikello", "Nuotio", "Silmu", "Majakka", "Kehrä")


class Recombiner:
    """Writes documents from the texts of a collection; the same number gives the same document."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._halves: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for text in texts:
            for section, line in _lines(text):
                self._halves[section] += _cut(line)

    def document(self, number: int) -> str:
        """Return the text of a document."""
        chance = random.Random(number)  # noqa: S311 - the same collection each time is what is wanted
        lines = []
        for section, line in _lines(chance.choice(self._texts)):
            count = len(_cut(line))
            lines.append(self._prose(section, count, chance) if count else _own(line, number, chance))
        return "\n".join(lines)

    def _prose(self, section: str, sentences: int, chance: random.Random) -> str:
        halves = self._halves[section]
        return " ".join(f"{chance.choice(halves)[0]} {chance.choice(halves)[1]}" for _ in range(sentences))


def write_collection(seeds: Path, folder: Path, documents: int) -> None:
    """Write `documents` text files into a new folder."""
    recombiner = Recombiner([path.read_text(encoding="utf-8") for path in sorted(seeds.glob("S*.txt"))])
    folder.mkdir(parents=True)
    for number in range(documents):
        (folder / f"{_code(number)}.txt").write_text(recombiner.document(number), encoding="utf-8")


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield each line with the number of the section that it stands in."""
    section = ""
    for line in text.splitlines():
        if len(line) < _PROSE and (heading := _HEADING.match(line)):
            section = heading[1]
        yield section, line


def _cut(line: str) -> list[tuple[str, str]]:
    """Return the halves of a prose line's sentences, none for a line of the form."""
    if len(line) < _PROSE:
        return []
    words = [line[sentence.start : sentence.end].split() for sentence in split_sentences(line)]
    return [(" ".join(one[: len(one) // 2]), " ".join(one[len(one) // 2 :])) for one in words]


def _own(line: str, number: int, chance: random.Random) -> str:
    """Return a line of the form, with a project's code and name for those that it gives."""
    if line.startswith("Hankekoodi:"):
        return f"Hankekoodi: {_code(number)}"
    if line.startswith("Hankkeen nimi:"):
        return f"Hankkeen nimi: {chance.choice(_NAMES)} {chance.choice(_NAMES).lower()} {number}"
    return line


def _code(number: int) -> str:
    return f"S{1_000_000 + number}"
