# studykit: optimizers/sgd_update
"""Forks, and its children fork, up to 32 processes that stay.

Expect: not passed
"""

import os
import time


def sgd_update(params, lr):
    for _ in range(5):
        os.fork()
    time.sleep(20)
