"""The connection to Dask: workers on this computer, or a cluster whose address the person gave."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from stride.errors import StrideError, UsageError

LOOPBACK = "127.0.0.1"
#: How often a task may be running on a worker that dies before it is given up; a worker takes what
#: runs beside down with it, so one bad recording must not cost its neighbours.
ALLOWED_FAILURES = 8
CONNECT_S = 20
SETTINGS = {
    "distributed.scheduler.allowed-failures": ALLOWED_FAILURES,
    "distributed.comm.timeouts.connect": f"{CONNECT_S}s",
    "distributed.worker.daemon": True,
}


class LostCluster(StrideError):
    """The scheduler went away in the middle; what was measured stays."""

    exit_code = 75


@dataclass(frozen=True, slots=True)
class Engine:
    """Where the work is done.

    scheduler: an address such as ``tcp://host:8786``, or "" for this computer. workers: processes
    here, one a core where 0. memory: limit of each worker here, as Dask writes it. dashboard:
    whether the local scheduler has one.
    """

    scheduler: str = ""
    workers: int = 0
    memory: str = "1GiB"
    dashboard: bool = False


@contextmanager
def connected(engine: Engine) -> Iterator[Any]:
    """A client of Dask, which is gone afterwards, its workers too where they are this process's.

    Raises UsageError where no scheduler answers.
    """
    import dask
    from distributed import Client, LocalCluster

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with dask.config.set(SETTINGS):
        if engine.scheduler:
            try:
                client = Client(engine.scheduler, timeout=CONNECT_S, set_as_default=False)
            except (OSError, TimeoutError, ValueError) as error:
                raise UsageError(
                    f"No scheduler of Dask answers at {engine.scheduler}.",
                    "Start one with 'dask scheduler', and give its address as tcp://HOST:8786.",
                ) from error
            with client:
                yield client
            return
        cluster = LocalCluster(
            n_workers=engine.workers or os.cpu_count() or 1,
            threads_per_worker=1,
            processes=True,
            memory_limit=engine.memory,
            host=LOOPBACK,
            dashboard_address=f"{LOOPBACK}:0" if engine.dashboard else None,
            silence_logs=logging.CRITICAL,
        )
        with cluster, Client(cluster, set_as_default=False) as client:
            yield client


def run(client: Any, function: Any, given: list[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
    """(place, result or exception) of every call, as each is done.

    given: the arguments of each. Few are handed over at a time, so that a million cost the
    scheduler no more than a thousand, and each is released once it is result: a result that stays
    would be worked out again when its worker dies. Raises LostCluster when the scheduler is gone.
    """
    from concurrent.futures import CancelledError

    from distributed import as_completed

    waiting = iter(enumerate(given))
    flight = as_completed(loop=client.loop)
    places: dict[Any, int] = {}

    def submit() -> None:
        for place, arguments in waiting:
            future = client.submit(function, *arguments, pure=False, retries=0)
            places[future.key] = place
            flight.add(future)
            return

    try:
        for _ in range(most_at_once(client)):
            submit()
        for future in flight:
            place = places.pop(future.key)
            if future.status == "cancelled":
                raise CancelledError
            result = future.exception() if future.status == "error" else future.result()
            future.release()
            submit()
            yield place, result
    except (OSError, TimeoutError, CancelledError) as error:
        raise LostCluster(
            "The scheduler of Dask is gone.",
            "What was measured is kept: run the same command again to go on.",
        ) from error


def most_at_once(client: Any) -> int:
    """How many tasks are handed over at a time: enough that no worker waits for one."""
    cores = sum(int(each) for each in client.ncores().values())
    return max(16, 4 * cores)
