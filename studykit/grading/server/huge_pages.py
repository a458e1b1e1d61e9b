"""Puts the memory of a server that is about to fork into huge pages, so that a fork copies one entry of its page table, not 512."""

import contextlib
import ctypes
import re
import sys
from collections.abc import Iterator
from pathlib import Path

_SIZE = 2 << 20  # on x86-64, and on ARM with pages of 4 KiB; where it is another, the kernel takes parts of this size together or refuses
_MADV_COLLAPSE = 25  # asm-generic/mman-common.h, since Linux 6.1: https://man7.org/linux/man-pages/man2/madvise.2.html
PRIVATE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw-p \S+ \S+ 0 +(\[heap\]|\[anon.*)?$", re.ASCII)  # and of no file


def collapse() -> None:
    """Collapse what can be collapsed. Nothing changes but speed: a page that is written to later is split again."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):
        madvise = ctypes.CDLL(None).madvise
        madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
        for start, end in _private_memory():
            for place in range(-(-start // _SIZE) * _SIZE, end - _SIZE + 1, _SIZE):
                madvise(place, _SIZE, _MADV_COLLAPSE)


def _private_memory() -> Iterator[tuple[int, int]]:
    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        if found := PRIVATE.match(line):
            yield int(found[1], 16), int(found[2], 16)
