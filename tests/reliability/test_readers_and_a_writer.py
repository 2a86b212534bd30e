"""While one builds and eight search, every answer is that of an index that was published."""

from __future__ import annotations

import threading
import time
from itertools import cycle
from pathlib import Path

from index.layout import generation_folders
from tests.reliability.amounts import amount
from tests.reliability.tally import TALLY, Outcome, outcome_of
from tests.reliability.workers import Workers
from tests.reliability.world import QUESTIONS, VERSIONS, World, answer

READERS = 8
FIRST = QUESTIONS[:1]  # one search opens one generation; several might open two


def test_eight_threads_search_while_builds_are_published(world: World, workers: Workers, tmp_path: Path) -> None:
    index = world.built(tmp_path / "hakemisto", "vanha")
    right = {answer(world.built(tmp_path / version, version), FIRST) for version in VERSIONS}
    assert len(right) == len(VERSIONS)
    outcomes: list[list[Outcome]] = [[] for _ in range(READERS)]
    stop = threading.Event()

    def read(mine: list[Outcome]) -> None:
        while not stop.is_set():
            mine.append(outcome_of(lambda: answer(index, FIRST)))

    threads = [threading.Thread(target=read, args=(mine,)) for mine in outcomes]
    for thread in threads:
        thread.start()
    ends = time.monotonic() + amount(4, 20)
    for published, version in enumerate(cycle(("uusi", "vanha"))):
        world.turn_to(version)
        built = workers.build(world.collection, index)
        TALLY.judge("build while 8 threads search", built, {built.text}, told=False)
        if published and time.monotonic() > ends:
            break
    stop.set()
    for thread in threads:
        thread.join()
    judged = [outcome for mine in outcomes for outcome in mine]
    for outcome in judged:
        TALLY.judge("search while an index is built", outcome, right, told=False)
    assert all(outcomes)
    world.built(index, "uusi")
    assert len(generation_folders(index)) == 2
