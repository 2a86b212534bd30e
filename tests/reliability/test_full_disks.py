"""A disk that fills up, or a folder that can't be written, is told with its cure; the index stays and is searched."""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from index.errors import StorageError
from tests.reliability.amounts import amount
from tests.reliability.tally import TALLY, Outcome, outcome_of
from tests.reliability.workers import Workers
from tests.reliability.world import World, answer, build


def judge_refused(fault: str, world: World, index: Path, refused: Outcome) -> None:
    """Check that a build was refused with its cure, and that the index before it, or the new one, is there."""
    TALLY.judge(fault, refused, ())
    assert str(index.parent) in refused.text
    outcome = outcome_of(lambda: answer(index))
    TALLY.judge("search after a refused build", outcome, set(world.answers.values()), told=False)
    is_new = outcome.text == world.answers["uusi"]
    assert ("ennallaan" in refused.text, "ehjä ja käytössä" in refused.text) == (not is_new, is_new), refused.text
    if is_new:  # no room was left for the sweeping behind
        world.built(index, "vanha")
        world.turn_to("uusi")


def largest_files(index: Path) -> Iterator[int]:
    """Yield the sizes at which the system refuses to let a file grow: around that of each file, and by chance."""
    sizes = sorted({path.stat().st_size for path in index.rglob("*") if path.stat().st_size})
    chance = random.Random(41)  # noqa: S311
    yield from chance.sample(sizes, min(len(sizes), amount(3, 40)))
    yield from (chance.randrange(sizes[-1]) for _ in range(amount(5, 40)))


def test_no_file_may_grow_beyond_some_size(world: World, workers: Workers, tmp_path: Path) -> None:
    index = world.built(tmp_path / "hakemisto", "vanha")
    world.turn_to("uusi")
    for size in largest_files(index):
        outcome = workers.build(world.collection, index, largest_file=size - 1)
        if outcome.kind == "answer":
            world.built(index, "vanha")  # the new version's files are all smaller
            world.turn_to("uusi")
        else:
            judge_refused("file too large for the disk", world, index, outcome)
    _works_again(world, index)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT], ids=["full", "quota"])
def test_any_write_may_find_the_disk_full(world: World, tmp_path: Path, number: int) -> None:
    index = world.built(tmp_path / "hakemisto", "vanha")
    with failing_writes(None, number) as writes:
        world.built(index, "uusi")
    world.built(index, "vanha")
    chance = random.Random(number)  # noqa: S311
    for at in sorted(chance.sample(range(writes()), min(writes(), amount(6, 30)))):
        world.turn_to("uusi")
        with failing_writes(at, number):
            refused = outcome_of(lambda: _built(world, index))
        if refused.kind == "answer":  # a write that comes when all is published
            world.built(index, "vanha")
        else:
            judge_refused("write finds the disk full", world, index, refused)
    world.turn_to("uusi")
    _works_again(world, index)


@contextmanager
def failing_writes(at: int | None, number: int) -> Iterator[Callable[[], int]]:
    """Let the `at`-th write, sync or renaming of the block fail; yield how to ask how many there were."""
    count = 0

    def failing(call: Callable[..., object]) -> Callable[..., object]:
        def counted(*arguments: object, **named: object) -> object:
            nonlocal count
            count += 1
            if count - 1 == at:
                raise OSError(number, os.strerror(number))
            return call(*arguments, **named)

        return counted

    with pytest.MonkeyPatch.context() as patch:
        for name in ("pwrite", "fsync", "mkdir", "rename", "replace"):
            patch.setattr(os, name, failing(getattr(os, name)))
        for name in ("write_text", "write_bytes"):
            patch.setattr(Path, name, failing(getattr(Path, name)))
        yield lambda: count


def test_a_folder_that_may_only_be_read_is_searched_and_no_build_harms_it(world: World) -> None:
    with TemporaryDirectory(prefix="hankehaku-") as place:
        Path(place).chmod(0o755)
        world = World.set_up(Path(place))  # where the collection can be read by anybody
        index = world.built(Path(place) / "hakemisto", "vanha")
        world.turn_to("uusi")
        with reading_alone(index):
            judge_refused("folder that may only be read", world, index, outcome_of(lambda: _built(world, index)))
        _works_again(world, index)


@contextmanager
def reading_alone(folder: Path) -> Iterator[None]:
    """Take from this process the right to write into a folder; from one that may do anything, that right, too."""
    folder.chmod(0o555)
    everything = os.geteuid() == 0
    if everything:
        os.seteuid(65534)
    try:
        yield
    finally:
        if everything:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.mark.parametrize("place", ["tiedosto", "tiedosto/hakemisto"])
def test_an_index_folder_that_is_a_file_or_under_one_is_told_with_the_cure(
    world: World, tmp_path: Path, place: str
) -> None:
    (tmp_path / "tiedosto").write_text("Tämä on tiedosto.", encoding="utf-8")
    with pytest.raises(StorageError, match="tiedosto"):
        build(world.collection, tmp_path / place)
    TALLY.judge("file in the index folder's place", outcome_of(lambda: answer(tmp_path / place)), ())


def _built(world: World, index: Path) -> str:
    return build(world.collection, index).generation.path.name


def _works_again(world: World, index: Path) -> None:
    world.turn_to("uusi")
    build(world.collection, index)
    TALLY.judge("build after a full disk", outcome_of(lambda: answer(index)), {world.answers["uusi"]}, told=False)
    assert not [path for path in index.iterdir() if not path.name.startswith(("gen-", "CURRENT"))]
    assert not list(index.glob("gen-*.tmp"))
