# studykit: optimizers/sgd_update
"""Makes a socket by the bare system call.

Expect: not passed
"""

import ctypes


def sgd_update(params, lr):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.socket(2, 1, 0) >= 0:
        print("leaked: a socket")
