"""Compute on several cores at once what lets go of the interpreter while it computes."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

# Items that are under way or done before they are asked for, a thread: enough that none waits, and little in memory.
_AHEAD = 2

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def in_order(function: Callable[[_Item], _Result], items: Iterable[_Item], threads: int) -> Iterator[_Result]:
    """Yield what `function` gives for each of `items`, in their order, computed by `threads` threads.

    Only a few items are computed ahead of what is asked for, and none any more when the caller stops asking.
    """
    waiting: deque[Future[_Result]] = deque()
    pool = ThreadPoolExecutor(threads)
    try:
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) > _AHEAD * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def physical_cores(system: Path = Path("/sys/devices/system/cpu")) -> int:
    """Return how many cores this process may use: two threads on one core only get in each other's way."""
    if sys.platform != "linux":
        return os.cpu_count() or 1
    processors = os.sched_getaffinity(0)
    try:
        shared = {(system / f"cpu{one}/topology/thread_siblings_list").read_text() for one in processors}
    except OSError:
        return len(processors)
    return len(shared)
