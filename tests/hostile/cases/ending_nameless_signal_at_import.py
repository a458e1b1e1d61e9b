# studykit: optimizers/sgd_update
"""Dies at import of a real-time signal that Python's enumeration of signals has no name for.

Expect: crashed
"""

import os

os.kill(os.getpid(), 40)


def sgd_update(params, lr):
    pass
