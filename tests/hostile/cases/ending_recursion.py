# studykit: optimizers/sgd_update
"""Calls itself without end.

Expect: failed
"""


def sgd_update(params, lr):
    return sgd_update(params, lr)
