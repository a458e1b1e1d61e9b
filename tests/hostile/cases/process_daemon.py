# studykit: optimizers/sgd_update
"""Leaves a daemon behind: forks twice, and its grandchild leads a session of its own.

Expect: not passed
"""

import os
import time


def sgd_update(params, lr):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(20)
        os._exit(0)
