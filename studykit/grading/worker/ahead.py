"""What each worker of an exercise would have to do, done once in the process that forks them; nothing of the pack is run for it."""

import contextlib
from functools import cache
from types import CodeType

from studykit.grading.worker.forbidden import close_ahead

PROBES = "<probes>"  # what stands for their file in tracebacks


def prepare(forbids: tuple[str, ...], probes: str) -> None:
    """Compile the text of the probes, and close what is forbidden."""
    with contextlib.suppress(Exception):  # whatever is wrong with the text, the worker tells it
        compiled(probes)
    close_ahead(forbids, PROBES, probes)


@cache
def compiled(probes: str) -> CodeType:
    """The code of the probes; a worker has it from the process that it was forked from. Errors as of `compile`."""
    return compile(probes, PROBES, "exec", dont_inherit=True)
