# studykit: optimizers/sgd_update
"""Fills memory with bytes, up to 3 GiB.

Expect: out_of_memory
"""


def sgd_update(params, lr):
    return [bytes(10**6) for _ in range(3000)]
