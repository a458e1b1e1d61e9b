# studykit: optimizers/sgd_update
"""Asks for the rights of root back, then lifts its limits and takes 2.5 GiB.

Expect: out_of_memory
"""

import os
import resource


def sgd_update(params, lr):
    for regain in (os.setuid, os.seteuid, os.setgid):
        try:
            regain(0)
        except OSError:
            pass
    try:
        resource.prlimit(0, resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        pass
    return [bytes(10**6) for _ in range(2500)]
