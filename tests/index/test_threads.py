from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest

from index.threads import in_order, physical_cores


def test_results_come_in_the_order_of_the_items_whichever_is_ready_first() -> None:
    def slow_at_first(item: int) -> int:
        time.sleep(0.02 if item < 2 else 0)
        return item * item

    assert list(in_order(slow_at_first, range(20), 4)) == [item * item for item in range(20)]
    assert list(in_order(slow_at_first, [], 4)) == []


def test_items_are_computed_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=10)

    def meet(item: int) -> int:
        both.wait()
        return item

    assert list(in_order(meet, range(2), 2)) == [0, 1]


def test_only_a_few_items_are_taken_before_their_results_are_asked_for() -> None:
    taken: list[int] = []

    def endless() -> Iterator[int]:
        for item in count():
            taken.append(item)
            yield item

    assert list(islice(in_order(str, endless(), 2), 3)) == ["0", "1", "2"]
    assert len(taken) < 10


def test_an_error_comes_where_its_result_would_have_and_ends_it() -> None:
    done: list[int] = []

    def fail_at_two(item: int) -> int:
        if item == 2:
            raise ValueError("kaksi")
        done.append(item)
        return item

    results = in_order(fail_at_two, range(1000), 2)
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(ValueError, match="kaksi"):
        next(results)
    assert len(done) < 20


def test_two_threads_on_one_core_count_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for processor, core in enumerate((0, 1, 0, 1)):
        topology = tmp_path / f"cpu{processor}" / "topology"
        topology.mkdir(parents=True)
        (topology / "thread_siblings_list").write_text(f"{core},{core + 2}\n")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert physical_cores(tmp_path) == 2
    assert physical_cores(tmp_path / "ei ole") == 4
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1, 3})
    assert physical_cores(tmp_path) == 1
