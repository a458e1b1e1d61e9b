# studykit: optimizers/sgd_update
"""Mounts an empty folder over the learner's, in namespaces of its own or in all.

Expect: not passed
"""

import ctypes


def sgd_update(params, lr):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mount(b"tmpfs", b"@HOME@/bait", b"tmpfs", 0, None)
    if libc.unshare(0x10000000) == 0:
        print("leaked: it may make a user namespace")
