# studykit: optimizers/sgd_update
"""Ignores and blocks every signal that can be, and then loops.

Expect: timed_out
"""

import faulthandler
import signal


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    faulthandler.disable()
    faulthandler.unregister(signal.SIGUSR1)
    while True:
        pass
