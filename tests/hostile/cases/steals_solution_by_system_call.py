# studykit: optimizers/sgd_update
"""Opens the solution by the C library, and reads it in a memory map.

Expect: not passed
"""

import ctypes
import mmap
import os


def read():
    libc = ctypes.CDLL(None, use_errno=True)
    fd = libc.open(b"@SOLUTION@", os.O_RDONLY)
    if fd < 0:
        raise OSError(ctypes.get_errno(), "open")
    return mmap.mmap(fd, 0, prot=mmap.PROT_READ)[:].decode()


try:
    exec(read(), globals())
except OSError:

    def sgd_update(params, lr):
        raise
