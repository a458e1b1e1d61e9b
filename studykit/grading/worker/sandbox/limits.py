"""Limits that the kernel keeps on a worker's memory, files and processor time."""

import resource
import signal
from pathlib import Path

MEBIBYTE = 1 << 20
FILE_LIMIT = 8 * MEBIBYTE  # bytes in one file; what a submission prints goes to one, too
OPEN_FILES = 256
# The judge's clock is the real limit; this one ends what has got away from every clock.
PROCESSOR_SECONDS = 900


def mapped_bytes() -> int:
    """How many bytes of addresses this process has mapped; 0 where that cannot be told."""
    # Never a fixed limit, which would have to be above what torch alone maps, some GB; and not RLIMIT_DATA: it misses shared maps.
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def limit_resources(address_bytes: int | None) -> None:
    """Put them on; `address_bytes` None limits no memory."""
    # Python ignores SIGXFSZ; the default stops a flood at once and names itself in the exit status.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, FILE_LIMIT)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_CPU, PROCESSOR_SECONDS)
    if address_bytes is not None:
        _limit(resource.RLIMIT_AS, address_bytes)


def _limit(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (value, value))
