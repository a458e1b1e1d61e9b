# studykit: optimizers/sgd_update
"""Puts 512 MiB into a file in memory, which no limit on the address space counts.

Expect: failed or crashed
"""

import os


def sgd_update(params, lr):
    fd = os.memfd_create("bomb")
    os.set_blocking(fd, True)
    for _ in range(512):
        os.write(fd, bytes(2**20))
    print("leaked 512 MiB into a memfd")
