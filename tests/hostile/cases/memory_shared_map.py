# studykit: optimizers/sgd_update
"""Maps 3 GiB of shared memory and touches each page.

Expect: failed or out_of_memory or crashed
"""

import mmap


def sgd_update(params, lr):
    shared = mmap.mmap(-1, 3 * 2**30)
    for at in range(0, len(shared), 4096):
        shared[at] = 1
    print("leaked 3 GiB of shared memory")
