# studykit: optimizers/sgd_update
"""Attaches to its parent as a debugger.

Expect: failed or crashed
"""

import ctypes
import os


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    ATTACH, DETACH = 16, 17
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(ATTACH, os.getppid(), 0, 0) == 0:
        print("leaked: the session can be traced")
        os.waitpid(os.getppid(), 0x40000000)
        libc.ptrace(DETACH, os.getppid(), 0, 0)
