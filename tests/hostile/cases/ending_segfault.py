# studykit: optimizers/sgd_update
"""Reads address 0.

Expect: crashed
"""

import ctypes


def sgd_update(params, lr):
    ctypes.string_at(0)
