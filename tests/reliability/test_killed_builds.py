"""A build that is killed, wherever it is, leaves the index before it or the one after, and the next one goes on."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from index import durable
from index.verify import verify_index
from tests.reliability.amounts import amount
from tests.reliability.tally import TALLY, outcome_of
from tests.reliability.workers import Workers
from tests.reliability.world import World, answer, build

_OTHER = {"vanha": "uusi", "uusi": "vanha"}


def named_steps(world: World, index: Path) -> list[str]:
    """Return the steps of a build, in order."""
    steps: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(durable, "step", steps.append)
        world.built(index, "uusi")
    return steps


def rebuilt(world: World, index: Path, version: str) -> None:
    """Build after a kill, and check that the index is one that was built from nothing."""
    TALLY.judge("build after a kill", outcome_of(lambda: _build(world, index)), {world.answers[version]}, told=False)
    assert verify_index(index, deep=True).whole
    assert not [path for path in index.iterdir() if not path.name.startswith(("gen-", "CURRENT"))]


def _build(world: World, index: Path) -> str:
    build(world.collection, index)
    return answer(index)


def test_a_build_may_be_killed_at_each_of_its_steps(world: World, workers: Workers, tmp_path: Path) -> None:
    index, version = tmp_path / "hakemisto", "uusi"
    steps = named_steps(world, index)
    assert steps[-2:] == ["published", "done"]
    for step in steps:
        before, version = version, _OTHER[version]
        world.turn_to(version)
        assert workers.kill(world.collection, index, at=step), step
        right = {world.answers[version if step in ("published", "done") else before]}
        TALLY.judge("build killed at a step", outcome_of(lambda: answer(index)), right, told=False)
        rebuilt(world, index, version)


def test_a_build_may_be_killed_at_any_moment(world: World, workers: Workers, tmp_path: Path) -> None:
    chance = random.Random(21)  # noqa: S311
    index, version = world.built(tmp_path / "hakemisto", "vanha"), "vanha"
    began = time.monotonic()
    workers.build(world.collection, index)
    usual = time.monotonic() - began
    for _ in range(amount(6, 50)):
        before, version = version, _OTHER[version]
        world.turn_to(version)
        workers.kill(world.collection, index, after=chance.uniform(0, usual))
        right = {world.answers[before], world.answers[version]}
        TALLY.judge("build killed at a random moment", outcome_of(lambda: answer(index)), right, told=False)
        rebuilt(world, index, version)


def test_the_first_build_may_be_killed_again_and_again(world: World, workers: Workers, tmp_path: Path) -> None:
    index = tmp_path / "hakemisto"
    world.turn_to("uusi")
    for step in ("read", "begun", "analysed", "sealed", "renamed"):
        assert workers.kill(world.collection, index, at=step)
        outcome = outcome_of(lambda: answer(index))
        TALLY.judge("first build killed", outcome, ())
        assert f"--index {index}" in outcome.hint
    rebuilt(world, index, "uusi")
