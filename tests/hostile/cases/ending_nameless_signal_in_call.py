# studykit: optimizers/sgd_update
"""Dies in a call of a real-time signal that Python's enumeration of signals has no name for.

Expect: crashed
"""

import os


def sgd_update(params, lr):
    os.kill(os.getpid(), 40)
