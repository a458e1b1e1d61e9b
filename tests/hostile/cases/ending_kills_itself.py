# studykit: optimizers/sgd_update
"""Sends itself SIGKILL, which looks like the system's answer to a memory bomb.

Expect: out_of_memory or crashed
"""

import os
import signal


def sgd_update(params, lr):
    os.kill(os.getpid(), signal.SIGKILL)
