# studykit: optimizers/sgd_update
"""Pretends that somebody pressed Ctrl-C.

Expect: failed
"""


def sgd_update(params, lr):
    raise KeyboardInterrupt
