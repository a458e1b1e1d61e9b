# studykit: optimizers/sgd_update
"""Stops itself with SIGSTOP, so that it neither answers nor ends.

Expect: timed_out
"""

import os
import signal


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    os.kill(os.getpid(), signal.SIGSTOP)
