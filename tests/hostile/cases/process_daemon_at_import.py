# studykit: optimizers/sgd_update
"""Leaves a daemon behind while it is imported.

Expect: not passed
"""

import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for fd in range(64):
            try:
                os.close(fd)
            except OSError:
                pass
        time.sleep(20)
    os._exit(0)


def sgd_update(params, lr):
    pass
