# studykit: optimizers/sgd_update
"""Aborts Python.

Expect: crashed
"""

import os


def sgd_update(params, lr):
    os.abort()
