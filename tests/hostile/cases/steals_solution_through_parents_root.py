# studykit: optimizers/sgd_update
"""Reads the solution by way of its parent's root in /proc.

Expect: not passed
"""

import os


def read():
    return open(f"/proc/{os.getppid()}/root@SOLUTION@").read()


try:
    exec(read(), globals())
except OSError:

    def sgd_update(params, lr):
        raise
