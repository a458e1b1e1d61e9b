# studykit: optimizers/sgd_update
"""Kills its parent, which would end the grade without a verdict.

Expect: failed or crashed
"""

import os
import signal
import time


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    parent = os.getppid()
    if parent > 1:
        os.kill(parent, signal.SIGKILL)
        time.sleep(0.3)
