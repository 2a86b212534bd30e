"""Feed mutated documents to every reader and count what becomes of them: text, a named problem, a crash, a hang."""

from __future__ import annotations

import argparse
import io
import random
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from index.errors import UnreadableDocumentError
from index.readers import document_from_text
from index.readers.isolation import Parser
from index.readers.problems import Problem, UnreadableContentError
from index.readers.tables import SUFFIXES as TABLES
from index.readers.tables import read_table
from index.readers.text import extract_text
from index.readers.worker import EXTRACTORS

_FOLDER = Path(__file__).parents[1] / "tests" / "index" / "readers" / "files"
SEEDS = {path.suffix: path for name in ("luonnos.*", "hankkeet.*") for path in sorted(_FOLDER.glob(name))}
_HANG_SECONDS = 5.0
_MAIN_PARTS = ("document.xml", "content.xml", "sheet1.xml", "sharedStrings.xml", "workbook.xml")
# Pieces that parsers stumble over: marks of their own syntax, huge numbers, bytes that are no text.
_PIECES = (
    b"\x00", b"\xff" * 8, b"<", b">", b"&", b"{", b"}", b"\\", b"\\bin99999999 ", b"<!--", b"<![CDATA[", b"]]>",
    b"<!DOCTYPE x [<!ENTITY e 'e'>]>", b"&#x110000;", b"-1", b"99999999999999999999", b"<table><tr><td>", b"<w:tbl>",
    b"<w:p>", b"</w:p>", b"<text:list>", b" obj\n<<", b"endstream", b"stream\r\n", b"/Length 4294967295", b"%%EOF\n",
)  # fmt: skip


@dataclass
class Tally:
    """What became of the inputs of one reader; memory in MB, as the parsers' process used it at most."""

    inputs: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    hangs: int = 0
    slowest: float = 0.0
    memory: float = 0.0

    def row(self, suffix: str) -> str:
        """Return the tally as a line of the table."""
        crashes = self.outcomes[Problem.CRASHED]
        told = ", ".join(f"{name} {count}" for name, count in self.outcomes.most_common())
        return f"{suffix:6} {self.inputs:6} {crashes:7} {self.hangs:5} {self.slowest:7.2f} {self.memory:6.0f}  {told}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the fuzzer and print a table."""
    options = _options(arguments)
    print(f"{'reader':6} {'inputs':>6} {'crashes':>7} {'hangs':>5} {'slowest':>7} {'MB':>6}  outcomes")  # noqa: T201
    for suffix in [options.reader] if options.reader else SEEDS:
        print(fuzz(suffix, options.inputs, options.seed).row(suffix), flush=True)  # noqa: T201


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/fuzz_readers", description=__doc__)
    parser.add_argument("--inputs", type=int, default=1500, help="inputs for each reader (default: 1500, some minutes)")
    parser.add_argument("--reader", choices=sorted(SEEDS), help="only this one")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random mutations (default: 1)")
    return parser.parse_args(arguments)


def fuzz(suffix: str, inputs: int, seed: int) -> Tally:
    """Return what becomes of `inputs` mutations of a file of this kind, the same ones for the same `seed`."""
    chance = random.Random(f"{seed}{suffix}")  # noqa: S311 - nothing secret
    data = SEEDS[suffix].read_bytes()
    parser = Parser()
    tally = Tally(inputs)
    try:
        for mutant in _mutants(data, inputs, chance):
            outcome, seconds = _timed(mutant, suffix, parser)
            if seconds > _HANG_SECONDS:  # the clock runs on while a busy computer does something else
                outcome, seconds = min((outcome, seconds), _timed(mutant, suffix, parser), key=itemgetter(1))
            tally.outcomes[outcome] += 1
            tally.slowest = max(tally.slowest, seconds)
            tally.hangs += seconds > _HANG_SECONDS
            tally.memory = max(tally.memory, _peak_memory(parser.pid))
    finally:
        parser.close()
    return tally


def _timed(data: bytes, suffix: str, parser: Parser) -> tuple[str, float]:
    began = time.monotonic()
    return _outcome(data, suffix, parser), time.monotonic() - began


def _outcome(data: bytes, suffix: str, parser: Parser) -> str:
    try:
        text = parser.extract(data, suffix) if suffix in EXTRACTORS else extract_text(data, Path(suffix))
        if suffix in TABLES:
            read_table(data, Path(f"a{suffix}"), None)
            return "read"
    except UnreadableContentError as error:
        return error.problem
    except UnreadableDocumentError:
        return "no projects" if suffix in TABLES else "no text"
    document_from_text(text, f"a{suffix}")
    return "read"


def _peak_memory(pid: int | None) -> float:
    """Return the most memory that a process has used, in MB; 0 where the system doesn't tell."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM")), 0.0)


def _mutants(data: bytes, count: int, chance: random.Random) -> Iterator[bytes]:
    mutations: list[Callable[[bytes, random.Random], bytes]] = [_flip, _cut, _splice, _insert]
    if data.startswith(b"PK"):
        mutations += [_tamper] * len(mutations)
    for _ in range(count):
        mutant = data
        for _ in range(chance.randint(1, 3)):
            mutant = chance.choice(mutations)(mutant, chance)
        # PDF files without this end are refused at once.
        yield mutant + b"\n%%EOF" if data.startswith(b"%PDF") else mutant


def _flip(data: bytes, chance: random.Random) -> bytes:
    flipped = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 64)) if flipped else 0):
        flipped[chance.randrange(len(flipped))] = chance.randrange(256)
    return bytes(flipped)


def _cut(data: bytes, chance: random.Random) -> bytes:
    first, last = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
    return data[:first] if chance.random() < 0.5 else data[:first] + data[last:]


def _splice(data: bytes, chance: random.Random) -> bytes:
    first, last = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
    place = chance.randint(0, len(data))
    return data[:place] + data[first:last][:4096] * chance.choice((1, 2, 50)) + data[place:]


def _insert(data: bytes, chance: random.Random) -> bytes:
    place = chance.randint(0, len(data))
    return data[:place] + chance.choice(_PIECES) * chance.choice((1, 1, 10, 5000)) + data[place:]


def _tamper(data: bytes, chance: random.Random) -> bytes:
    """Mutate a member of a zip archive and pack it again, so that the mutation reaches the parser of the XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except Exception:
        # An earlier mutation broke the archive.
        return data
    main_parts = [name for name in members if name.endswith(_MAIN_PARTS)]
    name = chance.choice([*members, *main_parts * len(members)])
    members[name] = chance.choice((_flip, _cut, _splice, _insert))(members[name], chance)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return packed.getvalue()


if __name__ == "__main__":
    main()
