"""Where a class is graded: on this machine, or on a Dask cluster; anything else that is a `concurrent.futures.Executor` will do as well."""

import os
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studykit.classroom.one_batch import Graded, Tell, begin_grading, grade_batch, stop_grading
from studykit.classroom.work import Batch
from studykit.errors import ClassError, MissingPackage
from studykit.installing import install_command

LOCAL = "local"
SECONDS_TO_CONNECT = 30
SCHEMES = ("tcp://", "tls://", "ws://", "wss://")


@dataclass(frozen=True, slots=True)
class Engine:
    """An executor, how many batches it grades at once, and what it raises where a worker was lost."""

    executor: Executor
    workers: int
    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def begin(self, batch: Batch, tell: Tell) -> "Future[list[Graded]]":
        """Begin to grade a batch. `tell` hears of each answer at once, where the executor's threads are of this process."""
        if isinstance(self.executor, ThreadPoolExecutor):
            return self.executor.submit(grade_batch, batch, tell)
        return self.executor.submit(grade_batch, batch)


@contextmanager
def open_engine(on: str = LOCAL, workers: int | None = None) -> Iterator[Engine]:
    """The engine that `on` names: `local`, the address of a Dask scheduler (tcp://HOST:PORT), or the scheduler file that it wrote. What is
    not done when the context is left is given up. ClassError if the scheduler does not answer or has no worker, MissingPackage without
    Dask."""
    with _local(workers) if on == LOCAL else _dask(on, workers) as engine:
        yield engine


@contextmanager
def _local(workers: int | None) -> Iterator[Engine]:
    # Threads: each waits for a judge, which is a process of the background server.
    count = workers or os.cpu_count() or 1
    begin_grading()
    pool = ThreadPoolExecutor(count)
    try:
        yield Engine(pool, count)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        stop_grading()
        pool.shutdown()


@contextmanager
def _dask(on: str, workers: int | None) -> Iterator[Engine]:
    with _connected(on) as client:
        try:
            client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
        except TimeoutError:
            raise ClassError(f"{on}: the scheduler has no worker. Start some with `dask worker` and call again.") from None
        threads = sum(client.nthreads().values())
        with client.get_executor(retries=2) as executor:
            yield Engine(executor, min(workers or threads, threads), _losses())
            executor.shutdown(wait=False)


@contextmanager
def _connected(on: str) -> Iterator[Any]:
    try:
        from distributed import Client  # an extra: only those who have a cluster need it
    except ImportError:
        raise MissingPackage(f"--on {on} needs Dask. Install it with `{install_command('class')}`.") from None
    place = {"address": on} if on.startswith(SCHEMES) else {"scheduler_file": _file(on)}
    try:
        client = Client(**place, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ClassError(f"{on}: no Dask scheduler answers ({error or type(error).__name__}). Start one with `dask scheduler`.") from None
    with client:
        yield client


def _losses() -> tuple[type[BaseException], ...]:
    from distributed import KilledWorker  # an extra, as above
    from distributed.comm import CommClosedError

    return (KilledWorker, CommClosedError, CancelledError, BrokenExecutor)


def _file(on: str) -> str:
    if not Path(on).is_file():
        raise ClassError(f"--on {on}: is neither `local`, nor an address such as tcp://HOST:8786, nor a scheduler file of Dask.")
    return on
