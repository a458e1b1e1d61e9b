"""Fits FSRS to histories with the optimizer of the package `fsrs`, in a process of its own: `python -m studykit.fsrs_fit`.

The optimizer needs torch, which takes seconds to import and no command of studykit loads; a process that ends with its caller also
leaves nothing behind after Ctrl-C. Each line on stdin names a file of JSON, histories of [days since the review before, rating]; each on
stdout holds their parameters. The package shows its progress on stderr.
"""

import json
import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from studykit.memory.fsrs import FIRST_DAY
from studykit.memory.parameters import check_parameters

Rated = Sequence[tuple[int, int]]  # as memory.calibration.History, with the package's ratings of 1 to 4 for the qualities

# What is beyond is not known: the package publishes its own with as many, and another machine's last bits may differ.
DIGITS = 4


def fit(histories: Sequence[Rated], shows_progress: bool = False) -> tuple[float, ...]:
    """Return the parameters under which these histories are likeliest, as the package finds them from its defaults on."""
    import torch  # for a fit alone, as above
    from fsrs import Optimizer, Rating, ReviewLog

    torch.set_num_threads(1)  # the sums of another number of threads would differ in their last bits
    logs = []
    for card, history in enumerate(histories):
        at = FIRST_DAY
        for days, rating in history:
            at += timedelta(days=days)
            logs.append(ReviewLog(card, Rating(rating), at, None))
    found = tuple(round(value, DIGITS) for value in Optimizer(logs).compute_optimal_parameters(verbose=shows_progress))
    check_parameters(found)
    return found


def main() -> None:
    """Answer each line of stdin, the name of a file, with a line of parameters."""
    asked: SimpleQueue[str] = SimpleQueue()
    Thread(target=_listen, args=(asked,), daemon=True).start()
    while True:
        histories = json.loads(Path(asked.get()).read_text(encoding="utf-8"))
        sys.stdout.write(f"{json.dumps(fit(histories, shows_progress=True))}\n")
        sys.stdout.flush()


def _listen(asked: SimpleQueue[str]) -> None:
    """Pass on what is asked, and end the process with stdin, which the caller keeps open as long as it lives and wants an answer."""
    for line in sys.stdin:
        asked.put(line.removesuffix("\n"))
    os._exit(0)


if __name__ == "__main__":
    main()
