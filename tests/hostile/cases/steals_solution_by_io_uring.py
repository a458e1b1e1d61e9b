# studykit: optimizers/sgd_update
"""Looks whether the kernel would open files on its behalf, past the filter of system calls.

Expect: not passed
"""

import ctypes


def read():
    libc = ctypes.CDLL(None, use_errno=True)
    fd = libc.syscall(425, 8, ctypes.create_string_buffer(256))
    if fd >= 0:
        print("leaked: io_uring is there")
    raise OSError


try:
    exec(read(), globals())
except OSError:

    def sgd_update(params, lr):
        raise
