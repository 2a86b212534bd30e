"""A power cut takes what was never synced, and still leaves the index before the build or the one after."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest

from index import durable
from tests.reliability.amounts import amount
from tests.reliability.power_cut import Disk, Image, Kind
from tests.reliability.tally import TALLY, outcome_of
from tests.reliability.world import World, answer, build

KINDS: tuple[Kind, ...] = get_args(Kind)


def cuts(world: World, root: Path, index: Path) -> Iterator[tuple[str, Image]]:
    """Yield what cuts of the power would leave during a build: before each sync, and at its named steps."""
    chance = random.Random(31)  # noqa: S311
    disk, images = Disk(root), list[tuple[str, Image]]()

    def cut(step: str = "sync") -> None:
        images.extend((step, disk.image(kind, chance)) for kind in KINDS)

    with disk.followed(cut), pytest.MonkeyPatch.context() as patch:
        patch.setattr(durable, "step", cut)
        build(world.collection, index)
    disk.close()
    yield from images


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The disk."""
    (tmp_path / "levy").mkdir()
    return tmp_path / "levy"


def test_a_power_cut_during_a_build_leaves_the_index_before_or_after(world: World, root: Path, tmp_path: Path) -> None:
    world.built(root / "hakemisto", "vanha")
    world.turn_to("uusi")
    _check_some(world, list(cuts(world, root, root / "hakemisto")), tmp_path, {world.answers["vanha"]})


def test_a_power_cut_during_the_first_build_leaves_no_half_index(world: World, root: Path, tmp_path: Path) -> None:
    world.turn_to("uusi")
    _check_some(world, list(cuts(world, root, root / "hakemisto")), tmp_path, set())


def test_what_a_build_has_published_no_power_cut_takes_away(world: World, root: Path, tmp_path: Path) -> None:
    index = world.built(root / "hakemisto", "vanha")
    world.turn_to("uusi")
    published = [image for step, image in cuts(world, root, index) if step in ("published", "done")]
    assert len(published) == 2 * len(KINDS)
    for number, image in enumerate(published):
        left = image.write(tmp_path / str(number)) / "hakemisto"
        TALLY.judge("power cut after a build", outcome_of(_searched(left)), {world.answers["uusi"]}, told=False)


def test_without_the_syncs_the_same_cuts_would_do_harm(
    world: World, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = world.built(root / "hakemisto", "vanha")
    world.turn_to("uusi")
    monkeypatch.setattr(durable, "sync", lambda path: None)
    published = [image for step, image in cuts(world, root, index) if step == "published"]
    left = [image.write(tmp_path / str(number)) / "hakemisto" for number, image in enumerate(published)]
    assert all(outcome_of(_searched(one)).text != world.answers["uusi"] for one in left)


def _check_some(world: World, images: list[tuple[str, Image]], folder: Path, before: set[str]) -> None:
    """Check every image, of the usual run a part; of some of them, that the next build gives what it should."""
    chance = random.Random(32)  # noqa: S311
    assert len(images) > 50
    for number, (_, image) in enumerate(chance.sample(images, min(len(images), amount(24, 400)))):
        left = image.write(folder / "jäänyt") / "hakemisto"
        # Where there was no index, none is a right answer, too.
        TALLY.judge("power cut", outcome_of(_searched(left)), {*before, world.answers["uusi"]}, told=not before)
        if number % 4 == 0:
            TALLY.judge(
                "build after a power cut", outcome_of(_rebuilt(world, left)), {world.answers["uusi"]}, told=False
            )
        shutil.rmtree(folder / "jäänyt")


def _searched(index: Path) -> Callable[[], str]:
    return lambda: answer(index)


def _rebuilt(world: World, index: Path) -> Callable[[], str]:
    def rebuild() -> str:
        build(world.collection, index)
        return answer(index)

    return rebuild
