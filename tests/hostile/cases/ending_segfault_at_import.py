# studykit: optimizers/sgd_update
"""Reads address 0 while it is imported.

Expect: crashed
"""

import ctypes

ctypes.string_at(0)


def sgd_update(params, lr):
    pass
