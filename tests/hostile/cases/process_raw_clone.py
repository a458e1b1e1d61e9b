# studykit: optimizers/sgd_update
"""Forks by the bare system call.

Expect: not passed
"""

import ctypes
import platform


def sgd_update(params, lr):
    fork = {"x86_64": 57}.get(platform.machine())
    libc = ctypes.CDLL(None, use_errno=True)
    pid = libc.syscall(fork) if fork else libc.fork()
    if pid == 0:
        libc.setsid()
        libc.sleep(20)
        libc._exit(0)
