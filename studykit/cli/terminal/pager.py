"""Long output on a terminal goes through the learner's pager, as git's does."""

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from studykit.cli.terminal.out import console, steer

# As git sets them: colors are shown, what fits on the screen is printed, and the text stays there afterwards.
LESS_OPTIONS = "FRX"


@contextmanager
def paged() -> Iterator[Any]:
    """A console whose text is shown by $PAGER, `less` by default, if it is longer than the terminal is high."""
    out = console()
    if not out.is_terminal or out.is_dumb_terminal:
        yield out
        return
    with out.capture() as captured:
        yield out
    text = captured.get()
    if text.count("\n") < out.size.height or not shown_by_pager(text):
        steer(text)


def shown_by_pager(text: str) -> bool:
    """Show a text by $PAGER, and wait until it ends; False if there is none or it is cat."""
    pager = shlex.split(os.environ.get("PAGER", "less"))
    if not pager or pager == ["cat"]:
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the pager's while it runs
    try:
        subprocess.run(pager, input=text.encode(), env={"LESS": LESS_OPTIONS, **os.environ}, check=False)
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return True
