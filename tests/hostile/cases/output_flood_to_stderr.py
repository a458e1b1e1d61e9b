# studykit: optimizers/sgd_update
"""Writes without end to the bare file of errors, and ignores the signal that would stop it.

Expect: crashed or timed_out or failed
"""

import os
import signal


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    while True:
        os.write(2, b"x" * 100_000)
