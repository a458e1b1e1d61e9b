# studykit: optimizers/sgd_update
"""Fills memory while it is imported, up to 3 GiB.

Expect: out_of_memory
"""

kept = [bytes(10**6) for _ in range(3000)]


def sgd_update(params, lr):
    pass
