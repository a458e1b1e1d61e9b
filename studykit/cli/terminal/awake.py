"""Lets whoever waits for a key hear of signals, whichever thread the system gives them to.

Python runs handlers in the main thread alone, and a wait there goes on if a thread of a library (OpenBLAS has some) caught the signal:
Ctrl-C and `fg` would have to wait for a key.
"""

import os
import select
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

MOST_SIGNALS = 4096


@contextmanager
def awake() -> Iterator[int]:
    """A descriptor that can be read after each signal that has a handler; its bytes are the signals' numbers. For the main thread."""
    heard, told = os.pipe()
    os.set_blocking(heard, False)
    os.set_blocking(told, False)
    before = signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    try:
        yield heard
    finally:
        signal.set_wakeup_fd(before)
        os.close(heard)
        os.close(told)


def signals_in(heard: int) -> bytes:
    """The numbers of the signals that came since the last call."""
    try:
        return os.read(heard, MOST_SIGNALS)
    except BlockingIOError:
        return b""


@contextmanager
def interrupting(heard: int) -> Iterator[None]:
    """Interrupt the main thread at each signal while it waits in C code that knows nothing of the descriptor, such as readline's."""
    before = signal.signal(signal.SIGURG, lambda *_: None)
    ended, end = os.pipe()
    main = threading.main_thread().ident or 0
    thread = threading.Thread(target=_interrupt, args=(heard, ended, main), daemon=True)
    thread.start()
    try:
        yield
    finally:
        os.close(end)
        thread.join()
        os.close(ended)
        signal.signal(signal.SIGURG, before)


def _interrupt(heard: int, ended: int, main: int) -> None:
    while ended not in select.select([heard, ended], [], [])[0]:
        if set(signals_in(heard)) - {signal.SIGURG}:  # our own signal is heard, too
            signal.pthread_kill(main, signal.SIGURG)


@contextmanager
def handling(handlers: dict[signal.Signals, Any]) -> Iterator[None]:
    """Handle signals by these functions, and afterwards as before."""
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
