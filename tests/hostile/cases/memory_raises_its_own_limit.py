# studykit: optimizers/sgd_update
"""Lifts its limits, as root may, and then takes 2.5 GiB.

Expect: out_of_memory
"""

import resource


def sgd_update(params, lr):
    for which in (resource.RLIMIT_AS, resource.RLIMIT_DATA, resource.RLIMIT_FSIZE):
        try:
            resource.setrlimit(which, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        except (OSError, ValueError):
            pass
    return [bytes(10**6) for _ in range(2500)]
