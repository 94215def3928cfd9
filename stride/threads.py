"""Keeps numpy to one thread, and works on pieces side by side; imported before numpy."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, cast

#: numpy's matrices are small here: with more threads the threads wait more than they work (the
#: CPU of an import of 24 h more than doubles), and sums could differ from machine to machine.
LIMITED = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
#: How many pieces are worked on side by side; a worker of a study works on one.
SETTING = "STRIDE_THREADS"
#: More threads than this wait for memory and for Python's lock.
MOST = 4

for _name in LIMITED:
    os.environ.setdefault(_name, "1")

Item = TypeVar("Item")


def count() -> int:
    """Threads that may work side by side: STRIDE_THREADS, else the processors of this process."""
    given = os.environ.get(SETTING, "")
    if given.isdigit() and int(given):
        return int(given)
    return min(MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else MOST)


def work_alone() -> None:
    """Use one thread from now on: a worker of a study has its processor to itself."""
    os.environ.setdefault(SETTING, "1")


def side_by_side(work: Callable[[Item], None], items: Iterable[Item]) -> None:
    """Do the work for each item. What each does must not depend on the others, nor on the order.

    Raises what the work raises.
    """
    threads = count()
    if threads == 1:
        for item in items:
            work(item)
        return
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(threads)
    try:
        for _ in pool.map(work, items):
            pass
    finally:  # who is interrupted does not wait for what has not begun
        pool.shutdown(cancel_futures=True)


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The same items, the next one made in another thread while one is worked on.

    Raises what making them raises, in its place among them.
    """
    if count() == 1:
        yield from items
        return
    from concurrent.futures import ThreadPoolExecutor

    rest, end = iter(items), object()
    pool = ThreadPoolExecutor(1)
    try:
        made = pool.submit(next, rest, end)
        while (item := made.result()) is not end:
            made = pool.submit(next, rest, end)
            yield cast("Item", item)
    finally:  # who leaves early waits for the one item that is being made
        pool.shutdown()
