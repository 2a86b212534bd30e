"""Whatever becomes of a file of an index, a search answers right or tells which file it is and what cures it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.layout import CURRENT, generation_folders
from index.verify import verify_index
from tests.reliability.amounts import amount
from tests.reliability.tally import TALLY, Outcome, outcome_of
from tests.reliability.workers import Workers
from tests.reliability.world import World, answer


@pytest.fixture(scope="module")
def built(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two generations; not to be changed."""
    return world.built(tmp_path_factory.mktemp("ehjä") / "hakemisto", "vanha", "uusi")


@pytest.fixture
def index(built: Path, tmp_path: Path) -> Path:
    """A copy of the index, for damaging it."""
    return Path(shutil.copytree(built, tmp_path / "hakemisto"))


def files(index: Path) -> list[Path]:
    return sorted(path for path in index.rglob("*") if path.is_file() and not path.name.endswith(".lock"))


@contextmanager
def holding(path: Path, content: bytes | None) -> Iterator[None]:
    """Let a file hold something else, or be missing, for a while."""
    kept = path.read_bytes()
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(kept)


def found(index: Path, *, deep: bool) -> set[Path]:
    verification = verify_index(index, deep=deep)
    return {damage.file for one in verification.generations for damage in one.damages} | {
        damage.file for damage in verification.pointer
    }


def judge(fault: str, world: World, index: Path, path: Path) -> None:
    outcome = outcome_of(lambda: answer(index))
    TALLY.judge(fault, outcome, {world.answers["uusi"]})
    if outcome.kind == "error":
        assert str(path) in outcome.text
        assert f"--index {index}" in outcome.hint
    assert path in found(index, deep=False)


def test_any_file_may_be_missing(world: World, index: Path) -> None:
    for path in files(index):
        with holding(path, None):
            judge("file deleted", world, index, path)


def test_any_file_may_be_empty(world: World, index: Path) -> None:
    for path in files(index):
        if path.stat().st_size:
            with holding(path, b""):
                judge("file emptied", world, index, path)


def test_any_file_that_is_searched_may_be_cut_short_anywhere(world: World, index: Path) -> None:
    chance = random.Random(11)  # noqa: S311
    for path in [index / CURRENT, *files(generation_folders(index)[0])]:
        content = path.read_bytes()
        cuts = {len(content) - 1, *(chance.randrange(len(content)) for _ in range(amount(4, 20) - 1))}
        for cut in sorted(cuts):
            with holding(path, content[:cut]):
                judge("file cut short", world, index, path)


def test_any_folder_may_be_missing(world: World, index: Path, built: Path) -> None:
    for folder in sorted(path for path in built.rglob("*") if path.is_dir()):
        shutil.rmtree(index)
        shutil.copytree(built, index)
        shutil.rmtree(index / folder.relative_to(built))
        TALLY.judge("folder deleted", outcome_of(lambda: answer(index)), {world.answers["uusi"]})


def test_a_deep_check_finds_every_flipped_bit_and_no_search_fails_on_one(
    world: World, index: Path, workers: Workers
) -> None:
    chance = random.Random(12)  # noqa: S311
    for _ in range(amount(40, 200)):
        path = chance.choice(files(index))
        content = bytearray(path.read_bytes())
        at, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
        content[at] ^= bit
        with holding(path, bytes(content)):
            assert path in found(index, deep=True), (path, at, bit)
            TALLY.judge_unseen("bit flipped", workers.search(index), {world.answers["uusi"]})


def test_files_may_be_exchanged_between_generations(world: World, index: Path, workers: Workers) -> None:
    new, old = generation_folders(index)
    for path in files(new):
        other = old / path.relative_to(new)
        if other.exists():
            mine, others = path.read_bytes(), other.read_bytes()
            with holding(path, others), holding(other, mine):
                assert bool(found(index, deep=True)) == (mine != others)
                _exchanged(world, workers.search(index), resized=len(mine) != len(others))


def _exchanged(world: World, outcome: Outcome, *, resized: bool) -> None:
    judge: Callable[..., None] = TALLY.judge if resized else TALLY.judge_unseen
    judge("files of two generations exchanged", outcome, {world.answers["uusi"]})
