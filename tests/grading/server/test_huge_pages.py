"""A server's memory holds the same after it was put into huge pages, in the process and in its forks."""

import multiprocessing
import sys

import numpy as np
import pytest

from studykit.grading.server import huge_pages


def _sums(numbers: "np.ndarray", queue: "multiprocessing.Queue[tuple[float, float]]") -> None:
    before = float(numbers.sum())
    numbers[::1024] += 1  # in a fork that splits a page: its own copy only
    queue.put((before, float(numbers.sum())))


@pytest.mark.skipif(sys.platform != "linux", reason="no fork, or no huge pages")
def test_memory_holds_the_same_here_and_in_a_fork() -> None:
    numbers = np.arange(4 << 20, dtype=np.float64)  # 32 MiB, in memory of its own
    total = float(numbers.sum())
    huge_pages.collapse()
    assert float(numbers.sum()) == total

    fork = multiprocessing.get_context("fork")
    queue: multiprocessing.Queue[tuple[float, float]] = fork.Queue()
    child = fork.Process(target=_sums, args=(numbers, queue))
    child.start()
    assert queue.get(timeout=60) == (total, total + 4096)
    child.join()
    assert float(numbers.sum()) == total


def test_only_private_memory_of_no_file_is_taken() -> None:
    lines = [
        ("7f0000000000-7f0000400000 rw-p 00000000 00:00 0 ", True),
        ("55d000000000-55d000400000 rw-p 00000000 00:00 0                          [heap]", True),
        ("7f0000000000-7f0000400000 rw-p 00000000 00:00 0 [anon:malloc]", True),
        ("7f0000000000-7f0000400000 rw-p 00000000 00:00 0                          [stack]", False),
        ("7f0000000000-7f0000400000 rw-s 00000000 00:01 0 ", False),
        ("7f0000000000-7f0000400000 r--p 00000000 00:00 0 ", False),
        ("7f0000000000-7f0000400000 rw-p 00100000 08:01 1234                       /usr/lib/libpython3.so", False),
    ]
    for line, is_taken in lines:
        assert bool(huge_pages.PRIVATE.match(line)) is is_taken, line
